import { DescribeDBClustersCommand } from '@aws-sdk/client-rds';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failureOf, startTestAws, type TestAws } from './test-kit.ts';
import { createThrottle, RDS_LIMITS } from './throttle.ts';

let aws: TestAws;
beforeAll(async () => {
  aws = await startTestAws();
});
afterAll(() => aws.close());

const describeClusters = new DescribeDBClustersCommand({});

describe('the token bucket', () => {
  it('gives 300 at once and 12 a second, a refused call costing nothing', () => {
    let now = 0;
    const take = createThrottle(() => new Date(now));
    const granted = (calls: number) =>
      Array.from({ length: calls }, () => take('rds', RDS_LIMITS)).filter(Boolean).length;
    expect(granted(400)).toBe(300);
    now = 1000;
    expect(granted(50)).toBe(12);
    now = 3_600_000;
    expect(granted(400)).toBe(300);
    expect(take('another account', RDS_LIMITS)).toBe(true);
  });
});

describe('throttling', () => {
  it('refuses above the limit of the account with code Throttling and status 400', async () => {
    const frozen = await startTestAws({ clock: () => new Date('2026-11-02T12:00:00Z') });
    const { rds } = await frozen.audit('555555555555', 'us-east-2');
    for (const _ of [1, 2, 3]) await rds.send(describeClusters);
    const error = await failureOf(rds.send(describeClusters));
    expect(error).toMatchObject({ name: 'Throttling', Code: 'Throttling', message: 'Rate exceeded' });
    expect(error.$metadata?.httpStatusCode).toBe(400);
    await frozen.close();
  });

  it('counts each Region and each account apart', async () => {
    const { rds } = await aws.audit('555555555555', 'us-west-2');
    expect((await rds.send(describeClusters)).DBClusters).toEqual([]);
    const other = await aws.audit('111111111111', 'us-east-2');
    for (const _ of Array.from({ length: 10 })) await other.rds.send(describeClusters);
  });

  it('is what the SDK waits out and tries again by itself', async () => {
    const { rds } = await aws.audit('555555555555', 'eu-west-1', 10);
    aws.requests.clear();
    const results = await Promise.all([1, 2, 3, 4, 5, 6].map(() => rds.send(describeClusters)));
    expect(results).toHaveLength(6);
    const refused = aws.requests.list({ errorCode: 'Throttling' });
    expect(refused.length).toBeGreaterThan(0);
    const retried = aws.requests.list().find(({ attempt }) => attempt > 1);
    expect(refused.map(({ invocationId }) => invocationId)).toContain(retried?.invocationId);
    expect(aws.requests.duplicates()).toHaveLength(1);
  });
});
