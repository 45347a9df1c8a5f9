import { DescribeEventsCommand, StartDBClusterCommand, StopDBClusterCommand } from '@aws-sdk/client-rds';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failureOf } from '../../test-kit.ts';
import { type Bench, DAY, HOUR, startBench } from '../bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench({
    clusters: [
      { name: 'orders', instances: 2 },
      { name: 'world', globalCluster: 'the-world' },
      { name: 'graph', engine: 'neptune' },
    ],
  });
});
afterEach(() => bench.aws.close());

const stop = (DBClusterIdentifier: string) => bench.rds.send(new StopDBClusterCommand({ DBClusterIdentifier }));
const start = (DBClusterIdentifier: string) => bench.rds.send(new StartDBClusterCommand({ DBClusterIdentifier }));
const statuses = async () => [
  (await bench.cluster('orders')).Status,
  (await bench.instance('orders-1')).DBInstanceStatus,
  (await bench.instance('orders-2')).DBInstanceStatus,
];

describe('a cluster that is stopped', () => {
  it('is stopping with its instances, then stopped, and takes no change', async () => {
    await stop('orders');
    expect(await statuses()).toEqual(['stopping', 'stopping', 'stopping']);
    bench.minutes(5);
    expect(await statuses()).toEqual(['stopped', 'stopped', 'stopped']);
    const refused = await failureOf(bench.modify('orders', { NewDBClusterIdentifier: 'orders-old' }));
    expect(refused.name).toBe('InvalidDBClusterStateFault');
    expect((await failureOf(stop('orders'))).name).toBe('InvalidDBClusterStateFault');
  });

  it('starts again when told to', async () => {
    expect((await failureOf(start('orders'))).name).toBe('InvalidDBClusterStateFault');
    await stop('orders');
    bench.minutes(5);
    await start('orders');
    expect(await statuses()).toEqual(['starting', 'starting', 'starting']);
    bench.minutes(6);
    expect(await statuses()).toEqual(['available', 'available', 'available']);
    bench.clock.pass(8 * DAY);
    expect(await statuses()).toEqual(['available', 'available', 'available']);
  });

  it('starts by itself after seven days, counted from the last stop', async () => {
    await stop('orders');
    bench.minutes(5);
    expect((await bench.cluster('orders')).AutomaticRestartTime).toEqual(new Date(Number(bench.clock()) + 7 * DAY));
    await start('orders');
    bench.minutes(6);
    await stop('orders');
    bench.minutes(5);
    bench.clock.pass(7 * DAY - 60_000);
    expect((await bench.cluster('orders')).Status).toBe('stopped');
    bench.clock.pass(60_000);
    expect((await bench.cluster('orders')).Status).toBe('starting');
    bench.clock.pass(HOUR);
    expect(await statuses()).toEqual(['available', 'available', 'available']);
    const { Events = [] } = await bench.rds.send(
      new DescribeEventsCommand({ SourceType: 'db-cluster', Duration: 120, EventCategories: ['notification'] }),
    );
    expect(Events[0]?.Message).toMatch(/exceeding the maximum allowed time being stopped/);
  });

  it('may not have stopped although it was accepted', async () => {
    bench.aws.faults.add({ effect: 'ends-in', action: 'StopDBCluster', outcome: 'available', times: 1 });
    await stop('orders');
    bench.minutes(6);
    expect(await statuses()).toEqual(['available', 'available', 'available']);
  });

  it.each(['world', 'graph'])('cannot be %s', async (name) => {
    expect((await failureOf(stop(name))).name).toBe('InvalidDBClusterStateFault');
  });
});
