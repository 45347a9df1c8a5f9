import { afterEach, describe, expect, it } from 'vitest';
import {
  type CutoverWorld,
  type CutoverWorldOptions,
  expectUntouched,
  meanwhile,
  shop,
  startCutoverWorld,
  until,
} from '../../../../../test/helpers/cutover-world.ts';

let world: CutoverWorld;
afterEach(() => world?.close());

const start = async (options: CutoverWorldOptions = {}): Promise<void> => {
  world = await startCutoverWorld(options);
};

describe('a cut-over while somebody writes', () => {
  it('waits for writers that do not stop, until the window closes, and has changed nothing', async () => {
    await start({ applications: [{ ...shop, freeze: 'ignores' }], policy: { changeWindow: 'Sat 12:00-12:20 UTC' } });
    await world.begin();
    world.stopWriters();
    const before = world.writes().length;
    const run = await world.work('cutover1');
    expect(run).toMatchObject({ state: 'failed' });
    expect(run.problem?.message).toMatch(
      /the change window \(Sat 12:00-12:20 UTC\) (?:is closed|closes within a minute), and orders has not been at rest for 10 minutes; start the writers again/,
    );
    expect(world.writes()).toHaveLength(before);
    expectUntouched(world);
  });

  it('ends when somebody stays connected, idle: it waits, and takes no snapshot', async () => {
    await start({ applications: [{ ...shop, freeze: 'idles' }], policy: { changeWindow: 'Sat 12:00-12:30 UTC' } });
    world.stopWriters();
    await world.begin();
    const run = await world.work('cutover1');
    expect(run.problem?.message).toContain('orders has not been at rest for 10 minutes');
    expect(world.names()).toEqual(['orders']);
  });

  it.each([
    'new-snapshot',
    'new-cluster',
    'new-settings',
    'rename-old',
  ])('ends when somebody writes again at the step %s, with every row where it was', async (step) => {
    await start();
    const run = await meanwhile(world, step, () => world.startWriters());
    expect(run.state).toBe('failed');
    expect(run.problem?.message).toMatch(/something was written to orders/);
    expect(run.problem?.message).toMatch(
      /orders is as it was: start the writers again|Nothing has been changed|nothing has been renamed|orders is the old cluster again/,
    );
    expectUntouched(world);
  });

  it('takes itself back when somebody writes to the old cluster after it was renamed', async () => {
    // Knows the address by heart, so a new name does not keep it away.
    await start({ applications: [{ ...shop, address: 'cached' }] });
    const run = await meanwhile(world, 'stop-old', () => world.startWriters());
    expect(run.state).toBe('failed');
    expect(run.problem?.message).toMatch(/So it was taken back: orders is the old cluster again, available/);
    expectUntouched(world);
  });

  it('takes itself back when nobody can tell what was done in the last seconds', async () => {
    await start();
    const run = await meanwhile(world, 'stop-old', () => {
      world.aws.faults.add({ effect: 'error', code: 'AccessDenied', status: 403, action: 'DescribeDimensionKeys' });
    });
    expect(run.problem?.message).toMatch(
      /may not call pi:DescribeDimensionKeys.*So it was taken back: orders is the old/,
    );
    expectUntouched(world);
  });

  it('says before that the last seconds are not seen where Performance Insights is off', async () => {
    await start({ clusters: [{ name: 'orders', instances: 1 }] });
    const { preflight } = await world.begin();
    expect(preflight.find(({ id }) => id === 'last-seconds')).toEqual({
      id: 'last-seconds',
      what: 'Writes in the last seconds before the stop',
      state: 'acknowledge',
      detail: expect.stringMatching(/^Performance Insights is off on orders-1, .* Turn it on, or close/),
    });
  });

  it('takes itself back when CloudWatch shows a write only once the old cluster is stopped', async () => {
    await start({ applications: [{ ...shop, address: 'cached' }], time: { metricDelay: '2h' } });
    world.stopWriters();
    await world.begin();
    // A minute of writing that nobody can see before the names have changed.
    await world.work('cutover1', until('rename-old', 'doing'));
    world.startWriters();
    world.pass(20_000);
    world.stopWriters();
    const run = await world.work('cutover1');
    expect(run.state).toBe('failed');
    expect(run.problem?.message).toMatch(/something was written to orders|Performance Insights saw 10\.0\.3\.17/);
    expect(run.problem?.message).not.toContain('No cluster is called');
    expectUntouched(world);
  });
});
