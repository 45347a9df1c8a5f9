import type { DBClusterSnapshot, DBSnapshot } from '@aws-sdk/client-rds';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finding } from '../../../test/helpers/findings.ts';
import { expectUsable } from '../../../test/helpers/fixes.ts';
import { accountOf, organization, type Scans, startScans } from '../../../test/helpers/scans.ts';
import { AwsCallError, type AwsFailureKind } from '../../domain/errors.ts';
import { packs } from '../../domain/rule.ts';
import { everything } from '../../domain/scope.ts';
import { type Assessed, assess, type ReadSharing } from './assess.ts';
import { meta } from './meta.ts';
import { restoreOf } from './reads.ts';
import { fromCluster, fromInstance, type Snapshot } from './snapshot.ts';

const rule = 'rds-snapshot-not-public';
const arnOf = (kind: 'snapshot' | 'cluster-snapshot', name: string) =>
  `arn:aws:rds:eu-west-1:111111111111:${kind}:${name}`;

/** A plain manual snapshot, not encrypted. */
const snapshot = (over: Partial<Snapshot> = {}): Snapshot => ({
  kind: 'instance',
  name: 'reports-before',
  arn: arnOf('snapshot', over.name ?? 'reports-before'),
  tags: {},
  engine: 'mysql',
  database: 'reports',
  type: 'manual',
  encrypted: false,
  sizeGib: 100,
  createdAt: new Date('2026-11-01T05:00:00Z'),
  ...over,
});

const failure = (kind: AwsFailureKind, code: string) =>
  new AwsCallError({ kind, action: 'rds:DescribeDBSnapshotAttributes', code, detail: 'no', role: 'audit' });

/** What is decided, and how many snapshots were asked about. */
async function assessed(
  snapshots: readonly Snapshot[],
  read: ReadSharing,
  most?: number,
): Promise<{ all: Assessed[]; asked: string[] }> {
  const asked: string[] = [];
  const counting: ReadSharing = (each) => {
    asked.push(each.name);
    return read(each);
  };
  const all: Assessed[] = [];
  for await (const each of assess(snapshots, counting, most)) all.push(each);
  return { all, asked };
}

const reasonsOf = ({ all }: { all: Assessed[] }) => all.map(({ verdict }) => [verdict.status, verdict.reason]);

