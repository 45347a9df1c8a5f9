import {
  type DBCluster,
  DescribeDBClustersCommand,
  type DescribeDBClustersCommandInput,
  paginateDescribeDBClusters,
} from '@aws-sdk/client-rds';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { xmlText } from '../protocol/arbitrary.ts';
import { type Clients, failureOf, startTestAws, type TestAws } from '../test-kit.ts';

let aws: TestAws;
let clients: Clients;
let fleet: Clients;
beforeAll(async () => {
  aws = await startTestAws();
  clients = await aws.audit('111111111111');
  fleet = await aws.audit('222222222222', 'eu-west-1');
});
afterAll(() => aws.close());

const arn = 'arn:aws:rds:us-east-1:111111111111:cluster:ledger';

async function clusters(input: DescribeDBClustersCommandInput = {}): Promise<DBCluster[]> {
  return (await clients.rds.send(new DescribeDBClustersCommand(input))).DBClusters ?? [];
}

async function cluster(DBClusterIdentifier: string): Promise<DBCluster> {
  return (await clusters({ DBClusterIdentifier }))[0] ?? {};
}

const names = (list: readonly DBCluster[]) => list.map(({ DBClusterIdentifier }) => DBClusterIdentifier);

describe('what DescribeDBClusters returns', () => {
  it('lists Aurora, Neptune, DocumentDB and RDS Multi-AZ clusters alike', async () => {
    const engines = new Set((await clusters()).map(({ Engine }) => Engine));
    expect(engines).toEqual(new Set(['aurora-mysql', 'aurora-postgresql', 'neptune', 'docdb', 'mysql']));
  });

  it('gives the Backtrack window in seconds, 0 where it was turned off, and no field where it never was on', async () => {
    const ledger = await cluster('ledger');
    expect(ledger.BacktrackWindow).toBe(259_200);
    expect(Date.now() - Number(ledger.EarliestBacktrackTime)).toBeCloseTo(259_200_000, -5);
    expect((await cluster('seconds-not-hours')).BacktrackWindow).toBe(72);
    expect((await cluster('turned-off')).BacktrackWindow).toBe(0);
    expect(await cluster('checkout')).not.toHaveProperty('BacktrackWindow');
    expect(await cluster('checkout')).not.toHaveProperty('EarliestBacktrackTime');
  });

  it('derives the fields that AWS derives', async () => {
    expect(await cluster('ledger')).toMatchObject({
      DBClusterArn: arn,
      DbClusterResourceId: expect.stringMatching(/^cluster-[A-Z2-7]{26}$/),
      DBClusterParameterGroup: 'default.aurora-mysql8.0',
      EngineMode: 'provisioned',
      Endpoint: expect.stringMatching(/^ledger\.cluster-[a-z2-7]{12}\.us-east-1\.rds\.amazonaws\.com$/),
      AwsBackupRecoveryPointArn: expect.stringMatching(/recovery-point:continuous:cluster-[a-z2-7]{26}$/),
      DBClusterMembers: [
        { DBInstanceIdentifier: 'ledger-1', IsClusterWriter: true },
        { DBInstanceIdentifier: 'ledger-2', IsClusterWriter: false },
      ],
      TagList: [{ Key: 'backup', Value: 'daily' }],
    });
  });

  it('gives StorageType only for I/O-Optimized and merges raw fields', async () => {
    expect(await cluster('checkout')).not.toHaveProperty('StorageType');
    expect((await cluster('io-optimized')).StorageType).toBe('aurora-iopt1');
    expect((await cluster('old-serverless')).EngineMode).toBe('serverless');
    expect((await cluster('old-serverless')).DBClusterMembers).toEqual([]);
  });

  it('carries markup, quotes, emoji and empty values in tags', async () => {
    const long = (await clusters()).find(({ DBClusterIdentifier }) => DBClusterIdentifier?.length === 63);
    expect(long?.TagList).toContainEqual({ Key: 'owner', Value: 'R&D <db@example.com>' });
    expect(long?.TagList).toContainEqual({ Key: 'mood', Value: '🦀 ]]> "quoted" \'single\'' });
    expect(long?.TagList).toContainEqual({ Key: 'empty', Value: '' });
    expect(long?.DBClusterMembers?.[0]?.DBInstanceIdentifier?.length).toBe(63);
  });

  it('carries any tags that XML 1.0 can hold', async () => {
    const ledger = aws.state.get('111111111111')?.region('us-east-1').clusters.get('ledger');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ Key: xmlText, Value: xmlText }, { noNullPrototype: true })),
        async (tags) => {
          if (ledger) ledger.TagList = tags;
          expect((await cluster('ledger')).TagList).toEqual(tags);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('which clusters it returns', () => {
  it('finds one by name in any case and by ARN', async () => {
    expect(names(await clusters({ DBClusterIdentifier: 'LEDGER' }))).toEqual(['ledger']);
    expect(names(await clusters({ DBClusterIdentifier: arn }))).toEqual(['ledger']);
  });

  it.each([
    'missing',
    arn.replace('us-east-1', 'eu-west-1'),
    arn.replace('1111:cluster', '2222:cluster'),
  ])('answers DBClusterNotFoundFault for %s', async (DBClusterIdentifier) => {
    const error = await failureOf(clusters({ DBClusterIdentifier }));
    expect(error).toMatchObject({ name: 'DBClusterNotFoundFault', Code: 'DBClusterNotFoundFault' });
    expect(error.$metadata?.httpStatusCode).toBe(404);
  });

  it('adds clusters of other accounts only when told to include shared ones', async () => {
    const partner = arn.replace('111111111111:cluster:ledger', '333333333333:cluster:partner');
    expect(names(await clusters())).not.toContain(partner);
    expect(names(await clusters({ IncludeShared: true }))).toContain(partner);
    expect(await clusters({ IncludeShared: true, DBClusterIdentifier: partner })).toHaveLength(1);
  });

  it('filters by engine, id, ARN and resource id: any value of a filter, all filters', async () => {
    const { DbClusterResourceId: id = '' } = await cluster('ledger');
    const filter = (Name: string, ...Values: string[]) => ({ Name, Values });
    expect(names(await clusters({ Filters: [filter('engine', 'neptune', 'docdb')] }))).toEqual(['documents', 'graph']);
    expect(names(await clusters({ Filters: [filter('db-cluster-id', arn, 'graph')] }))).toEqual(['graph', 'ledger']);
    expect(names(await clusters({ Filters: [filter('db-cluster-resource-id', id)] }))).toEqual(['ledger']);
    expect(await clusters({ Filters: [filter('engine', 'docdb'), filter('db-cluster-id', arn)] })).toEqual([]);
    expect(await clusters({ Filters: [filter('db-cluster-id', 'led*')] })).toEqual([]);
  });

  it.each<[string, string, DescribeDBClustersCommandInput]>([
    ['an unknown filter', 'InvalidParameterValue', { Filters: [{ Name: 'tag:backup', Values: ['daily'] }] }],
    ['an inherited name', 'InvalidParameterValue', { Filters: [{ Name: 'constructor', Values: ['x'] }] }],
    ['a filter without values', 'InvalidParameterCombination', { Filters: [{ Name: 'engine', Values: [] }] }],
    ['an impossible name', 'InvalidParameterValue', { DBClusterIdentifier: 'led*' }],
    ['fewer than 20 records', 'InvalidParameterValue', { MaxRecords: 19 }],
    ['more than 100 records', 'InvalidParameterValue', { MaxRecords: 101 }],
    ['a marker of one’s own', 'InvalidParameterValue', { Marker: 'page-2' }],
  ])('refuses %s with %s', async (_case, name, input) => {
    const error = await failureOf(clusters(input));
    expect(error).toMatchObject({ name, Code: name, $metadata: { httpStatusCode: 400 } });
  });
});

describe('paging', () => {
  it('pages through 60 clusters, 25 at most whatever MaxRecords asks', async () => {
    const sizes: number[] = [];
    const seen: unknown[] = [];
    for await (const page of paginateDescribeDBClusters({ client: fleet.rds, pageSize: 100 }, {})) {
      sizes.push(page.DBClusters?.length ?? 0);
      seen.push(...names(page.DBClusters ?? []));
    }
    expect(sizes).toEqual([25, 25, 10]);
    expect(new Set(seen).size).toBe(60);
    expect(seen.toSorted()).toEqual(seen);
  });

  it('continues after what it has shown although clusters come and go', async () => {
    const holdings = aws.state.get('222222222222')?.region('eu-west-1').clusters;
    const first = await fleet.rds.send(new DescribeDBClustersCommand({ MaxRecords: 20 }));
    const last = first.DBClusters?.at(-1)?.DBClusterIdentifier ?? '';
    const gone = holdings?.get(last);
    holdings?.delete(last);
    const next = await fleet.rds.send(new DescribeDBClustersCommand({ MaxRecords: 20, Marker: first.Marker }));
    expect(names(next.DBClusters ?? [])[0]).toBe('fleet-0021');
    if (gone) holdings?.set(last, gone);
  });

  it('refuses a marker in another account, Region, operation or under other filters, and after an hour', async () => {
    let now = new Date();
    const other = await startTestAws({ clock: () => now });
    const { rds } = await other.audit('222222222222', 'eu-west-1');
    const { Marker } = await rds.send(new DescribeDBClustersCommand({}));
    const refusal = async (client: Clients, input: DescribeDBClustersCommandInput = {}) =>
      (await failureOf(client.rds.send(new DescribeDBClustersCommand({ ...input, Marker })))).name;
    expect(await refusal(fleet)).toBe('InvalidParameterValue');
    expect(await refusal(await other.audit('111111111111'))).toBe('InvalidParameterValue');
    const Filters = [{ Name: 'engine', Values: ['aurora-mysql'] }];
    expect(await refusal(await other.audit('222222222222', 'eu-west-1'), { Filters })).toBe('InvalidParameterValue');
    expect((await rds.send(new DescribeDBClustersCommand({ Marker }))).DBClusters).toHaveLength(25);
    now = new Date(now.getTime() + 3_600_001);
    expect(await refusal(await other.audit('222222222222', 'eu-west-1'))).toBe('InvalidParameterValue');
    await other.close();
  });
});
