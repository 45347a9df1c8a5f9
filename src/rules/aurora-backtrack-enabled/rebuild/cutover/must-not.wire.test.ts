import { afterEach, describe, expect, it } from 'vitest';
import {
  type CutoverWorld,
  type CutoverWorldOptions,
  minute,
  shop,
  startCutoverWorld,
  until,
} from '../../../../../test/helpers/cutover-world.ts';

let world: CutoverWorld;
afterEach(() => world?.close());

/** Everything as it was: the old cluster in place, serving, with every row. */
async function expectUntouched(): Promise<void> {
  expect(world.names()).toContain('orders');
  expect(world.cluster('orders')).toMatchObject({ Status: 'available' });
  expect(world.cluster('orders')?.BacktrackWindow).toBeUndefined();
  const ours = Object.keys(world.tagsOf('orders')).filter((key) => /^(?:aurora-keeper|managed-by)/.test(key));
  expect(ours).toEqual([]);
  world.startWriters();
  world.pass(5 * minute);
  expect(world.sessionsOn('orders')).toBe(3);
  expect(world.lost().lost).toBe(0);
}

const start = async (options: CutoverWorldOptions = {}): Promise<void> => {
  world = await startCutoverWorld(options);
};

/** Runs until a step is under way, then does something, then runs to the end. */
async function meanwhile(step: string, happens: () => void) {
  world.stopWriters();
  await world.begin();
  await world.work('cutover1', until(step, 'doing'));
  happens();
  return world.work('cutover1');
}

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
    await expectUntouched();
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
    const run = await meanwhile(step, () => world.startWriters());
    expect(run.state).toBe('failed');
    expect(run.problem?.message).toMatch(/something was written to orders/);
    expect(run.problem?.message).toMatch(
      /orders is as it was: start the writers again|Nothing has been changed|nothing has been renamed|orders is the old cluster again/,
    );
    await expectUntouched();
  });

  it('takes itself back when somebody writes to the old cluster after it was renamed', async () => {
    // Knows the address by heart, so a new name does not keep it away.
    await start({ applications: [{ ...shop, address: 'cached' }] });
    const run = await meanwhile('stop-old', () => world.startWriters());
    expect(run.state).toBe('failed');
    expect(run.problem?.message).toMatch(/So it was taken back: orders is the old cluster again, available/);
    await expectUntouched();
  });

  it('takes itself back when nobody can tell what was done in the last seconds', async () => {
    await start();
    const run = await meanwhile('stop-old', () => {
      world.aws.faults.add({ effect: 'error', code: 'AccessDenied', status: 403, action: 'DescribeDimensionKeys' });
    });
    expect(run.problem?.message).toMatch(
      /may not call pi:DescribeDimensionKeys.*So it was taken back: orders is the old/,
    );
    await expectUntouched();
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
    await expectUntouched();
  });
});

