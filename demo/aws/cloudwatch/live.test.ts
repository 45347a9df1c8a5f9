import { GetMetricDataCommand, type GetMetricDataCommandInput } from '@aws-sdk/client-cloudwatch';
import { StopDBClusterCommand } from '@aws-sdk/client-rds';
import { afterEach, describe, expect, it } from 'vitest';
import type { OrganizationInput } from '../organization/schema.ts';
import { ACCOUNT, type Bench, HOUR, MINUTE, REGION, startBench } from '../rds/bench.ts';

let bench: Bench;
afterEach(() => bench.aws.close());

const where = [ACCOUNT, REGION] as const;
const start = async (more: Partial<OrganizationInput> = {}) => {
  bench = await startBench(
    {
      clusters: [
        { name: 'orders', instances: 2 },
        { name: 'rewindable', backtrackHours: 2 },
      ],
      applications: [
        { name: 'shop', cluster: 'orders', hosts: ['10.0.3.17', '10.0.3.17', '10.0.9.4'], rowsPerSecond: 2 },
        { name: 'reports', cluster: 'orders', endpoint: 'reader', hosts: ['10.0.7.7'] },
        { name: 'ledger', cluster: 'rewindable', hosts: ['10.0.1.1'], rowsPerSecond: 10 },
      ],
    },
    {},
    more,
  );
};
interface Asked {
  readonly dimensions?: Record<string, string>;
  readonly stat?: string;
  readonly period?: number;
  readonly past?: number;
}
/** Minutes ago and values, the newest first. */
const values = async (
  MetricName: string,
  { dimensions, stat = 'Average', period = 60, past = 10 * MINUTE }: Asked = {},
) => {
  const Dimensions = Object.entries(dimensions ?? { DBInstanceIdentifier: 'orders-1' });
  const query: GetMetricDataCommandInput = {
    StartTime: new Date(Number(bench.clock()) - past),
    EndTime: bench.clock(),
    MetricDataQueries: [
      {
        Id: 'm',
        MetricStat: {
          Metric: {
            Namespace: 'AWS/RDS',
            MetricName,
            Dimensions: Dimensions.map(([Name, Value]) => ({ Name, Value })),
          },
          Period: period,
          Stat: stat,
        },
      },
    ],
  };
  const { cloudwatch } = bench.aws.clients();
  const { MetricDataResults } = await cloudwatch.send(new GetMetricDataCommand(query));
  const { Timestamps = [], Values = [] } = MetricDataResults?.[0] ?? {};
  return Timestamps.map((time, index) => [(Number(bench.clock()) - Number(time)) / MINUTE, Values[index]]);
};
const only = async (name: string, asked?: Asked) => (await values(name, asked)).map(([, value]) => value);
const writer = { DBClusterIdentifier: 'orders', Role: 'WRITER' };

