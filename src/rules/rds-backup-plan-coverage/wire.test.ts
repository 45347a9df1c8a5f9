import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OrganizationInput } from '../../../demo/aws/organization/schema.ts';
import { accountOf, organization, type Scans, startScans } from '../../../test/helpers/scans.ts';

/** The rule over the wire: real SDK, real scan, the simulated AWS at the other end. */
type Regions = NonNullable<NonNullable<OrganizationInput['accounts']>[number]['regions']>;

const rule = 'rds-backup-plan-coverage';
const id = '111111111111';
const daily = { backup: 'daily' };
const gold = (more: object = {}) => ({
  name: 'gold',
  created: '200d ago',
  rules: [{ name: 'nightly', retentionDays: 14 }],
  selections: [{ name: 'prod', tags: { backup: ['daily', 'hourly'] } }],
  ...more,
});
const everything = [{ name: 'prod', resources: ['*'] }];

const regions: Regions = {
  'us-east-1': {
    clusters: [
      { name: 'covered', created: '300d ago', tags: daily, awsBackup: { newest: '5h ago', points: 10, plan: 'gold' } },
      { name: 'capital', created: '300d ago', tags: { backup: 'Daily' } },
      { name: 'untagged', created: '300d ago' },
      { name: 'stale', created: '300d ago', tags: daily, awsBackup: { newest: '5d ago', points: 3 } },
      { name: 'failing', created: '300d ago', tags: daily },
      {
        name: 'expired',
        created: '300d ago',
        tags: daily,
        awsBackup: { newest: '5h ago', points: 1, status: 'EXPIRED' },
      },
      { name: 'reborn', created: '10d ago', tags: daily, awsBackup: { newest: '11d ago', points: 3 } },
      { name: 'young', created: '3h ago', tags: daily },
      { name: 'multi', engine: 'mysql', created: '30d ago', tags: daily, awsBackup: { newest: '5h ago', points: 3 } },
      {
        name: 'continuous',
        created: '30d ago',
        tags: { pitr: 'yes' },
        awsBackup: { newest: '2d ago', continuous: true },
      },
      { name: 'graph', engine: 'neptune', created: '30d ago' },
    ],
    instances: [
      {
        name: 'reports',
        engine: 'postgres',
        created: '200d ago',
        tags: daily,
        awsBackup: { newest: '5h ago', points: 2 },
      },
    ],
    plans: [
      gold(),
      gold({
        name: 'pitr',
        rules: [{ name: 'pitr', continuous: true, retentionDays: 35 }],
        selections: [{ name: 'pitr', tags: { pitr: ['yes'] } }],
      }),
    ],
    jobs: [{ of: 'failing', state: 'FAILED', created: '4h ago', message: 'Access denied to the KMS key' }],
  },
  'eu-west-1': {
    clusters: [{ name: 'off', created: '30d ago', tags: daily }],
    optIn: { Aurora: false },
    plans: [gold()],
  },
  'eu-west-2': {
    clusters: [{ name: 'unlisted', created: '30d ago', tags: daily }],
    optIn: { Aurora: null },
    plans: [gold()],
  },
  'eu-west-3': { clusters: [{ name: 'virgin', created: '30d ago' }], optIn: 'none' },
  'eu-central-1': {
    clusters: [{ name: 'locked-out', created: '30d ago' }],
    vaults: [{ name: 'locked', lock: { minRetentionDays: 60 } }],
    plans: [gold({ rules: [{ vault: 'locked', retentionDays: 35 }], selections: everything })],
  },
  'ca-central-1': {
    clusters: [{ name: 'vaultless', created: '30d ago' }],
    vaults: [{ name: 'gone', missing: true }],
    plans: [gold({ fromOrganization: true, rules: [{ vault: 'gone' }], selections: everything })],
  },
};