describe('assess', () => {
  const isPublic = 'Anybody with an AWS account can copy and restore it: it is public.';
  const two = ['222222222222', '333333333333'];

  it.each<[string, Partial<Snapshot>, readonly string[], string, string]>([
    ['public', {}, ['all'], 'fail', isPublic],
    ['public, of a cluster', { kind: 'cluster' }, ['all'], 'fail', isPublic],
    ['public and shared by name', {}, ['222222222222', 'all'], 'fail', isPublic],
    ['public, encryption not in the answer', { encrypted: undefined }, ['all'], 'fail', isPublic],
    ['public, type not in the answer', { type: undefined }, ['all'], 'fail', isPublic],
    ['public, of a database that is gone', { database: undefined }, ['all'], 'fail', isPublic],
    ['private', {}, [], 'pass', 'Is private.'],
    ['private, of a cluster', { kind: 'cluster' }, [], 'pass', 'Is private.'],
    ['shared with one account', {}, two.slice(1), 'pass', 'Is not public: it is shared with 1 named account only.'],
    ['shared with two accounts', {}, two, 'pass', 'Is not public: it is shared with 2 named accounts only.'],
    ['shared with an account named like all', {}, ['allied'], 'pass', expect.stringContaining('1 named account')],
  ])('%s', async (_, over, sharedWith, status, reason) => {
    expect(reasonsOf(await assessed([snapshot(over)], async () => sharedWith))).toEqual([[status, reason]]);
  });

  it.each<[string, Partial<Snapshot>]>([
    ['instance', {}],
    ['cluster', { kind: 'cluster' }],
  ])('does not ask about an encrypted snapshot of an %s', async (_, over) => {
    const result = await assessed([snapshot({ encrypted: true, ...over })], async () => ['all']);
    expect(result.asked).toEqual([]);
    expect(reasonsOf(result)).toEqual([['pass', 'Cannot be public: it is encrypted.']]);
  });

  it.each<[string, Partial<Snapshot>]>([
    ['an automated one', { type: 'automated', name: 'rds:reports-2026-11-01-05-12' }],
    ['an automated one without a type', { type: undefined, name: 'rds:reports-2026-11-01-05-12' }],
    ['one of AWS Backup', { type: 'awsbackup', name: 'awsbackup:job-0000' }],
    ['one of AWS Backup of a cluster', { kind: 'cluster', type: 'manual', name: 'awsbackup:job-0000' }],
    ['a copy of AWS Backup', { kind: 'cluster', type: 'manual', name: 'awsbackup:copyjob-0000' }],
    ['one of another account', { type: 'public', name: arnOf('snapshot', 'theirs') }],
  ])('gives no verdict on %s', async (_, over) => {
    expect(await assessed([snapshot(over)], async () => ['all'])).toEqual({ all: [], asked: [] });
  });

  it('forgets a snapshot that was deleted meanwhile', async () => {
    expect((await assessed([snapshot()], async () => undefined)).all).toEqual([]);
  });

  it('asks no more once it is denied, and judges the other kind all the same', async () => {
    const snapshots = [
      ...['a', 'b', 'c'].map((name) => snapshot({ name })),
      snapshot({ name: 'd', encrypted: true }),
      snapshot({ name: 'e', kind: 'cluster' }),
    ];
    const result = await assessed(snapshots, async ({ kind }) => {
      if (kind === 'instance') throw failure('denied', 'AccessDenied');
      return ['all'];
    });
    const why =
      "With whom it is shared could not be read: role audit may not call rds:DescribeDBSnapshotAttributes (AccessDenied); allow it in the role's policy.";
    expect(result.asked).toEqual(['a', 'e']);
    expect(reasonsOf(result)).toEqual([
      ['unknown', why],
      ['unknown', why],
      ['unknown', why],
      ['pass', 'Cannot be public: it is encrypted.'],
      ['fail', isPublic],
    ]);
  });

  it('is unknown about the one snapshot that AWS refuses to tell about', async () => {
    const result = await assessed([snapshot({ name: 'a' }), snapshot({ name: 'b' })], async ({ name }) => {
      if (name === 'a') throw failure('refused', 'InvalidDBSnapshotState');
      return [];
    });
    expect(result.asked).toEqual(['a', 'b']);
    expect(result.all.map(({ verdict }) => verdict.status)).toEqual(['unknown', 'pass']);
  });

  it.each<[string, unknown]>([
    ['throttling', failure('throttled', 'Throttling')],
    ['a lost connection', failure('network', 'ECONNRESET')],
    ['a mistake', new TypeError('no')],
  ])('leaves %s to the scan, which tries again', async (_, error) => {
    await expect(assessed([snapshot()], () => Promise.reject(error))).rejects.toBe(error);
  });

  it('asks about so many and is unknown about the rest', async () => {
    const snapshots = Array.from({ length: 5 }, (_, at) => snapshot({ name: `s${at}`, encrypted: at === 1 }));
    const result = await assessed(snapshots, async () => [], 2);
    expect(result.asked).toEqual(['s0', 's2']);
    expect(result.all.map(({ verdict }) => verdict.status)).toEqual(['pass', 'pass', 'pass', 'unknown', 'unknown']);
    expect(result.all[4]?.verdict.reason).toBe(
      'With whom it is shared could not be read: one scan asks about 2 snapshots of a target, and this is one more.',
    );
  });
});

