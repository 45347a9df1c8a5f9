import { afterEach, describe, expect, it } from 'vitest';
import {
  type CutoverWorld,
  expectUntouched,
  minute,
  shop,
  startCutoverWorld,
  until,
} from '../../../../../test/helpers/cutover-world.ts';
import { accountId, region } from '../../../../../test/helpers/rebuild-world.ts';

let world: CutoverWorld;
afterEach(() => world?.close());

const instances = (): string[] => [...(world.holdings()?.instances.keys() ?? [])].sort();
const snapshots = (): string[] =>
  [...(world.holdings()?.clusterSnapshots.keys() ?? [])].filter((name) => name.startsWith('aurora-keeper'));

describe('swapping back', () => {
  it('puts the old cluster in its place; what is left is removed, and the cut-over done again', async () => {
    world = await startCutoverWorld();
    expect((await world.cutOver()).problem).toBeUndefined();
    const undone = await world.follow('undo');
    expect(undone.problem).toBeUndefined();
    expect(undone.state).toBe('verified');
    expect(world.names()).toEqual(['orders', 'orders-bt']);
    expect(world.cluster('orders-bt')).toMatchObject({ Status: 'stopped' });
    expect(world.tagsOf('orders-bt')).toMatchObject({ 'managed-by': 'aurora-keeper' });
    expectUntouched(world);
    world.pass(2 * minute);
    expect((await world.audit()).map(({ resource, status }) => [resource.id, status])).toEqual([['orders', 'fail']]);
    // A second time there is nothing to swap back.
    const again = await world.planOf({ stage: 'undo', previousRunId: 'cutover1' });
    expect(again.plan.refusals).toEqual(['orders is the old cluster already.']);
    // While the new cluster is there its name is taken.
    const taken = await world.planOf({ stage: 'cut-over', previousRunId: world.rehearsal });
    expect(taken.plan.refusals).toEqual([expect.stringMatching(/^orders-bt is there from an earlier cut-over/)]);
    const removed = await world.follow('remove-copy', undone.id);
    expect(removed.problem).toBeUndefined();
    expect(world.names()).toEqual(['orders']);
    expect(instances()).toEqual(['orders-1', 'orders-2']);
    expect(snapshots()).toEqual([]);
    const second = await world.cutOver('cut-over', 'cutover2');
    expect(second.problem).toBeUndefined();
    expect(world.names()).toEqual(['orders', 'orders-old-1121']);
    expect(world.cluster('orders')?.BacktrackWindow).toBe(259_200);
    expect(world.lost().lost).toBe(0);
    // The first cut-over is history.
    const late = await world.planOf({ stage: 'undo', previousRunId: 'cutover1' });
    expect(late.plan.refusals).toEqual(['Cut-over cutover2 has replaced orders since: swap back that one.']);
  });

  it('is refused once something was written to the new cluster', async () => {
    world = await startCutoverWorld();
    await world.cutOver();
    world.startWriters();
    world.pass(10 * minute);
    const { plan } = await world.planOf({ stage: 'undo', previousRunId: 'cutover1' });
    expect(plan.refusals).toEqual([
      expect.stringMatching(
        /^Something was written to the new cluster at .* swapping back would lose it\. Open it for/,
      ),
    ]);
    expect(world.lost().lost).toBe(0);
  });

  it('puts the new cluster in place again when somebody writes to it in the middle', async () => {
    world = await startCutoverWorld({ applications: [{ ...shop, address: 'cached' }] });
    await world.cutOver();
    // Whoever has lost its connection asks for the address again, and finds the new cluster.
    world.aws.control.repoint(accountId, region, 'shop', 'orders');
    const { approval, plan } = await world.planOf({ stage: 'undo', previousRunId: 'cutover1', id: 'undo1' });
    world.startWriters();
    await world.letGo(approval, plan);
    const run = await world.work('undo1');
    expect(run.state).toMatch(/failed|stale/);
    expect(run.problem?.message).toMatch(/written to|at work on/);
    expect(world.cluster('orders')).toMatchObject({ Status: 'available', BacktrackWindow: 259_200 });
    expect(world.cluster('orders-old-1121')).toMatchObject({ Status: 'stopped' });
    world.pass(10 * minute);
    expect(world.lost().lost).toBe(0);
    // It can be opened as if nothing had been.
    expect(await world.follow('open')).toMatchObject({ state: 'verified' });
  });

  it('helps after somebody pressed Stop between the two names', async () => {
    world = await startCutoverWorld();
    world.stopWriters();
    await world.begin();
    await world.work('cutover1', until('prove', 'doing'));
    const run = await world.runOf('cutover1');
    await world.runs.save({ ...run, version: run.version + 1, stopAskedBy: 'U02BOB00001' }, []);
    const stopped = await world.work('cutover1');
    expect(stopped.state).toBe('cancelled');
    expect(stopped.problem?.message).toMatch(
      /No cluster is called orders: the old one is orders-old-…\. “Swap back” gives it its name again/,
    );
    expect(world.names()).toEqual(['orders-bt', 'orders-old-1121']);
    const undone = await world.follow('undo');
    expect(undone.problem).toBeUndefined();
    expect(world.names()).toEqual(['orders', 'orders-bt']);
    expectUntouched(world);
  });

  it('goes on after Redis was emptied, at every step', async () => {
    world = await startCutoverWorld();
    await world.cutOver();
    const { approval, plan } = await world.planOf({ stage: 'undo', previousRunId: 'cutover1', id: 'undo1' });
    await world.letGo(approval, plan);
    for (const { id } of plan.steps) {
      await world.work('undo1', until(id, 'doing'));
      expect((await world.runOf('undo1')).problem).toBeUndefined();
      if (!until(id, 'done')(await world.runOf('undo1'))) await world.turn();
      if (id !== plan.steps.at(-1)?.id) await world.startOver('undo1');
    }
    const run = await world.work('undo1');
    expect(run.problem).toBeUndefined();
    expectUntouched(world);
  });
});