describe('sessions and commits in CloudWatch', () => {
  it('are those of each instance, of the cluster and of its writer', async () => {
    await start();
    expect(new Set(await only('DatabaseConnections'))).toEqual(new Set([3]));
    expect(new Set(await only('DatabaseConnections', { dimensions: { DBInstanceIdentifier: 'orders-2' } }))).toEqual(
      new Set([1]),
    );
    expect(new Set(await only('DatabaseConnections', { dimensions: writer }))).toEqual(new Set([3]));
    const cluster = { dimensions: { DBClusterIdentifier: 'orders' } };
    expect(new Set(await only('DatabaseConnections', cluster))).toEqual(new Set([2]));
    expect(new Set(await only('DatabaseConnections', { ...cluster, stat: 'Sum' }))).toEqual(new Set([4]));
    for (const name of ['CommitThroughput', 'DMLThroughput', 'InsertThroughput']) {
      expect(new Set(await only(name))).toEqual(new Set([6]));
    }
    expect(new Set(await only('DeleteThroughput'))).toEqual(new Set([0]));
    expect(new Set(await only('CommitThroughput', { dimensions: { DBInstanceIdentifier: 'orders-2' } }))).toEqual(
      new Set([0]),
    );
    expect(await only('DatabaseConnections', { dimensions: { DBClusterIdentifier: 'gone' } })).toEqual([]);
    expect(await only('DatabaseConnections', { dimensions: {} })).toEqual([]);
  });

  it('come two to three minutes late', async () => {
    await start();
    const newest = async () => (await values('DatabaseConnections'))[0]?.[0] ?? 0;
    for (let minute = 0; minute < 20; minute += 1) {
      expect(await newest()).toBeGreaterThanOrEqual(3);
      expect(await newest()).toBeLessThanOrEqual(4);
      bench.minutes(1);
    }
  });

  it('are nothing after a freeze, some minutes later', async () => {
    await start();
    bench.minutes(30);
    bench.aws.control.freeze(...where);
    bench.minutes(3);
    expect(await only('DatabaseConnections', { dimensions: writer })).toContain(3);
    bench.minutes(12);
    expect(new Set(await only('DatabaseConnections', { dimensions: writer }))).toEqual(new Set([0]));
    expect(new Set(await only('CommitThroughput', { dimensions: writer }))).toEqual(new Set([0]));
  });

  it('go with the name: what is asked by the old name is the old cluster’s until it has another', async () => {
    await start();
    await bench.snapshot('orders', 'one');
    await bench.restore('one', 'orders-bt');
    await bench.member('orders-bt', 'orders-bt-1');
    await bench.modify('orders', { NewDBClusterIdentifier: 'orders-old' });
    bench.minutes(4);
    await bench.modify('orders-bt', { NewDBClusterIdentifier: 'orders' });
    bench.minutes(10);
    const of = (name: string) =>
      only('CommitThroughput', { dimensions: { DBClusterIdentifier: name, Role: 'WRITER' } });
    expect((await of('orders'))[0]).toBe(0);
    expect((await of('orders-old'))[0]).toBe(6);
    expect(await only('CommitThroughput', { dimensions: writer, past: HOUR })).toContain(6);
  });

  it('are missing, not zero, while a cluster is stopped', async () => {
    await start();
    await bench.rds.send(new StopDBClusterCommand({ DBClusterIdentifier: 'orders' }));
    bench.minutes(30);
    expect(await values('DatabaseConnections')).toEqual([]);
    expect(await only('DatabaseConnections', { past: HOUR })).not.toEqual([]);
  });

  it('are put together over longer periods', async () => {
    await start();
    const five = { period: 300, past: HOUR };
    expect((await only('DatabaseConnections', { ...five, stat: 'SampleCount' }))[3]).toBe(5);
    expect((await only('DatabaseConnections', { ...five, stat: 'Sum' }))[3]).toBe(15);
    bench.aws.control.freeze(...where);
    bench.minutes(8);
    expect(new Set(await only('DatabaseConnections', { ...five, stat: 'Maximum' }))).toEqual(new Set([0, 3]));
  });

  it('come sooner when AWS runs sixty times as fast, a minute apart all the same', async () => {
    await start({ time: { compression: 60 } });
    bench.clock.pass(4_000);
    expect(await values('DatabaseConnections', { past: 150_000 })).toEqual([
      [64 / 60, 3],
      [124 / 60, 3],
      [184 / 60, 3],
    ]);
  });
});

describe('Backtrack in CloudWatch', () => {
  it('counts change records of clusters that have it', async () => {
    await start();
    bench.minutes(10);
    const dimensions = { DBClusterIdentifier: 'rewindable' };
    expect((await only('BacktrackChangeRecordsCreationRate', { dimensions }))[0]).toBe(10 * 60 * 5);
    expect((await only('BacktrackChangeRecordsStored', { dimensions }))[0]).toBe(10 * 2 * 3600);
    const instance = { dimensions: { DBInstanceIdentifier: 'rewindable-1' } };
    expect((await only('BacktrackWindowActual', instance))[0]).toBeGreaterThan(100);
    expect((await only('BacktrackWindowAlert', instance))[0]).toBe(0);
    const without = { dimensions: { DBClusterIdentifier: 'orders' } };
    expect(await only('BacktrackChangeRecordsCreationRate', without)).toEqual([]);
  });
});
