import type { DBCluster } from '@aws-sdk/client-rds';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finding } from '../../../test/helpers/findings.ts';
import { expectUsable } from '../../../test/helpers/fixes.ts';
import { accountOf, organization, type Scans, startScans } from '../../../test/helpers/scans.ts';
import { defaultPolicy } from '../../domain/policy.ts';
import { packs } from '../../domain/rule.ts';
import { everything } from '../../domain/scope.ts';
import { meta } from './meta.ts';
import { judge } from './verdict.ts';

const rule = 'aurora-deletion-protection';
const on = 'Cannot be deleted until somebody switches deletion protection off.';
const off = 'Can be deleted at any time: deletion protection is off.';

describe('judge', () => {
  it.each<[string, Pick<DBCluster, 'DeletionProtection' | 'Status'>, string, string]>([
    ['on', { DeletionProtection: true, Status: 'available' }, 'pass', on],
    ['on while it is created', { DeletionProtection: true, Status: 'creating' }, 'pass', on],
    ['off', { DeletionProtection: false, Status: 'available' }, 'fail', off],
    ['off while stopped', { DeletionProtection: false, Status: 'stopped' }, 'fail', off],
    ['off without a status', { DeletionProtection: false }, 'fail', off],
    [
      'off while it is deleted',
      { DeletionProtection: false, Status: 'deleting' },
      'not-applicable',
      'It is being deleted already, and AWS changes no setting of such a cluster.',
    ],
    [
      'not in the answer',
      { Status: 'available' },
      'unknown',
      "AWS's answer does not say whether deletion protection is on.",
    ],
    ['in an empty answer', {}, 'unknown', "AWS's answer does not say whether deletion protection is on."],
  ])('protection %s', (_, cluster, status, reason) => {
    expect(judge(cluster)).toMatchObject({ status, reason });
  });

  it('passes on a true alone, whatever else is missing', () => {
    const cluster = { DeletionProtection: fc.boolean(), Status: fc.constantFrom('available', 'deleting', 'stopped') };
    fc.assert(
      fc.property(fc.record(cluster, { requiredKeys: [] }), (some) => {
        const { status, remediation } = judge(some);
        expect(status === 'pass').toBe(some.DeletionProtection === true);
        expect(remediation !== null).toBe(status === 'fail');
      }),
    );
  });
});

describe('on the wire', () => {
  const [account, denied, usual] = ['111111111111', '222222222222', '333333333333'];
  const everyPack = { packs: [...packs] };
  let scans: Scans;
  beforeAll(async () => {
    const cloudFormation = { 'aws:cloudformation:stack-name': 'orders-stack' };
    scans = await startScans(
      organization([
        {
          id: account,
          regions: {
            'us-east-1': {
              clusters: [
                { name: 'mysql-on', deletionProtection: true },
                { name: 'mysql-off', tags: { env: 'prod' } },
                { name: 'postgres-off', engine: 'aurora-postgresql' },
                { name: 'mysql-five', engine: 'aurora' },
                { name: 'serverless-off', serverlessV2: { min: 0.5, max: 8 } },
                { name: 'stack-off', tags: cloudFormation },
                { name: 'stack-on', tags: cloudFormation, deletionProtection: true },
                { name: 'terraform-off', tags: { terraform: 'true' } },
                { name: 'going', status: 'deleting' },
                { name: 'multi-az', engine: 'postgres' },
                { name: 'graph', engine: 'neptune' },
                { name: 'documents', engine: 'docdb' },
                { name: 'copy', tags: { 'managed-by': 'aurora-keeper' } },
              ],
              instances: [{ name: 'reports' }],
            },
          },
        },
        {
          id: denied,
          roles: [{ name: 'aurora-keeper-audit', externalId: 'test-42', deny: ['rds:DescribeDBClusters'] }],
          regions: { 'us-east-1': { clusters: [{ name: 'orders' }], instances: [{ name: 'reports' }] } },
        },
        { id: usual, regions: { 'us-east-1': { clusters: [{ name: 'orders' }] } } },
      ]),
      [
        accountOf(account, { ...everyPack, policy: { ...defaultPolicy, iacTags: ['terraform'] } }),
        accountOf(denied, everyPack),
        accountOf(usual),
      ],
    );
  });
  afterAll(() => scans.close());
  const verdict = (name: string) => scans.verdict(account, 'us-east-1', rule, name);

  it.each([
    ['mysql-on', 'pass', on],
    ['mysql-off', 'fail', off],
    ['postgres-off', 'fail', off],
    ['mysql-five', 'fail', off],
    ['serverless-off', 'fail', off],
    ['stack-off', 'fail', `${off} It is managed by CloudFormation stack orders-stack: change it there.`],
    ['stack-on', 'pass', on],
    ['terraform-off', 'fail', `${off} It is managed by code (tag terraform=true): change it there.`],
    ['going', 'not-applicable', expect.stringContaining('being deleted')],
  ])('%s: %s', async (name, status, reason) => {
    expect(await verdict(name)).toMatchObject({ status, reason, severity: 'medium' });
  });

  it.each(['multi-az', 'graph', 'documents', 'copy', 'reports', 'mysql-on-1'])('%s gets no verdict', async (name) => {
    expect(await verdict(name)).toBeUndefined();
  });

  it('says what it read and what would mend it', async () => {
    expect(await verdict('mysql-off')).toMatchObject({
      resource: { type: 'AWS::RDS::DBCluster', tags: { env: 'prod' } },
      evidence: { engine: 'aurora-mysql', deletionProtection: false, nativeBackupRetentionDays: 7 },
      remediation: { strategies: ['enable-deletion-protection'], recommended: 'enable-deletion-protection' },
    });
  });

  it('passes nothing when the clusters cannot be listed, and names the action and the role', async () => {
    const { report } = await scans.scan(denied, 'us-east-1', { scope: { ...everything, rules: [rule] } });
    expect(report).toMatchObject({ result: { status: 'failed' }, findings: [] });
    expect(report.result.error?.message).toMatch(/aurora-keeper-audit .*may not call rds:DescribeDBClusters/);
  });

  it('runs only where its pack is on, or when it is asked for by name', async () => {
    const ids = async (scope = everything) =>
      (await scans.scan(usual, 'us-east-1', { scope })).report.findings.map(({ ruleId }) => ruleId);
    expect(await ids()).not.toContain(rule);
    expect(await ids({ ...everything, rules: [rule] })).toEqual([rule]);
  });
});

describe('the fixes', () => {
  const failed = finding({
    ruleId: rule,
    name: 'a'.repeat(63),
    cause: 'deletion-protection-off',
    remediation: { strategies: ['enable-deletion-protection'], recommended: 'enable-deletion-protection' },
  });

  it('can be used as they stand', () => expectUsable(meta.fixes(failed), failed));

  it('switch it on, never off', () => {
    for (const { text } of meta.fixes(failed)) {
      expect(text).toMatch(/Enable deletion protection|--deletion-protection|(DeletionProtection:|_protection =) true/);
      expect(text).not.toMatch(/--no-deletion-protection|false/);
    }
  });
});
