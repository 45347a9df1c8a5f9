import { afterEach, describe, expect, it } from 'vitest';
import { type CutoverWorld, startCutoverWorld, until } from '../../../../../test/helpers/cutover-world.ts';

let world: CutoverWorld;
afterEach(() => world?.close());

describe('a cut-over and what changes around it', () => {
  it('ends before the first name when the window is about to close', async () => {
    world = await startCutoverWorld({ policy: { changeWindow: 'Sat 12:00-12:25 UTC' } });
    const run = await world.cutOver();
    expect(run.problem?.message).toMatch(
      /the change window \(Sat 12:00-12:25 UTC\) closes in \d+ minutes; nothing has been renamed or stopped/,
    );
    expect(world.names()).toEqual(['orders', 'orders-bt']);
    expect(world.lost().lost).toBe(0);
  });

  it('goes through when the window closes after the first name was changed', async () => {
    world = await startCutoverWorld({ policy: { changeWindow: 'Sat 12:00-23:00 UTC' } });
    world.stopWriters();
    await world.begin();
    await world.work('cutover1', until('stop-old', 'doing'));
    world.account.policy.changeWindow = 'Mon 01:00-02:00 UTC';
    expect((await world.work('cutover1')).state).toBe('verified');
    expect(world.names()).toEqual(['orders', 'orders-old-1121']);
    expect(world.lost().lost).toBe(0);
  });

  it('ends before the first name when a setting differs that the rehearsal did not show', async () => {
    world = await startCutoverWorld();
    world.stopWriters();
    await world.begin();
    await world.work('cutover1', until('new-settings', 'doing'));
    const writer = world.holdings()?.instances.get('orders-1-bt');
    if (writer) writer.PromotionTier = 9;
    const run = await world.work('cutover1');
    expect(run.problem?.message).toMatch(/orders-bt is not as orders is: promotion tier of orders-1: 9 instead of 1/);
    expect(world.cluster('orders')).toMatchObject({ Status: 'available' });
  });

  it('is refused by what has come in the way since it was approved', async () => {
    world = await startCutoverWorld();
    world.stopWriters();
    await world.begin();
    const source = world.cluster('orders');
    if (source) source.PendingModifiedValues = { BackupRetentionPeriod: 1 };
    const run = await world.work('cutover1');
    expect(run).toMatchObject({ state: 'stale' });
    expect(run.problem?.message).toContain('Pending modifications: Waits to be applied');
    expect(world.names()).toEqual(['orders']);
  });

  it('of one cluster is one at a time, and the second finds it done', async () => {
    world = await startCutoverWorld();
    world.stopWriters();
    await world.begin();
    await world.begin('cut-over-new-endpoint', 'cutover2');
    await world.turn();
    await world.turn();
    expect((await world.runOf('cutover2')).steps[0]).toMatchObject({
      state: 'todo',
      says: 'Remediation cutover1 works on the same database; this one waits for it.',
    });
    expect(await world.work('cutover1')).toMatchObject({ state: 'verified' });
    const second = await world.work('cutover2');
    expect(second.state).toMatch(/stale|failed/);
    expect(second.problem?.message).toContain('Nothing has been changed');
    expect(world.names()).toEqual(['orders', 'orders-old-1121']);
    expect(world.cluster('orders')?.BacktrackWindow).toBe(259_200);
    expect(world.lost().lost).toBe(0);
  });
});
