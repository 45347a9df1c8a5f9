import {
  DescribeDBInstancesCommand,
  type DescribeDBInstancesCommandInput,
  ListTagsForResourceCommand,
  paginateDescribeDBInstances,
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

async function instances(input: DescribeDBInstancesCommandInput = {}) {
  return (await clients.rds.send(new DescribeDBInstancesCommand(input))).DBInstances ?? [];
}

const filter = (Name: string, ...Values: string[]) => ({ Filters: [{ Name, Values }] });
const names = (list: Awaited<ReturnType<typeof instances>>) => list.map((one) => one.DBInstanceIdentifier);
const arn = 'arn:aws:rds:us-east-1:111111111111';

describe('DescribeDBInstances', () => {
  it('lists members with their cluster and DB instances without one', async () => {
    const all = await instances();
    const standing = all.filter(({ DBClusterIdentifier }) => DBClusterIdentifier === undefined);
    expect(names(standing)).toEqual(['reports', 'scratch']);
    const byName = new Map(all.map((one) => [one.DBInstanceIdentifier, one]));
    expect(byName.get('ledger-2')).toMatchObject({ DBClusterIdentifier: 'ledger', Engine: 'aurora-mysql' });
    expect(byName.get('io-optimized-1')).toMatchObject({ DBInstanceClass: 'db.serverless' });
    expect(byName.get('graph-1')).toMatchObject({ Engine: 'neptune' });
    expect(all.filter(({ DBClusterIdentifier }) => DBClusterIdentifier === 'three-zones')).toHaveLength(3);
  });

  it('filters by cluster name or ARN, instance, resource id and engine', async () => {
    expect(names(await instances(filter('db-cluster-id', 'ledger')))).toEqual(['ledger-1', 'ledger-2']);
    expect(names(await instances(filter('db-cluster-id', `${arn}:cluster:graph`)))).toEqual(['graph-1']);
    expect(names(await instances(filter('db-instance-id', 'reports', `${arn}:db:scratch`)))).toHaveLength(2);
    expect(names(await instances(filter('engine', 'postgres')))).toEqual(['reports']);
    const [reports] = await instances({ DBInstanceIdentifier: 'reports' });
    expect(names(await instances(filter('dbi-resource-id', reports?.DbiResourceId ?? '')))).toEqual(['reports']);
  });

  it('names the absence of an instance by the shape, and by another wire code', async () => {
    const error = await failureOf(instances({ DBInstanceIdentifier: 'nobody' }));
    expect(error).toMatchObject({ name: 'DBInstanceNotFoundFault', Code: 'DBInstanceNotFound' });
    expect(error.$metadata?.httpStatusCode).toBe(404);
    expect((await failureOf(instances(filter('db-cluster-resource-id', 'x')))).name).toBe('InvalidParameterValue');
  });

  it('pages', async () => {
    const { rds } = await aws.audit('222222222222', 'eu-west-1');
    const sizes: number[] = [];
    for await (const page of paginateDescribeDBInstances({ client: rds }, {}))
      sizes.push(page.DBInstances?.length ?? 0);
    expect(sizes).toEqual([25, 25, 15]);
  });
});

describe('ListTagsForResource', () => {
  const tagsOf = (ResourceName: string) => clients.rds.send(new ListTagsForResourceCommand({ ResourceName }));

  it('gives the tags of a cluster and of a snapshot', async () => {
    expect((await tagsOf(`${arn}:cluster:ledger`)).TagList).toEqual([{ Key: 'backup', Value: 'daily' }]);
    expect((await tagsOf(`${arn}:cluster-snapshot:before-migration`)).TagList).toEqual([]);
  });

  it('refuses what is not there, not here, or no ARN', async () => {
    expect((await failureOf(tagsOf(`${arn}:db:nobody`))).name).toBe('DBInstanceNotFoundFault');
    expect((await failureOf(tagsOf(`${arn.replace('us', 'eu')}:db:reports`))).name).toBe('InvalidParameterValue');
    const missing = new ListTagsForResourceCommand({ ResourceName: undefined });
    expect(await failureOf(clients.rds.send(missing))).toMatchObject({ name: 'MissingParameter' });
  });
});