describe('a cut-over that AWS does not let through', () => {
  it('ends at once when AWS refuses the first rename', async () => {
    await start();
    const run = await meanwhile('new-settings', () => {
      world.aws.faults.add({
        effect: 'error',
        code: 'AccessDenied',
        status: 403,
        action: 'ModifyDBCluster',
        input: { DBClusterIdentifier: 'orders' },
      });
    });
    expect(run.problem?.message).toMatch(/may not call rds:ModifyDBCluster.*nothing has been renamed or stopped/);
    expect(run.problem?.message).not.toContain('taken back');
    await expectUntouched();
  });

  it('takes itself back when AWS does not stop the old cluster', async () => {
    await start();
    const run = await meanwhile('rename-old', () => {
      world.aws.faults.add({ effect: 'error', code: 'AccessDenied', status: 403, action: 'StopDBCluster' });
    });
    expect(run.problem?.message).toMatch(/may not call rds:StopDBCluster .*So it was taken back: orders is the old/);
    await expectUntouched();
  });

  it('asks again, and says so, when AWS refuses to give the old cluster its name back', async () => {
    await start();
    const faults: (() => void)[] = [];
    world.stopWriters();
    await world.begin();
    await world.work('cutover1', until('stop-old', 'doing'));
    for (const action of ['StopDBCluster', 'StartDBCluster', 'ModifyDBCluster'])
      faults.push(world.aws.faults.add({ effect: 'error', code: 'AccessDenied', status: 403, action }));
    for (let turns = 0; turns < 60; turns += 1) await world.turn();
    const held = await world.runOf('cutover1');
    expect(held.state).toBe('waiting');
    expect(held.steps.find(({ state }) => state === 'doing')?.says).toMatch(
      /Taking it back: AWS refuses: .*may not call rds:(?:Start|Modify)DBCluster.*asked again until AWS takes it/,
    );
    for (const remove of faults) remove();
    expect((await world.work('cutover1')).problem?.message).toMatch(/So it was taken back: orders is the old cluster/);
    await expectUntouched();
  });

  it('takes itself back when AWS does not give the new cluster its name', async () => {
    await start();
    const run = await meanwhile('prove', () => {
      world.aws.faults.add({
        effect: 'error',
        code: 'KMSKeyNotAccessibleFault',
        status: 400,
        action: 'ModifyDBCluster',
        times: 1,
      });
    });
    expect(run.problem?.message).toMatch(/KMSKeyNotAccessibleFault.*So it was taken back/);
    await expectUntouched();
  });

  it('ends when AWS cannot take the snapshot', async () => {
    await start();
    world.aws.faults.add({ effect: 'ends-in', action: 'CreateDBClusterSnapshot', outcome: 'failed', times: 1 });
    const run = await world.cutOver();
    expect(run.problem?.message).toMatch(
      /could not take the snapshot aurora-keeper-cutover1-frozen.*Nothing has been changed/,
    );
    expect(world.names()).toEqual(['orders']);
    await expectUntouched();
  });

  it('ends when AWS has no room for the third instance in any zone', async () => {
    await start({ clusters: [{ name: 'orders', instances: 3 }] });
    world.aws.faults.add({
      effect: 'error',
      action: 'CreateDBInstance',
      code: 'InsufficientDBInstanceCapacity',
      status: 400,
      skip: 2,
    });
    const run = await world.cutOver();
    expect(run.problem?.message).toMatch(
      /InsufficientDBInstanceCapacity.*orders is as it was: start the writers again\. The new cluster orders-bt is there, not used, and costs money until it is removed/,
    );
    await expectUntouched();
    // What it has made is offered to be removed, and nothing else goes.
    const removed = await world.follow('remove-copy');
    expect(removed.problem).toBeUndefined();
    expect(world.names()).toEqual(['orders']);
    expect([...(world.holdings()?.instances.keys() ?? [])].sort()).toEqual(['orders-1', 'orders-2', 'orders-3']);
  });

  it('takes another zone for an instance that its own has no room for', async () => {
    await start({ clusters: [{ name: 'orders', instances: 3 }] });
    const third = world.holdings()?.instances.get('orders-3');
    world.aws.faults.add({
      effect: 'error',
      action: 'CreateDBInstance',
      code: 'InsufficientDBInstanceCapacity',
      status: 400,
      input: { AvailabilityZone: third?.AvailabilityZone ?? '' },
    });
    const run = await world.cutOver();
    expect(run.problem).toBeUndefined();
    expect(world.names()).toEqual(['orders', 'orders-old-1121']);
    expect(world.lost().lost).toBe(0);
  });

  it('asks on, for hours, when AWS does not answer between the two names', async () => {
    await start();
    world.stopWriters();
    await world.begin();
    await world.work('cutover1', until('prove', 'doing'));
    const remove = world.aws.faults.add({ effect: 'error', code: 'ServiceUnavailable', status: 503, service: 'rds' });
    for (let turns = 0; turns < 5; turns += 1) {
      await world.turn();
      world.pass(30 * minute);
    }
    const held = await world.runOf('cutover1');
    expect(held.state).toBe('waiting');
    expect(held.overdueSince).toBeDefined();
    expect(held.steps.find(({ id }) => id === 'prove')?.says).toMatch(/^Asking again: /);
    remove();
    const run = await world.work('cutover1');
    expect(run.problem).toBeUndefined();
    expect(world.names()).toEqual(['orders', 'orders-old-1121']);
    expect(world.lost().lost).toBe(0);
  });
});
