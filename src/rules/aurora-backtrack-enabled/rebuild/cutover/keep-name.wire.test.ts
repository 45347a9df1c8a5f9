import { afterEach, describe, expect, it } from 'vitest';
import {
  type CutoverWorld,
  minute,
  orders,
  startCutoverWorld,
  until,
} from '../../../../../test/helpers/cutover-world.ts';

let world: CutoverWorld;
afterEach(() => world?.close());

const stepOf = async (id: string, step: string) => (await world.runOf(id)).steps.find((each) => each.id === step);

describe('a cut-over that keeps the name', () => {
  it('waits for the writers, swaps, and loses nothing', async () => {
    world = await startCutoverWorld({ rehearse: true });
    await world.begin();
    for (let turns = 0; turns < 6; turns += 1) await world.turn();
    expect(await stepOf('cutover1', 'freeze')).toMatchObject({
      state: 'doing',
      says: 'Freeze: 3 sessions still open on the old writer (at work: 10.0.3.17, 10.0.9.4), and something is being written. Waiting.',
    });
    expect(world.writes().filter((write) => write.includes('cutover1'))).toEqual([]);
    world.stopWriters();
    const run = await world.work('cutover1');
    expect(run.problem).toBeUndefined();
    expect(run.state).toBe('verified');
    expect(world.names()).toEqual(['orders', 'orders-old-1121', 'orders-rehearsal-rehearse']);
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
    expect(world.lost()).toMatchObject({ lost: 0 });
    expect(world.lost().acknowledged).toBeGreaterThan(1_000);
    // The snapshot is of after the freeze, whatever the rehearsal had.
    const restored = world.aws.requests
      .writes()
      .filter(({ action }) => action === 'RestoreDBClusterFromSnapshot')
      .map(({ input }) => (input as { SnapshotIdentifier: string }).SnapshotIdentifier);
    expect(restored).toEqual(['aurora-keeper-rehearse-rehearsal', 'aurora-keeper-cutover1-frozen']);
    const { since } = (await stepOf('cutover1', 'freeze'))?.output as { since: string };
    const taken = world.holdings()?.clusterSnapshots.get('aurora-keeper-cutover1-frozen')?.SnapshotCreateTime;
    expect(taken?.getTime()).toBeGreaterThan(Date.parse(since));
    // What is in place is judged like any other cluster, and what was replaced is nobody's finding.
    world.pass(2 * minute);
    expect((await world.audit()).map(({ resource, status }) => [resource.id, status])).toEqual([['orders', 'pass']]);
    world.startWriters();
    world.pass(10 * minute);
    expect(world.sessionsOn('orders')).toBe(3);
    expect(world.lost().lost).toBe(0);
  });

  it('goes on after Redis was emptied, at every step, and makes nothing twice', async () => {
    world = await startCutoverWorld();
    world.stopWriters();
    const plan = await world.begin();
    for (const { id } of plan.steps) {
      await world.work('cutover1', until(id, 'doing'));
      if (!until(id, 'done')(await world.runOf('cutover1'))) await world.turn();
      expect((await world.runOf('cutover1')).problem).toBeUndefined();
      await world.startOver('cutover1');
    }
    const run = await world.work('cutover1');
    expect(run.problem).toBeUndefined();
    expect(run.state).toBe('verified');
    expect(world.names()).toEqual(['orders', 'orders-old-1121']);
    expect([...(world.holdings()?.instances.keys() ?? [])].filter((name) => name.endsWith('-bt'))).toHaveLength(2);
    expect(world.lost().lost).toBe(0);
  });

  it('is held up while event_scheduler is on', async () => {
    world = await startCutoverWorld({ clusters: [{ ...orders, scheduledEventRows: 1 }] });
    const group = world.holdings()?.parameterGroups.get('orders-params');
    group?.set.set('event_scheduler', 'ON');
    const plan = await world.begin();
    expect(plan.preflight.find(({ id }) => id === 'events')).toMatchObject({ state: 'acknowledge' });
    world.stopWriters();
    for (let turns = 0; turns < 20; turns += 1) await world.turn();
    expect((await stepOf('cutover1', 'freeze'))?.says).toMatch(/event_scheduler is on in orders-params/);
    group?.set.set('event_scheduler', 'OFF');
    expect((await world.work('cutover1')).state).toBe('verified');
    expect(world.lost().lost).toBe(0);
  });

  it('is confirmed in AWS, and goes to its end when the confirmation is taken away in the middle', async () => {
    world = await startCutoverWorld({ policy: { secondFactor: 'aws-tag' } });
    world.stopWriters();
    const plan = await world.begin();
    expect((await world.work('cutover1')).problem?.message).toContain('not confirmed in AWS: orders');
    expect(world.names()).toEqual(['orders']);
    world.confirm('orders', plan.hash);
    await world.startOver('cutover1');
    await world.work('cutover1', until('stop-old', 'doing'));
    for (const [, cluster] of world.holdings()?.clusters ?? [])
      cluster.TagList = cluster.TagList?.filter(({ Key }) => Key !== 'aurora-keeper-approved');
    const run = await world.work('cutover1');
    expect(run.problem).toBeUndefined();
    expect(world.names()).toEqual(['orders', 'orders-old-1121']);
    expect(world.lost().lost).toBe(0);
    // Nor does going back hang on it.
    expect(await world.follow('undo')).toMatchObject({ state: 'verified' });
  });

  it('makes nothing when the confirmation is taken away before the first write', async () => {
    world = await startCutoverWorld({ policy: { secondFactor: 'aws-tag' } });
    const plan = await world.begin();
    world.confirm('orders', plan.hash);
    const cluster = world.cluster('orders');
    if (cluster) cluster.TagList = cluster.TagList?.filter(({ Key }) => Key !== 'aurora-keeper-approved') ?? [];
    const run = await world.work('cutover1');
    expect(run.problem?.message).toMatch(/not confirmed in AWS: orders.*Nothing has been changed/);
    expect(world.names()).toEqual(['orders']);
  });
});
