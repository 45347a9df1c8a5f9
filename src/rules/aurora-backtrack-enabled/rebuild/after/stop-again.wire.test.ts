import { afterEach, describe, expect, it } from 'vitest';
import { type CutoverWorld, minute, shop, startCutoverWorld } from '../../../../../test/helpers/cutover-world.ts';

let world: CutoverWorld;
afterEach(() => world?.close());

const hour = 60 * minute;
/** AWS starts it after seven days, which pass in less than six hours here. */
const startedByAws = 6 * hour;

describe('an old cluster that AWS starts', () => {
  it('is stopped again within the hour, as often as AWS starts it', async () => {
    world = await startCutoverWorld();
    await world.cutOver();
    await world.follow('open');
    world.startWriters();
    world.pass(30 * minute);
    expect(await world.lookAfterWhatIsDue()).toEqual([]);
    for (const turn of [1, 2]) {
      world.pass(startedByAws);
      world.sessionsOn('orders');
      expect([turn, world.cluster('orders-old-1121')?.Status]).toEqual([turn, 'available']);
      const [id = ''] = await world.lookAfterWhatIsDue();
      const run = await world.runOf(id);
      expect(run.problem).toBeUndefined();
      expect(run.steps[0]?.says).toBe('orders-old-1121 is stopped, and nothing was written to it.');
      expect(world.cluster('orders-old-1121')?.Status).toBe('stopped');
    }
    expect(world.cluster('orders')).toMatchObject({ Status: 'available', BacktrackWindow: 259_200 });
    expect(world.lost().lost).toBe(0);
  });

  it('is stopped, and people are told, when somebody who knows its address by heart has written to it', async () => {
    world = await startCutoverWorld({
      applications: [shop, { ...shop, name: 'nightly', hosts: ['10.0.7.1'], address: 'cached' }],
    });
    await world.cutOver();
    await world.follow('open');
    world.startWriters();
    world.pass(startedByAws);
    const [id = ''] = await world.lookAfterWhatIsDue();
    const run = await world.runOf(id);
    expect(run.state).toBe('failed');
    expect(run.problem?.message).toMatch(
      /orders-old-1121 is stopped again, but something was written to it at .*; orders does not have that\. Find who/,
    );
    expect(world.cluster('orders-old-1121')?.Status).toBe('stopped');
  });

  it('is left alone once it was swapped back', async () => {
    world = await startCutoverWorld();
    await world.cutOver();
    expect((await world.follow('undo')).problem).toBeUndefined();
    world.startWriters();
    world.pass(2 * hour);
    await world.lookAfterWhatIsDue();
    expect(world.cluster('orders')).toMatchObject({ Status: 'available' });
    expect((await world.runOf('cutover1')).later).toBeUndefined();
    expect(world.lost().lost).toBe(0);
  });
});
