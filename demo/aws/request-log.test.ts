import { ListProtectedResourcesCommand } from '@aws-sdk/client-backup';
import { DescribeDBClustersCommand, DescribeDBInstancesCommand, StopDBClusterCommand } from '@aws-sdk/client-rds';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { type Clients, failureOf, startTestAws, type TestAws } from './test-kit.ts';

let aws: TestAws;
let clients: Clients;
beforeEach(async () => {
  aws ??= await startTestAws({ requestLogSize: 50 });
  clients = await aws.audit('111111111111');
  aws.requests.clear();
});
afterAll(() => aws.close());

describe('the request log', () => {
  it('tells who asked what where, and what was answered', async () => {
    await clients.rds.send(new DescribeDBClustersCommand({ MaxRecords: 20 }));
    expect(aws.requests.list()).toEqual([
      {
        requestId: expect.any(String),
        time: expect.any(Date),
        attempt: 1,
        invocationId: expect.any(String),
        accountId: '111111111111',
        region: 'us-east-1',
        service: 'rds',
        action: 'DescribeDBClusters',
        input: { MaxRecords: 20 },
        principalArn: 'arn:aws:sts::111111111111:assumed-role/aurora-keeper-audit/test-session',
        status: 200,
      },
    ]);
  });

  it('keeps the code of a refusal and its request id', async () => {
    const error = await failureOf(clients.rds.send(new StopDBClusterCommand({ DBClusterIdentifier: 'ledger' })));
    const [record] = aws.requests.list({ errorCode: 'AccessDenied' });
    expect(record).toMatchObject({ action: 'StopDBCluster', status: 403, input: { DBClusterIdentifier: 'ledger' } });
    expect(error.$metadata?.requestId).toBe(record?.requestId);
  });

  it('counts by any field', async () => {
    await clients.rds.send(new DescribeDBClustersCommand({}));
    await clients.rds.send(new DescribeDBInstancesCommand({}));
    await clients.backup.send(new ListProtectedResourcesCommand({}));
    expect(aws.requests.count({ service: 'rds' })).toBe(2);
    expect(aws.requests.count({ service: 'backup', action: 'ListProtectedResources' })).toBe(1);
    expect(aws.requests.count({ region: 'eu-west-1' })).toBe(0);
  });

  it('finds calls made twice with the same input, in whatever order it was written', async () => {
    const engine = { Name: 'engine', Values: ['neptune'] };
    await clients.rds.send(new DescribeDBClustersCommand({ Filters: [engine], MaxRecords: 20 }));
    await clients.rds.send(new DescribeDBClustersCommand({ MaxRecords: 20, Filters: [engine] }));
    await clients.rds.send(new DescribeDBClustersCommand({ MaxRecords: 21, Filters: [engine] }));
    expect(aws.requests.duplicates().map((group) => group.length)).toEqual([2]);
    expect(aws.requests.duplicates({ action: 'DescribeDBInstances' })).toEqual([]);
  });

  it('forgets the oldest', async () => {
    for (const MaxRecords of Array.from({ length: 70 }, (_, index) => 20 + index)) {
      await clients.rds.send(new DescribeDBClustersCommand({ MaxRecords }));
    }
    expect(aws.requests.count()).toBe(50);
    expect(aws.requests.list().at(-1)?.input).toEqual({ MaxRecords: 89 });
  });
});
