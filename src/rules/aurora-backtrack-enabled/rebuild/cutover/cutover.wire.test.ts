import { afterEach, describe, expect, it } from 'vitest';
import {
  accountId,
  type RebuildWorld,
  type RebuildWorldOptions,
  region,
  startRebuildWorld,
} from '../../../../../test/helpers/rebuild-world.ts';

let world: RebuildWorld;
afterEach(() => world?.close());

const rehearsal = 'rehearse';
const minute = 60_000;

const shop = { name: 'shop', cluster: 'orders', hosts: ['10.0.3.17', '10.0.3.17', '10.0.9.4'], rowsPerSecond: 3 };
const orders = {
  name: 'orders',
  instances: 2,
  parameterGroup: 'orders-params',
  deletionProtection: true,
  tags: { env: 'prod' },
  raw: { IAMDatabaseAuthenticationEnabled: true, EnabledCloudwatchLogsExports: ['error'] },
  eachInstance: {
    PerformanceInsightsEnabled: true,
    PerformanceInsightsRetentionPeriod: 7,
    PerformanceInsightsKMSKeyId: 'arn:aws:kms:us-east-1:111111111111:key/insights',
  },
};

/** Rehearsed, and nobody has stopped writing yet. */
async function rehearsed(over: Partial<RebuildWorldOptions> = {}, applications: readonly object[] = [shop]) {
  world = await startRebuildWorld({
    region: {
      clusters: [orders],
      parameterGroups: [{ name: 'orders-params', set: { event_scheduler: 'OFF' } }],
      applications: applications as never,
    },
    ...over,
  });
  expect(await world.carryOut({ stage: 'rehearse', id: rehearsal })).toMatchObject({ state: 'verified' });
  return world;
}

/** Approves the cut-over and lets it run up to a step, or to its end. */
async function begin(stage: string, id = 'cutover1') {
  const { approval, plan } = await world.planOf({ stage, id, previousRunId: rehearsal });
  await world.letGo(approval, plan);
  return plan;
}
const stepOf = async (id: string, step: string) => (await world.runOf(id)).steps.find((each) => each.id === step);
const until = (step: string, state: string) => (run: { steps: readonly { id: string; state: string }[] }) =>
  run.steps.some((each) => each.id === step && each.state === state);
const stopWriters = () => world.aws.control.freeze(accountId, region);
const lost = (name = 'orders') => world.aws.control.lostWrites(accountId, region, name);
const names = () => [...(world.holdings()?.clusters.keys() ?? [])].sort();

describe('a cut-over that keeps the name', () => {
  it('waits for the writers, swaps, and loses nothing', async () => {
    await rehearsed();
    await begin('cut-over');
    for (let turns = 0; turns < 6; turns += 1) await world.turn();
    expect(await stepOf('cutover1', 'freeze')).toMatchObject({
      state: 'doing',
      says: 'Freeze: 3 sessions still open on the old writer (at work: 10.0.3.17, 10.0.9.4), and something is being written. Waiting.',
    });
    expect(world.writes().filter((write) => write.includes('cutover1'))).toEqual([]);
    stopWriters();
    const run = await world.work('cutover1');
    expect(run.problem).toBeUndefined();
    expect(run.state).toBe('verified');
    expect(names()).toEqual(['orders', 'orders-old-1121', 'orders-rehearsal-rehearse']);
    expect(world.cluster('orders')).toMatchObject({
      Status: 'available',
      BacktrackWindow: 259_200,
      DBClusterParameterGroup: 'orders-params',
      DeletionProtection: true,
    });
    expect(world.cluster('orders-old-1121')).toMatchObject({ Status: 'stopped' });
    expect(run.steps.at(-1)?.says).toBe(
      'orders can be rewound: Backtrack 72 h is in force. Name and endpoint are unchanged; the old cluster is stopped as orders-old-1121. Nothing has been written yet.',
    );
    expect(lost()).toMatchObject({ lost: 0 });
    expect(lost().acknowledged).toBeGreaterThan(1_000);
    // What is in place is judged like any other cluster, and what was replaced is nobody's finding.
    world.pass(2 * minute);
    expect((await world.audit()).map(({ resource, status }) => [resource.id, status])).toEqual([['orders', 'pass']]);
  }, 120_000);

  it('takes its snapshot after the freeze, whatever the rehearsal had', async () => {
    await rehearsed();
    stopWriters();
    await begin('cut-over');
    const run = await world.work('cutover1');
    expect(run.state).toBe('verified');
    const restored = world.aws.requests
      .writes()
      .filter(({ action }) => action === 'RestoreDBClusterFromSnapshot')
      .map(({ input }) => (input as { SnapshotIdentifier: string }).SnapshotIdentifier);
    expect(restored).toEqual(['aurora-keeper-rehearse-rehearsal', 'aurora-keeper-cutover1-frozen']);
    const since = (run.steps.find(({ id }) => id === 'freeze')?.output as { since: string }).since;
    const taken = world.holdings()?.clusterSnapshots.get('aurora-keeper-cutover1-frozen')?.SnapshotCreateTime;
    expect(taken?.toISOString() ?? '' > since).toBeTruthy();
  }, 120_000);
});
