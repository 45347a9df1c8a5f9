import { afterEach, describe, expect, it } from 'vitest';
import {
  type CutoverWorld,
  minute,
  shop,
  startCutoverWorld,
  until,
} from '../../../../../test/helpers/cutover-world.ts';
import { accountId, region } from '../../../../../test/helpers/rebuild-world.ts';

let world: CutoverWorld;
afterEach(() => world?.close());

const stage = 'cut-over-new-endpoint';

describe('a cut-over to a new endpoint', () => {
  it('stops the old cluster, renames nothing, says what to change; then it is opened, and gone back from', async () => {
    world = await startCutoverWorld();
    const run = await world.cutOver(stage);
    expect(run.problem).toBeUndefined();
    expect(world.names()).toEqual(['orders', 'orders-bt']);
    expect(world.cluster('orders')).toMatchObject({ Status: 'stopped' });
    expect(run.steps.at(-1)?.lines?.[0]).toMatch(
      /^Write to orders-bt\.cluster-\S+ \(port 3306\) instead of orders\.cluster-\S+\.$/,
    );
    expect((await world.follow('open', 'cutover1', 'open1')).problem?.message).toBeUndefined();
    world.aws.control.repoint(accountId, region, 'shop', 'orders-bt');
    world.startWriters();
    world.pass(10 * minute);
    expect(world.lost('orders-bt')).toMatchObject({ lost: 0 });
    expect((await world.audit()).map(({ resource, status }) => [resource.id, status])).toEqual([['orders-bt', 'pass']]);
    world.stopWriters();
    const back = await world.follow('go-back', 'open1', 'back1');
    expect(back.problem).toBeUndefined();
    expect(world.cluster('orders')).toMatchObject({ Status: 'available' });
    expect(world.cluster('orders-bt')).toMatchObject({ Status: 'stopped' });
    // Gone from the application, and kept in the snapshot and in the stopped cluster.
    expect(world.lost('orders').lost).toBeGreaterThan(0);
    expect(world.lost('orders-bt').lost).toBe(0);
  });

  it('is swapped back by starting the old cluster, and done again', async () => {
    world = await startCutoverWorld();
    await world.cutOver(stage);
    // In use, as far as anybody can tell: it is not to be removed.
    const needed = await world.planOf({ stage: 'remove-copy', previousRunId: 'cutover1' });
    expect(needed.plan.steps.length === 0 || needed.plan.refusals.length > 0).toBe(true);
    const undone = await world.follow('undo');
    expect(undone.problem).toBeUndefined();
    expect(world.cluster('orders')).toMatchObject({ Status: 'available' });
    expect(world.cluster('orders-bt')).toMatchObject({ Status: 'stopped' });
    expect((await world.follow('remove-copy', undone.id)).problem).toBeUndefined();
    expect(world.names()).toEqual(['orders']);
    expect((await world.cutOver(stage, 'cutover2')).problem).toBeUndefined();
    expect(world.names()).toEqual(['orders', 'orders-bt']);
    expect(world.lost('orders-bt').lost).toBe(0);
  });

  it('is taken back when somebody writes before the old cluster is stopped', async () => {
    world = await startCutoverWorld({ applications: [{ ...shop, address: 'cached' }] });
    world.stopWriters();
    await world.begin(stage);
    await world.work('cutover1', until('stop-old', 'doing'));
    world.startWriters();
    const run = await world.work('cutover1');
    expect(run.state).toBe('failed');
    expect(run.problem?.message).toMatch(/written to orders|at work on orders/);
    expect(world.cluster('orders')).toMatchObject({ Status: 'available' });
    world.pass(5 * minute);
    expect(world.lost().lost).toBe(0);
    // What was made is not in use, and the old cluster is: it may be removed.
    expect((await world.follow('remove-copy')).problem).toBeUndefined();
    expect(world.names()).toEqual(['orders']);
  });

  it('keeps its copy when it ended with the old cluster stopped', async () => {
    world = await startCutoverWorld();
    world.stopWriters();
    await world.begin(stage);
    await world.work('cutover1', until('see', 'doing'));
    const run = await world.runOf('cutover1');
    if (run.state !== 'verified') {
      await world.runs.save({ ...run, version: run.version + 1, stopAskedBy: 'U02BOB00001' }, []);
      await world.work('cutover1');
    }
    const cluster = world.cluster('orders-bt');
    if (cluster) cluster.TagList = [...(cluster.TagList ?? []), { Key: 'managed-by', Value: 'aurora-keeper' }];
    const { plan } = await world.planOf({ stage: 'remove-copy', previousRunId: 'cutover1' });
    expect(plan.refusals).toEqual(['The copy has taken the place of orders, or was about to: swap back first.']);
  });
});
