import {
  DescribeDimensionKeysCommand,
  type DescribeDimensionKeysCommandInput,
  GetResourceMetricsCommand,
} from '@aws-sdk/client-pi';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNT, type Bench, MINUTE, REGION, startBench } from '../rds/bench.ts';
import { failureOf } from '../test-kit.ts';

let bench: Bench;
beforeAll(async () => {
  const insights = { PerformanceInsightsEnabled: true, PerformanceInsightsRetentionPeriod: 7 };
  bench = await startBench({
    clusters: [{ name: 'orders', instances: 2, eachInstance: insights }, { name: 'blind' }],
    applications: [
      { name: 'shop', cluster: 'orders', hosts: ['10.0.3.17', '10.0.3.17', '10.0.9.4'], rowsPerSecond: 5 },
      { name: 'idle', cluster: 'orders', hosts: ['10.0.1.1'], rowsPerSecond: 0 },
    ],
  });
});
afterAll(() => bench.aws.close());

const idOf = async (name: string) => (await bench.instance(name)).DbiResourceId ?? '';
const asked = async (instance: string, input: Partial<DescribeDimensionKeysCommandInput> = {}) => ({
  ServiceType: 'RDS' as const,
  Identifier: await idOf(instance),
  StartTime: new Date(Number(bench.clock()) - 5 * MINUTE),
  EndTime: bench.clock(),
  Metric: 'db.load.avg',
  GroupBy: { Group: 'db.host' },
  ...input,
});
const keys = async (instance: string, input: Partial<DescribeDimensionKeysCommandInput> = {}) => {
  const { pi } = bench.aws.clients();
  const { Keys = [] } = await pi.send(new DescribeDimensionKeysCommand(await asked(instance, input)));
  return Keys.map(({ Dimensions, Total = 0 }) => [Dimensions?.['db.host.name'], Math.round(Total * 1000) / 1000]);
};

describe('load by host', () => {
  it('names the hosts that write, the busiest first; who is idle is not there', async () => {
    expect(await keys('orders-1')).toEqual([
      ['10.0.3.17', 0.2],
      ['10.0.9.4', 0.1],
    ]);
    expect(await keys('orders-1', { GroupBy: { Group: 'db.host', Limit: 1 } })).toHaveLength(1);
    expect(await keys('orders-2')).toEqual([]);
  });

  it('comes as series too', async () => {
    const { pi } = bench.aws.clients();
    const { Metric: _metric, GroupBy, ...rest } = await asked('orders-1');
    const MetricQueries = [{ Metric: 'db.load.avg', GroupBy }];
    const command = new GetResourceMetricsCommand({ ...rest, MetricQueries, PeriodInSeconds: 60 });
    const { MetricList = [] } = await pi.send(command);
    expect(MetricList.map(({ Key }) => Key?.Dimensions?.['db.host.name'])).toEqual([
      undefined,
      '10.0.3.17',
      '10.0.9.4',
    ]);
    expect(MetricList[0]?.DataPoints?.map(({ Value = 0 }) => Math.round(Value * 10) / 10)).toEqual([
      0.3, 0.3, 0.3, 0.3, 0.3,
    ]);
  });

  it('ends with the freeze', async () => {
    bench.aws.control.freeze(ACCOUNT, REGION);
    bench.minutes(6);
    expect(await keys('orders-1')).toEqual([]);
    bench.aws.control.thaw(ACCOUNT, REGION);
  });

  it('is refused without Performance Insights, for others’ instances, for other groups, and without permission', async () => {
    expect((await failureOf(keys('blind-1'))).name).toBe('InvalidArgumentException');
    expect((await failureOf(keys('orders-1', { Identifier: 'db-GONE' }))).name).toBe('NotAuthorizedException');
    expect((await failureOf(keys('orders-1', { GroupBy: { Group: 'db.sql' } }))).name).toBe('InvalidArgumentException');
    const RoleArn = bench.aws.addRole(ACCOUNT, { name: 'no-pi', allow: ['rds:*'] });
    const { pi } = bench.aws.clients(await bench.aws.assume('', { RoleArn }));
    const denied = await failureOf(pi.send(new DescribeDimensionKeysCommand(await asked('orders-1'))));
    expect(denied.name).toBe('AccessDeniedException');
    expect(denied.message).toMatch(/pi:DescribeDimensionKeys on resource: arn:aws:pi:us-east-1:\d+:metrics\/rds\/db-/);
  });
});
