import {
  CreateDBClusterSnapshotCommand,
  CreateDBInstanceCommand,
  DeleteDBInstanceCommand,
  FailoverDBClusterCommand,
  ModifyDBClusterCommand,
  RestoreDBClusterFromSnapshotCommand,
  StartDBClusterCommand,
  StopDBClusterCommand,
} from '@aws-sdk/client-rds';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, type Bench, REGION, startBench, VERSION } from '../rds/bench.ts';

const NAMES = ['orders', 'orders-bt', 'orders-old'] as const;
const SNAPSHOTS = ['one', 'two'] as const;
const name = fc.constantFrom(...NAMES);
const snapshot = fc.constantFrom(...SNAPSHOTS);
const where = [ACCOUNT, REGION] as const;

/** Something that somebody does; what AWS refuses then has no effect. */
type Act = (bench: Bench) => Promise<unknown> | unknown;
const acts: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ of: name, as: snapshot }).map(
    ({ of, as }): Act =>
      ({ rds }) =>
        rds.send(new CreateDBClusterSnapshotCommand({ DBClusterIdentifier: of, DBClusterSnapshotIdentifier: as })),
  ),
  fc.record({ from: snapshot, to: name }).map(
    ({ from, to }): Act =>
      ({ rds }) => {
        const made = { Engine: 'aurora-mysql', EngineVersion: VERSION, SnapshotIdentifier: from };
        return rds.send(new RestoreDBClusterFromSnapshotCommand({ DBClusterIdentifier: to, ...made }));
      },
  ),
  fc.record({ of: name, n: fc.integer({ min: 3, max: 5 }) }).map(
    ({ of, n }): Act =>
      ({ rds }) => {
        const made = { DBInstanceClass: 'db.r6g.large', Engine: 'aurora-mysql' };
        return rds.send(
          new CreateDBInstanceCommand({ DBClusterIdentifier: of, DBInstanceIdentifier: `i-${n}`, ...made }),
        );
      },
  ),
  fc.record({ from: name, to: name }).map(
    ({ from, to }): Act =>
      ({ rds }) => {
        const input = { DBClusterIdentifier: from, NewDBClusterIdentifier: to, ApplyImmediately: true };
        return rds.send(new ModifyDBClusterCommand(input));
      },
  ),
  name.map(
    (of): Act =>
      ({ rds }) =>
        rds.send(new StopDBClusterCommand({ DBClusterIdentifier: of })),
  ),
  name.map(
    (of): Act =>
      ({ rds }) =>
        rds.send(new StartDBClusterCommand({ DBClusterIdentifier: of })),
  ),
  name.map(
    (of): Act =>
      ({ rds }) =>
        rds.send(new FailoverDBClusterCommand({ DBClusterIdentifier: of })),
  ),
  fc.constantFrom('orders-1', 'orders-2', 'i-3').map(
    (one): Act =>
      ({ rds }) =>
        rds.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier: one })),
  ),
  fc.constant<Act>(({ aws }) => aws.control.freeze(...where)),
  fc.constant<Act>(({ aws }) => aws.control.thaw(...where)),
);
const steps = fc.array(fc.record({ act: acts, minutes: fc.integer({ min: 0, max: 20 }) }), {
  minLength: 1,
  maxLength: 25,
});

describe('a row that was acknowledged', () => {
  it('is in some cluster for ever, whatever is done to clusters', async () => {
    let moved = 0;
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const bench = await startBench({
          clusters: [{ name: 'orders', instances: 2 }],
          applications: [
            { name: 'shop', cluster: 'orders', hosts: ['a', 'b'], rowsPerSecond: 3 },
            { name: 'stubborn', cluster: 'orders', rowsPerSecond: 0.7, freeze: 'ignores', address: 'cached' },
          ],
        });
        try {
          let acknowledged = 0;
          for (const { act, minutes } of all) {
            await Promise.resolve()
              .then(() => act(bench))
              .catch(() => undefined);
            bench.clock.pass(minutes * 60_000);
            bench.aws.control.settle();
            const region = bench.aws.state.get(ACCOUNT)?.region(REGION);
            for (const cluster of region?.clusters.keys() ?? []) {
              const { writers, ...sums } = bench.aws.control.lostWrites(...where, cluster);
              expect(sums.lost).toBe(sums.acknowledged - sums.present);
              expect(sums.lost).toBeGreaterThanOrEqual(0);
              expect(sums.acknowledged).toBeGreaterThanOrEqual(acknowledged);
              acknowledged = sums.acknowledged;
              for (const { lost, elsewhere } of writers) {
                const found = elsewhere.reduce((sum, { rows }) => sum + rows, 0);
                expect(found).toBeGreaterThanOrEqual(lost);
              }
              moved += sums.lost > 0 ? 1 : 0;
            }
          }
        } finally {
          await bench.aws.close();
        }
      }),
      { numRuns: 25, seed: 20_261_121 },
    );
    expect(moved).toBeGreaterThan(0);
  }, 180_000);
});
