import { afterEach, describe, expect, it } from 'vitest';
import { type CutoverWorld, minute, startCutoverWorld, until } from '../../../../../test/helpers/cutover-world.ts';

let world: CutoverWorld;
afterEach(() => world?.close());

const snapshots = (): string[] => [...(world.holdings()?.clusterSnapshots.keys() ?? [])].sort();

describe('a cut-over that was opened', () => {
  it('is not swapped back any more; going back keeps what was written in a snapshot, and loses only that', async () => {
    world = await startCutoverWorld();
    await world.cutOver();
    const before = await world.planOf({ stage: 'go-back', previousRunId: 'cutover1' });
    expect(before.plan.refusals).toEqual(['It was never opened for writes: “Swap back” loses nothing.']);
    const openedAt = world.now();
    const { approval, plan } = await world.planOf({ stage: 'open', previousRunId: 'cutover1', id: 'open1' });
    expect(plan.summary[1]).toMatch(/cannot be swapped back afterwards/);
    await world.letGo(approval, plan);
    await world.turn();
    world.startWriters();
    const open = await world.work('open1');
    expect(open.problem).toBeUndefined();
    expect(open.steps[1]?.says).toMatch(/^3 sessions on orders/);
    expect(world.lost().lost).toBe(0);
    const undo = await world.planOf({ stage: 'undo', previousRunId: 'cutover1' });
    expect(undo.plan.refusals).toEqual([expect.stringMatching(/^It was opened for writes at .*“Go back”/)]);
    const again = await world.planOf({ stage: 'open', previousRunId: 'cutover1' });
    expect(again.plan.refusals).toEqual([expect.stringMatching(/^It was opened at .* already\.$/)]);

    const back = await world.planOf({ stage: 'go-back', previousRunId: 'open1', id: 'back1' });
    expect(back.plan.title).toMatch(/^Go back to the old orders and lose everything written since 2026-11-21 12:/);
    expect(back.plan.risk).toBe('destructive');
    await world.letGo(back.approval, back.plan);
    for (let turns = 0; turns < 10; turns += 1) await world.turn();
    expect((await world.runOf('back1')).steps[0]?.says).toMatch(/3 sessions still open on orders/);
    expect(snapshots()).not.toContain('aurora-keeper-back1-given-up');
    world.stopWriters();
    const acknowledged = world.lost().acknowledged;
    const run = await world.work('back1');
    expect(run.problem).toBeUndefined();
    expect(world.names()).toEqual(['orders', 'orders-bt']);
    expect(world.cluster('orders')).toMatchObject({ Status: 'available' });
    expect(world.cluster('orders')?.BacktrackWindow).toBeUndefined();
    expect(world.cluster('orders-bt')).toMatchObject({ Status: 'stopped' });
    expect(snapshots()).toContain('aurora-keeper-back1-given-up');
    // Lost to the applications is what was written since, no more; the cluster aside has every row.
    const rowsSince = (3 * 3 * (world.now().getTime() - openedAt.getTime())) / 1_000;
    expect(world.lost().lost).toBeGreaterThan(0);
    expect(world.lost().lost).toBeLessThan(rowsSince);
    expect(world.aws.control.writeLog('111111111111', 'us-east-1', 'orders-bt').rows).toBe(acknowledged);
    // And that goes only when somebody wants it gone; the snapshot stays even then.
    expect((await world.follow('remove-copy', 'back1')).problem).toBeUndefined();
    expect(world.names()).toEqual(['orders']);
    expect(snapshots()).toContain('aurora-keeper-back1-given-up');
    world.pass(minute);
  });

  it('is not gone back from while the snapshot lacks something', async () => {
    world = await startCutoverWorld();
    await world.cutOver();
    expect((await world.follow('open', 'cutover1', 'open1')).state).toBe('verified');
    const { approval, plan } = await world.planOf({ stage: 'go-back', previousRunId: 'open1', id: 'back1' });
    await world.letGo(approval, plan);
    await world.work('back1', until('back-keepNew', 'doing'));
    await world.turn();
    expect(snapshots()).toContain('aurora-keeper-back1-given-up');
    world.startWriters();
    world.pass(2 * minute);
    world.stopWriters();
    const run = await world.work('back1');
    expect(run.problem?.message).toMatch(
      /something was written to orders after its snapshot aurora-keeper-back1-given-up was taken; nothing has been renamed/,
    );
    expect(world.cluster('orders')).toMatchObject({ Status: 'available', BacktrackWindow: 259_200 });
    expect(world.lost().lost).toBe(0);
    // Nor is what was open for writes removed before a snapshot keeps it.
    const cluster = world.cluster('orders');
    if (cluster) cluster.TagList = [...(cluster.TagList ?? []), { Key: 'managed-by', Value: 'aurora-keeper' }];
    const removal = await world.planOf({ stage: 'remove-copy', previousRunId: 'cutover1' });
    expect(removal.plan.items.length === 0 || removal.plan.refusals.length > 0).toBe(true);
    expect(world.names()).toEqual(['orders', 'orders-old-1121']);
  });
});