describe('what AWS answers', () => {
  it('names who may restore', () => {
    const other = { AttributeName: 'other', AttributeValues: ['all'] };
    expect(restoreOf('x', [other, { AttributeName: 'restore', AttributeValues: ['all'] }])).toEqual(['all']);
    expect(restoreOf('x', [{ AttributeName: 'restore', AttributeValues: [] }])).toEqual([]);
  });

  it.each([
    [undefined],
    [[]],
    [[{ AttributeName: 'other', AttributeValues: [] }]],
  ])('is unreadable without the attribute: %j', (attributes) => {
    expect(() => restoreOf('rds:DescribeDBSnapshotAttributes', attributes)).toThrow(
      /lacks the values of the attribute "restore"/,
    );
  });

  const common = { Engine: fc.constant('mysql'), AllocatedStorage: fc.nat(), SnapshotCreateTime: fc.date() };
  const type = fc.constantFrom('manual', 'automated', 'awsbackup');
  const whole: { [K in keyof DBSnapshot]: fc.Arbitrary<DBSnapshot[K]> } = {
    ...common,
    DBSnapshotIdentifier: fc.constant('reports-before'),
    DBSnapshotArn: fc.constant(arnOf('snapshot', 'reports-before')),
    DBInstanceIdentifier: fc.constant('reports'),
    SnapshotType: type,
    Encrypted: fc.boolean(),
    TagList: fc.constant([{ Key: 'env', Value: 'prod' }, { Key: 'empty' }, {}]),
  };
  const wholeCluster: { [K in keyof DBClusterSnapshot]: fc.Arbitrary<DBClusterSnapshot[K]> } = {
    ...common,
    DBClusterSnapshotIdentifier: fc.constant('orders-before'),
    DBClusterSnapshotArn: fc.constant(arnOf('cluster-snapshot', 'orders-before')),
    DBClusterIdentifier: fc.constant('orders'),
    SnapshotType: type,
    StorageEncrypted: fc.boolean(),
  };
  const attributes = fc.record(
    { AttributeName: fc.constantFrom('restore', 'other'), AttributeValues: fc.array(fc.constantFrom('all', '2')) },
    { requiredKeys: [] },
  );

  const noFalsePass = async (
    make: () => Snapshot,
    identified: boolean,
    answer: { AttributeName?: string; AttributeValues?: string[] }[],
  ) => {
    if (!identified) return expect(make).toThrow(/a snapshot without name or ARN/);
    const restore = answer.find(({ AttributeName }) => AttributeName === 'restore');
    const { all } = await assessed([make()], async () => restoreOf('x', answer));
    for (const { verdict, snapshot: of } of all) {
      const known = restore?.AttributeValues !== undefined && !restore.AttributeValues.includes('all');
      expect(verdict.status === 'pass').toBe(of.encrypted === true || known);
      expect(verdict.reason).toMatch(/^[A-Z].*\.$/);
    }
  };

  it('never passes a snapshot of an instance on what is missing', () =>
    fc.assert(
      fc.asyncProperty(fc.record(whole, { requiredKeys: [] }), fc.array(attributes), async (raw, answer) => {
        const identified = raw.DBSnapshotIdentifier !== undefined && raw.DBSnapshotArn !== undefined;
        await noFalsePass(() => fromInstance(raw as DBSnapshot), identified, answer as []);
      }),
    ));

  it('never passes a snapshot of a cluster on what is missing', () =>
    fc.assert(
      fc.asyncProperty(fc.record(wholeCluster, { requiredKeys: [] }), fc.array(attributes), async (raw, answer) => {
        const identified = raw.DBClusterSnapshotIdentifier !== undefined && raw.DBClusterSnapshotArn !== undefined;
        await noFalsePass(() => fromCluster(raw as DBClusterSnapshot), identified, answer as []);
      }),
    ));
});

describe('on the wire', () => {
  const [account, noSweep, noAttributes, shared] = ['111111111111', '222222222222', '333333333333', '555555555555'];
  const own = { 'managed-by': 'aurora-keeper' };
  const role = (...deny: string[]) => [{ name: 'aurora-keeper-audit', externalId: 'test-42', deny }];
  const region = {
    clusters: [
      { name: 'orders', awsBackup: true },
      { name: 'graph', engine: 'neptune' as const },
    ],
    instances: [{ name: 'reports', awsBackup: true }],
    clusterSnapshots: [
      { name: 'orders-before', of: 'orders', tags: { env: 'prod' } },
      { name: 'graph-before', of: 'graph' },
      { name: 'orders-copy', of: 'orders', tags: own },
      { name: 'theirs', of: 'orders', type: 'public' as const, owner: '444444444444' },
    ],
    snapshots: [
      { name: 'reports-before', of: 'reports' },
      { name: 'reports-copy', of: 'reports', tags: own },
    ],
  };
  let scans: Scans;
  beforeAll(async () => {
    const open = {
      clusters: [{ name: 'orders', encrypted: false }],
      clusterSnapshots: region.clusterSnapshots.slice(0, 1),
    };
    scans = await startScans(
      organization([
        { id: account, regions: { 'us-east-1': region, 'eu-west-1': {} } },
        {
          id: shared,
          regions: {
            'us-east-1': {
              clusters: [{ name: 'orders', encrypted: false }],
              instances: [{ name: 'reports', encrypted: false }],
              clusterSnapshots: [{ name: 'everybody', of: 'orders', sharedWith: ['all'] }],
              snapshots: [
                { name: 'nobody', of: 'reports' },
                { name: 'partners', of: 'reports', sharedWith: ['222222222222', '333333333333'] },
                { name: 'world', of: 'reports', sharedWith: ['222222222222', 'all'] },
              ],
            },
          },
        },
        { id: noSweep, roles: role('rds:DescribeDBSnapshots'), regions: { 'us-east-1': region } },
        { id: noAttributes, roles: role('rds:DescribeDBClusterSnapshotAttributes'), regions: { 'us-east-1': open } },
      ]),
      [account, noSweep, noAttributes, shared].map((id) => accountOf(id, { packs: [...packs] })),
    );
  });
  afterAll(() => scans.close());
  const found = async (id: string, where = 'us-east-1') => {
    scans.aws.requests.clear();
    const { report } = await scans.scan(id, where, { scope: { ...everything, rules: [rule] } });
    return report.findings.map(({ resource, status, reason }) => ({
      id: resource.id,
      type: resource.type,
      status,
      reason,
    }));
  };

  it('judges manual snapshots of RDS and Aurora only, and asks nothing of encrypted ones', async () => {
    expect(await found(account)).toMatchObject([
      { id: 'reports-before', type: 'AWS::RDS::DBSnapshot', status: 'pass' },
      { id: 'orders-before', type: 'AWS::RDS::DBClusterSnapshot', status: 'pass' },
    ]);
    const asked = scans.aws.requests.list().flatMap(({ service, action }) => (service === 'rds' ? [action] : []));
    expect(asked.sort()).toEqual(['DescribeDBClusterSnapshots', 'DescribeDBSnapshots']);
  });

  it('finds nothing in an empty Region, in two calls', async () => {
    expect(await found(account, 'eu-west-1')).toEqual([]);
    expect(scans.aws.requests.list()).toHaveLength(2);
  });

  it('shares its sweep of cluster snapshots with the other rules', async () => {
    scans.aws.requests.clear();
    const { report } = await scans.scan(account, 'us-east-1');
    expect(report.findings.map(({ ruleId }) => ruleId)).toContain('rds-aws-backup-in-use');
    const asked = scans.aws.requests.list().filter(({ action }) => action === 'DescribeDBClusterSnapshots');
    expect(asked).toHaveLength(1);
  });

  it('asks with whom the others are shared', async () => {
    expect(await found(shared)).toMatchObject([
      { id: 'nobody', status: 'pass', reason: 'Is private.' },
      { id: 'partners', status: 'pass', reason: expect.stringContaining('2 named accounts') },
      { id: 'world', status: 'fail', reason: expect.stringContaining('it is public') },
      { id: 'everybody', type: 'AWS::RDS::DBClusterSnapshot', status: 'fail' },
    ]);
    const asked = scans.aws.requests.list().filter(({ action }) => action?.endsWith('SnapshotAttributes'));
    expect(asked).toHaveLength(4);
  });

  it('judges what it can list when one of the two lists is denied', async () => {
    expect(await found(noSweep)).toMatchObject([
      { id: 'orders-before', status: 'pass' },
      {
        type: 'target',
        status: 'unknown',
        reason: expect.stringMatching(/aurora-keeper-audit .*may not call rds:DescribeDBSnapshots /),
      },
    ]);
  });

  it('is unknown about a snapshot whose sharing it may not read, naming the action and the role', async () => {
    expect(await found(noAttributes)).toMatchObject([
      {
        id: 'orders-before',
        status: 'unknown',
        reason: expect.stringMatching(/aurora-keeper-audit .*may not call rds:DescribeDBClusterSnapshotAttributes /),
      },
    ]);
  });
});

