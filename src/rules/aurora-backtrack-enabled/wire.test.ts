import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { accountOf, externalId, organization, type Scans, startScans } from '../../../test/helpers/scans.ts';
import { everything } from '../../domain/scope.ts';

const rule = 'aurora-backtrack-enabled';
const [account, denied] = ['111111111111', '222222222222'];
const scope = { ...everything, rules: [rule] };

const region = {
  clusters: [
    { name: 'plain' },
    { name: 'ledger', backtrackHours: 72 },
    { name: 'young', backtrackHours: 48, created: '3h ago' },
    { name: 'cut', backtrackHours: 48, earliestBacktrack: '2h ago' },
    { name: 'raised', backtrackHours: 72, earliestBacktrack: '30h ago' },
    { name: 'whole-again', backtrackHours: 48, earliestBacktrack: '40h ago', instances: 2 },
    { name: 'enhanced', parameterGroup: 'enhanced' },
    { name: 'enhanced-too', parameterGroup: 'enhanced' },
    { name: 'logged', parameterGroup: 'logged' },
    { name: 'old', parameterGroup: 'old', version: '5.7.mysql_aurora.2.11.4' },
    { name: 'sales' },
    { name: 'clicks' },
    { name: 'stopped', status: 'stopped' },
    { name: 'leaving', status: 'deleting' },
    { name: 'newest', version: '8.4.mysql_aurora.8.4.7' },
    { name: 'kept', tags: { 'managed-by': 'aurora-keeper' } },
    { name: 'kept-aside', tags: { 'managed-by': 'aurora-keeper', 'aurora-keeper:replaced-by': 'r1' } },
    { name: 'in-its-place', backtrackHours: 72, tags: { 'aurora-keeper:remediation': 'r1' } },
    // A cut-over that was broken off between the two names.
    { name: 'aside', tags: { 'managed-by': 'aurora-keeper', 'aurora-keeper:replaced-by': 'r2' } },
    { name: 'kept-new', tags: { 'managed-by': 'aurora-keeper', 'aurora-keeper:remediation': 'r2' } },
  ],
  parameterGroups: [
    { name: 'enhanced', set: { aurora_enhanced_binlog: '1', binlog_format: 'ROW', binlog_backup: '0' } },
    { name: 'logged', set: { binlog_format: 'MIXED' } },
  ],
  integrations: [
    { name: 'sales-to-redshift', of: 'sales' },
    { name: 'clicks-to-redshift', of: 'clicks', status: 'failed' },
  ],
  events: [
    { when: '5h ago', source: 'cut-1', id: 'RDS-EVENT-0131' },
    { when: '3d ago', source: 'whole-again-1', id: 'RDS-EVENT-0131' },
    { when: '2d ago', source: 'whole-again-2', id: 'RDS-EVENT-0132' },
    { when: '15d ago', source: 'raised-1', id: 'RDS-EVENT-0131' },
  ],
};

const refused = ['rds:DescribeDBClusterParameters', 'rds:DescribeEvents', 'rds:DescribeIntegrations'];

let scans: Scans;
beforeAll(async () => {
  scans = await startScans(
    organization(
      [
        { id: account, regions: { 'eu-west-1': JSON.parse(JSON.stringify(region)) } },
        {
          id: denied,
          roles: [{ name: 'aurora-keeper-audit', externalId, deny: refused }],
          regions: { 'eu-west-1': JSON.parse(JSON.stringify(region)) },
        },
      ],
      { pageSize: 20 },
    ),
    [accountOf(account), accountOf(denied)],
  );
});
afterAll(() => scans.close());
afterEach(() => {
  scans.aws.faults.clear();
  scans.aws.requests.clear();
});

async function verdicts(accountId: string): Promise<Map<string, { status: string; cause: string; reason: string }>> {
  const { report } = await scans.scan(accountId, 'eu-west-1', { scope });
  return new Map(report.findings.map((finding) => [finding.resource.id, finding]));
}

