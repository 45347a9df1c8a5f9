import { BacktrackDBClusterCommand, DescribeDBClusterBacktracksCommand } from '@aws-sdk/client-rds';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failureOf } from '../test-kit.ts';
import { ACCOUNT, type Bench, DAY, MINUTE, REGION, startBench } from './bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench({
    clusters: [
      { name: 'orders', backtrackHours: 24 },
      { name: 'never' },
      { name: 'logging', backtrackHours: 24, parameterGroup: 'binlog' },
    ],
    parameterGroups: [{ name: 'binlog', set: { binlog_format: 'ROW' } }],
    applications: [{ name: 'shop', cluster: 'orders', rowsPerSecond: 1 }],
  });
});
afterEach(() => bench.aws.close());

const back = (DBClusterIdentifier: string, ms: number, more: object = {}) =>
  bench.rds.send(
    new BacktrackDBClusterCommand({ DBClusterIdentifier, BacktrackTo: new Date(Number(bench.clock()) - ms), ...more }),
  );
const list = async (BacktrackIdentifier?: string) =>
  (await bench.rds.send(new DescribeDBClusterBacktracksCommand({ DBClusterIdentifier: 'orders', BacktrackIdentifier })))
    .DBClusterBacktracks;

describe('taking a cluster back', () => {
  it('undoes what was written since, for which every session ends', async () => {
    bench.minutes(30);
    const before = bench.aws.control.writeLog(ACCOUNT, REGION, 'orders').rows;
    const answer = await back('orders', 10 * MINUTE);
    expect(answer.Status).toBe('applying');
    expect((await bench.cluster('orders')).Status).toBe('backtracking');
    expect(bench.aws.control.sessions(ACCOUNT, REGION)).toEqual([]);
    bench.minutes(1);
    bench.clock.pass(40_000);
    bench.aws.control.freeze(ACCOUNT, REGION);
    expect(bench.aws.control.writeLog(ACCOUNT, REGION, 'orders').rows).toBe(before - 600);
    expect(await list(answer.BacktrackIdentifier)).toMatchObject([{ Status: 'completed' }]);
    expect(bench.aws.control.lostWrites(ACCOUNT, REGION, 'orders')).toMatchObject({ lost: 600 });
  });

  it('is refused outside the window, without one, and while the binary log is on', async () => {
    for (const ms of [25 * 3_600_000, -MINUTE]) {
      expect((await failureOf(back('orders', ms))).name).toBe('InvalidParameterValue');
    }
    await back('orders', DAY * 2, { UseEarliestTimeOnPointInTimeUnavailable: true });
    expect((await failureOf(back('orders', MINUTE))).name).toBe('InvalidDBClusterStateFault');
    expect((await failureOf(back('never', MINUTE))).name).toBe('InvalidParameterValue');
    expect((await failureOf(back('logging', MINUTE))).name).toBe('InvalidParameterCombination');
    await back('logging', MINUTE, { Force: true });
    expect((await failureOf(list('gone'))).name).toBe('DBClusterBacktrackNotFoundFault');
  });
});