describe('over the wire', () => {
  let scans: Scans;
  beforeAll(async () => {
    scans = await startScans(organization([{ id, regions }]), [accountOf(id)]);
  });
  afterAll(() => scans.close());

  it.each([
    [
      'us-east-1',
      'covered',
      'pass',
      'covered',
      'newest recovery point 5 h old, kept 14 days in vault Default, the policy asks for 35',
    ],
    ['us-east-1', 'capital', 'fail', 'not-in-a-plan', 'wants tag backup=daily; this cluster has backup=Daily'],
    ['us-east-1', 'untagged', 'fail', 'not-in-a-plan', 'wants tag backup=daily; this cluster has no tag backup'],
    ['us-east-1', 'stale', 'fail', 'no-recent-recovery-point', 'its newest recovery point is 5 days old'],
    ['us-east-1', 'failing', 'fail', 'last-backup-failed', 'ended as FAILED: Access denied to the KMS key'],
    ['us-east-1', 'expired', 'fail', 'no-recent-recovery-point', 'is EXPIRED'],
    ['us-east-1', 'reborn', 'fail', 'no-recent-recovery-point', 'is of an earlier cluster'],
    ['us-east-1', 'young', 'pass', 'first-backup-due', 'first backup due by'],
    ['us-east-1', 'multi', 'pass', 'covered', 'newest recovery point 5 h old'],
    ['us-east-1', 'continuous', 'pass', 'covered', 'continuous backup up to'],
    ['us-east-1', 'reports', 'pass', 'covered', 'newest recovery point 5 h old'],
    ['eu-west-1', 'off', 'fail', 'opted-out', 'Aurora is not opted in'],
    ['eu-west-2', 'unlisted', 'fail', 'opted-out', 'does not name Aurora'],
    ['eu-west-3', 'virgin', 'fail', 'not-in-a-plan', 'there is no backup plan in this Region'],
    ['eu-central-1', 'locked-out', 'fail', 'plan-cannot-run', 'vault locked is locked to at least 60 days'],
    ['ca-central-1', 'vaultless', 'fail', 'plan-cannot-run', 'vault gone does not exist'],
  ])('%s %s: %s', async (region, name, status, cause, reason) => {
    expect(await scans.verdict(id, region, rule, name)).toMatchObject({
      status,
      cause,
      reason: expect.stringContaining(reason),
    });
  });

  it('judges no Neptune cluster and asks nothing twice', async () => {
    scans.aws.requests.clear();
    expect(await scans.verdict(id, 'us-east-1', rule, 'graph')).toBeUndefined();
    // What AWS throttled is asked again, and rightly so.
    const answered = scans.aws.requests.list().filter(({ status }) => status === 200);
    const asked = answered.map(({ action, input }) => `${action} ${JSON.stringify(input)}`);
    expect(asked.filter((each, at) => asked.indexOf(each) < at)).toEqual([]);
  });
});

describe('which plan backs up what', () => {
  const key = fc.constantFrom('backup', 'Backup', 'env');
  const value = fc.constantFrom('daily', 'Daily', 'prod', 'prod-eu');
  const pattern = fc.constantFrom(
    '*',
    'arn:aws:rds:*',
    'arn:aws:rds:*:*:cluster:*',
    'arn:aws:rds:*:*:db:*',
    'arn:aws:rds:us-east-1:111111111111:cluster:a1',
    'arn:aws:rds:us-east-1:111111111111:db:i1',
    'arn:aws:rds:eu-west-1:*:cluster:*',
    'arn:aws:rds:*:*:cluster:a*',
  );
  const prefixed = key.map((each) => `aws:ResourceTag/${each}`);
  const equal = fc.dictionary(prefixed, value, { maxKeys: 2 });
  const like = fc.dictionary(prefixed, fc.constantFrom('prod*', '*d*', '*'), { maxKeys: 1 });
  const selection = fc
    .record({
      resources: fc.array(pattern, { maxLength: 2 }),
      notResources: fc.array(pattern, { maxLength: 1 }),
      tags: fc.dictionary(key, fc.array(value, { minLength: 1, maxLength: 2 }), { maxKeys: 2 }),
      conditions: fc.record(
        { StringEquals: equal, StringNotEquals: equal, StringLike: like, StringNotLike: like },
        { requiredKeys: [] },
      ),
    })
    .filter(({ resources, tags }) => resources.length > 0 || Object.keys(tags).length > 0);
  const tags = fc.dictionary(key, value, { maxKeys: 2 });

  it('is what the simulated AWS works out by itself, wherever AWS documents it', async () => {
    let assigned = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(selection, { minLength: 1, maxLength: 3 }),
        fc.tuple(tags, tags, tags, tags, tags),
        fc.record({ Aurora: fc.boolean(), RDS: fc.boolean() }),
        async (selections, [a, b, c, d, e], optIn) => {
          const region = {
            clusters: [
              { name: 'a1', created: '30d ago', tags: a },
              { name: 'a2', created: '30d ago', tags: b },
              { name: 'm1', engine: 'mysql', created: '30d ago', tags: c },
            ],
            instances: [
              { name: 'i1', engine: 'postgres', created: '30d ago', tags: d },
              { name: 'i2', engine: 'postgres', created: '30d ago', tags: e },
            ],
            optIn,
            plans: [
              {
                name: 'gold',
                created: '20d ago',
                selections: selections.map((each, n) => ({ name: `s${n}`, ...each })),
              },
            ],
          };
          const scans = await startScans(organization([{ id, regions: { 'us-east-1': region } as Regions }]), [
            accountOf(id),
          ]);
          try {
            const { report } = await scans.scan(id, 'us-east-1');
            const own = report.findings.filter(({ ruleId }) => ruleId === rule);
            const unknown = own.filter(({ status }) => status === 'unknown');
            for (const { reason } of unknown) expect(reason).toMatch(/AWS does not say whether/);
            const isKnown = (arn: string) => !unknown.some(({ resource }) => resource.arn === arn);
            const covered = own
              .filter(({ cause }) => cause !== 'not-in-a-plan' && cause !== 'opted-out')
              .map(({ resource }) => resource.arn);
            const theirs = new Set(scans.aws.control.assignments(id, 'us-east-1').map(({ arn }) => arn));
            assigned += theirs.size;
            expect(covered.filter(isKnown).sort()).toEqual([...theirs].filter(isKnown).sort());
          } finally {
            await scans.close();
          }
        },
      ),
      { numRuns: 40 },
    );
    expect(assigned).toBeGreaterThan(0);
  });
});