describe('over the wire', () => {
  it.each<[string, string, string, RegExp]>([
    ['plain', 'fail', 'created-without-backtrack', /created without Backtrack/],
    ['ledger', 'pass', 'window-in-force', /^Can be rewound up to 72 h\.$/],
    ['young', 'pass', 'window-in-force', /filling: 3 h so far\.$/],
    ['cut', 'fail', 'window-cut-short', /Only 2 h can be rewound now/],
    ['raised', 'pass', 'window-in-force', /filling: 30 h so far; AWS has not called it cut short/],
    ['whole-again', 'pass', 'window-in-force', /filling: 40 h so far/],
    ['enhanced', 'not-applicable', 'enhanced-binlog', /cluster parameter group enhanced/],
    ['enhanced-too', 'not-applicable', 'enhanced-binlog', /cluster parameter group enhanced/],
    ['logged', 'fail', 'created-without-backtrack', /binlog_format MIXED/],
    ['old', 'fail', 'created-without-backtrack', /in place\.$/],
    ['sales', 'not-applicable', 'zero-etl-source', /zero-ETL integration sales-to-redshift/],
    ['clicks', 'fail', 'created-without-backtrack', /created without Backtrack/],
    ['stopped', 'fail', 'created-without-backtrack', /status is stopped/],
    ['aside', 'fail', 'created-without-backtrack', /created without Backtrack/],
    ['leaving', 'not-applicable', 'being-deleted', /being deleted/],
    ['newest', 'fail', 'created-without-backtrack', /created without Backtrack/],
  ])('%s: %s, %s', async (name, status, cause, reason) => {
    expect((await verdicts(account)).get(name)).toMatchObject({ status, cause, reason: expect.stringMatching(reason) });
  });

  it('says nothing of kept copies that another cluster has replaced, and asks nothing twice', async () => {
    expect([...(await verdicts(account)).keys()].sort()).toEqual(
      region.clusters.flatMap(({ name }) => (name.startsWith('kept') ? [] : [name])).sort(),
    );
    expect(scans.aws.requests.duplicates()).toEqual([]);
    const counted = (action: string) => scans.aws.requests.count({ action });
    expect(counted('DescribeDBClusterParameters')).toBe(3);
    expect(counted('DescribeEvents')).toBe(1);
    expect(counted('DescribeIntegrations')).toBe(1);
  });
});

describe('a role that may not ask', () => {
  it.each([
    ['plain', 'rds:DescribeIntegrations'],
    ['enhanced', 'rds:DescribeDBClusterParameters'],
    ['cut', 'rds:DescribeEvents'],
  ])('leaves %s unknown and is told of %s', async (name, action) => {
    const verdict = (await verdicts(denied)).get(name);
    expect(verdict).toMatchObject({ status: 'unknown', cause: 'could-not-read' });
    expect(verdict?.reason).toContain(
      `role aurora-keeper-audit of account ${denied} may not call ${action} (AccessDenied); allow it in the role's policy`,
    );
  });

  it('still gets every verdict that needs no asking, and not one failure too many', async () => {
    const found = await verdicts(denied);
    expect(found.get('ledger')?.status).toBe('pass');
    expect(found.get('leaving')?.status).toBe('not-applicable');
    expect([...found.values()].filter(({ status }) => status === 'fail')).toEqual([]);
  });
});

describe('an answer that is broken', () => {
  const effects = ['html', 'empty', 'garbage-xml', 'truncated', 'reset', 'throttle'] as const;

  it.each(effects)('is no verdict: %s', async (effect) => {
    const truth = await verdicts(account);
    for (const action of ['DescribeDBClusterParameters', 'DescribeEvents', 'DescribeIntegrations']) {
      scans.aws.faults.clear();
      scans.aws.faults.add({ effect, action });
      for (const [name, { status }] of await verdicts(account))
        if (status !== 'unknown') expect(status, `${name}, ${action} ${effect}`).toBe(truth.get(name)?.status);
    }
  });
});