describe('the fixes', () => {
  const failed = (kind: Snapshot['kind'], evidence: Record<string, string | string[]> = {}) => {
    const name = `a${'b'.repeat(200)}`;
    return finding({
      ruleId: rule,
      cause: 'public',
      severity: 'critical',
      resource:
        kind === 'instance'
          ? { type: 'AWS::RDS::DBSnapshot', id: name, arn: arnOf('snapshot', name) }
          : { type: 'AWS::RDS::DBClusterSnapshot', id: name, arn: arnOf('cluster-snapshot', name) },
      remediation: { strategies: ['make-snapshot-private'], recommended: 'make-snapshot-private' },
      evidence,
    });
  };
  const textsOf = (what: Parameters<typeof meta.fixes>[0]) =>
    Object.fromEntries(meta.fixes(what).map(({ format, text }) => [format, text]));

  it.each<[string, Parameters<typeof meta.fixes>[0]]>([
    ['an instance', failed('instance', { database: 'reports', sharedWithAccounts: ['222222222222'] })],
    ['a cluster', failed('cluster', { database: 'orders', sharedWithAccounts: [] })],
    ['nothing more known', failed('cluster')],
  ])('can be used as they stand: a snapshot of %s', (_, what) =>
    expectUsable(meta.fixes(what), what, ['console', 'cli', 'terraform']));

  it('take everybody away and leave the named accounts', () => {
    const instance = textsOf(failed('instance', { database: 'reports', sharedWithAccounts: ['222222222222'] }));
    expect(instance.cli).toMatch(/aws rds modify-db-snapshot-attribute [^#]*--values-to-remove all\n/s);
    expect(instance.terraform).toMatch(/"aws_db_snapshot"[\s\S]*shared_accounts +=\s\["222222222222"\]/);
    const cluster = textsOf(failed('cluster', { database: 'orders' }));
    expect(cluster.cli).toMatch(/aws rds modify-db-cluster-snapshot-attribute [^#]*--values-to-remove all\n/s);
    expect(cluster.terraform).toMatch(/"aws_db_cluster_snapshot"[\s\S]*shared_accounts +=\s\[\]/);
    for (const text of [instance.cli, cluster.cli]) expect(text).not.toContain('--values-to-add');
  });
});
