import {
  DescribeDBClusterSnapshotsCommand,
  type DescribeDBClusterSnapshotsCommandInput,
  DescribeDBSnapshotsCommand,
  type DescribeDBSnapshotsCommandInput,
  paginateDescribeDBClusterSnapshots,
  paginateDescribeDBSnapshots,
} from '@aws-sdk/client-rds';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Clients, failureOf, startTestAws, type TestAws } from '../test-kit.ts';

let aws: TestAws;
let clients: Clients;
beforeAll(async () => {
  aws = await startTestAws();
  clients = await aws.audit('111111111111');
});
afterAll(() => aws.close());

async function collect<Page>(pages: AsyncIterable<Page>): Promise<Page[]> {
  const all: Page[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

async function clusterSnapshots(input: DescribeDBClusterSnapshotsCommandInput = {}) {
  const pages = paginateDescribeDBClusterSnapshots({ client: clients.rds }, input);
  return (await collect(pages)).flatMap(({ DBClusterSnapshots }) => DBClusterSnapshots ?? []);
}

async function snapshots(input: DescribeDBSnapshotsCommandInput = {}) {
  const pages = paginateDescribeDBSnapshots({ client: clients.rds }, input);
  return (await collect(pages)).flatMap(({ DBSnapshots }) => DBSnapshots ?? []);
}

const count = <Type>(list: readonly Type[], wanted: Type) => list.filter((one) => one === wanted).length;

describe('DescribeDBClusterSnapshots', () => {
  it('types AWS Backup snapshots as manual, known only by their identifier', async () => {
    const manual = await clusterSnapshots({ SnapshotType: 'manual', DBClusterIdentifier: 'ledger' });
    const ids = manual.map(({ DBClusterSnapshotIdentifier }) => DBClusterSnapshotIdentifier);
    expect(ids.filter((id) => /^awsbackup:job-[0-9a-f-]{36}$/.test(id ?? ''))).toHaveLength(3);
    expect(ids).toContain('before-migration');
    const error = await failureOf(clusterSnapshots({ SnapshotType: 'awsbackup' }));
    expect(error.name).toBe('InvalidParameterValue');
  });

  it('has one automated snapshot for each day of retention', async () => {
    const automated = await clusterSnapshots({ SnapshotType: 'automated' });
    const of = automated.map(({ DBClusterIdentifier }) => DBClusterIdentifier);
    expect([count(of, 'ledger'), count(of, 'checkout')]).toEqual([7, 1]);
    expect(automated[0]?.DBClusterSnapshotIdentifier).toMatch(/^rds:[a-z-]+-\d{4}-\d\d-\d\d-05-12$/);
  });

  it('hides shared and public snapshots unless asked', async () => {
    const types = async (input: DescribeDBClusterSnapshotsCommandInput) =>
      new Set((await clusterSnapshots(input)).map(({ SnapshotType }) => SnapshotType));
    expect(await types({})).toEqual(new Set(['manual', 'automated']));
    expect(await types({ IncludeShared: true })).toContain('shared');
    const [partner] = await clusterSnapshots({ SnapshotType: 'shared' });
    expect(partner?.DBClusterSnapshotIdentifier).toMatch(/^arn:aws:rds:us-east-1:333333333333:cluster-snapshot:/);
  });

  it('finds snapshots of a cluster that is gone', async () => {
    const [left] = await clusterSnapshots({ DBClusterIdentifier: 'long-gone' });
    expect(left).toMatchObject({ DBClusterSnapshotIdentifier: 'left-over', Engine: 'aurora-postgresql' });
    expect(await clusterSnapshots({ DBClusterIdentifier: 'never-was' })).toEqual([]);
  });

  it('finds one by identifier or ARN, or says DBClusterSnapshotNotFoundFault', async () => {
    const one = (DBClusterSnapshotIdentifier: string) =>
      clients.rds.send(new DescribeDBClusterSnapshotsCommand({ DBClusterSnapshotIdentifier }));
    const [ours] = (await one('before-migration')).DBClusterSnapshots ?? [];
    expect((await one(ours?.DBClusterSnapshotArn ?? '')).DBClusterSnapshots).toEqual([ours]);
    const error = await failureOf(one('never-taken'));
    expect(error).toMatchObject({ name: 'DBClusterSnapshotNotFoundFault', $metadata: { httpStatusCode: 404 } });
  });

  it('filters', async () => {
    const Filters = [
      { Name: 'snapshot-type', Values: ['manual'] },
      { Name: 'engine', Values: ['neptune'] },
    ];
    expect(await clusterSnapshots({ Filters })).toHaveLength(1);
    const unknown = failureOf(clusterSnapshots({ Filters: [{ Name: 'db-instance-id', Values: ['x'] }] }));
    expect((await unknown).name).toBe('InvalidParameterValue');
  });

  it('dates a snapshot older than its cluster to an earlier cluster of that name', async () => {
    const region = { clusters: [{ name: 'reborn', created: '5d ago', awsBackup: { newest: '20d ago' } }] };
    const hub = {
      accountId: '999999999999',
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      secretAccessKey: 'hub-secret-hub-secret',
    };
    const roles = [{ name: 'aurora-keeper-audit' }];
    const other = await startTestAws({
      org: { hub, accounts: [{ id: '111111111111', roles, regions: { 'us-east-1': region } }] },
    });
    const { rds } = await other.audit('111111111111');
    const { DBClusterSnapshots: [old] = [] } = await rds.send(
      new DescribeDBClusterSnapshotsCommand({ SnapshotType: 'manual' }),
    );
    const cluster = other.state.get('111111111111')?.region('us-east-1').clusters.get('reborn');
    expect(Number(old?.ClusterCreateTime)).toBeLessThan(Number(old?.SnapshotCreateTime));
    expect(old?.DbClusterResourceId).not.toBe(cluster?.DbClusterResourceId);
    await other.close();
  });
});

describe('DescribeDBSnapshots', () => {
  it('gives AWS Backup snapshots a type of their own', async () => {
    const all = (await snapshots()).map(({ SnapshotType }) => SnapshotType);
    expect([count(all, 'awsbackup'), count(all, 'manual'), count(all, 'automated')]).toEqual([2, 1, 7]);
    const own = await snapshots({ SnapshotType: 'awsbackup', DBInstanceIdentifier: 'reports' });
    expect(own.every(({ DBSnapshotIdentifier }) => DBSnapshotIdentifier?.startsWith('awsbackup:job-'))).toBe(true);
    expect(own).toHaveLength(2);
  });

  it('takes no automated snapshots of an instance without retention', async () => {
    expect(await snapshots({ DBInstanceIdentifier: 'scratch' })).toEqual([]);
  });

  it('shows public snapshots when asked, and names the absence of one by shape and wire code', async () => {
    expect(await snapshots({ SnapshotType: 'public' })).toHaveLength(1);
    expect(await snapshots({ IncludePublic: true })).toHaveLength(11);
    const one = new DescribeDBSnapshotsCommand({ DBSnapshotIdentifier: 'never-taken' });
    expect(await failureOf(clients.rds.send(one))).toMatchObject({
      name: 'DBSnapshotNotFoundFault',
      Code: 'DBSnapshotNotFound',
    });
    expect((await failureOf(snapshots({ SnapshotType: 'all' }))).name).toBe('InvalidParameterValue');
  });
});
