import { afterEach, describe, expect, it } from 'vitest';
import {
  type CutoverWorld,
  type CutoverWorldOptions,
  expectUntouched,
  meanwhile,
  minute,
  startCutoverWorld,
  until,
} from '../../../../../test/helpers/cutover-world.ts';

let world: CutoverWorld;
afterEach(() => world?.close());

const start = async (options: CutoverWorldOptions = {}): Promise<void> => {
  world = await startCutoverWorld(options);
};

describe('a cut-over that AWS does not let through', () => {
  it('ends at once when AWS refuses the first rename', async () => {
    await start();
    const run = await meanwhile(world, 'new-settings', () => {
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
    expectUntouched(world);
  });

  it('takes itself back when AWS does not stop the old cluster', async () => {
    await start();
    const run = await meanwhile(world, 'rename-old', () => {
      world.aws.faults.add({ effect: 'error', code: 'AccessDenied', status: 403, action: 'StopDBCluster' });
    });
    expect(run.problem?.message).toMatch(/may not call rds:StopDBCluster .*So it was taken back: orders is the old/);
    expectUntouched(world);
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
    expectUntouched(world);
  });

  it('takes itself back when AWS does not give the new cluster its name', async () => {
    await start();
    const run = await meanwhile(world, 'prove', () => {
      world.aws.faults.add({
        effect: 'error',
        code: 'KMSKeyNotAccessibleFault',
        status: 400,
        action: 'ModifyDBCluster',
        times: 1,
      });
    });
    expect(run.problem?.message).toMatch(/KMSKeyNotAccessibleFault.*So it was taken back/);
    expectUntouched(world);
  });

  it('ends when AWS cannot take the snapshot', async () => {
    await start();
    world.aws.faults.add({ effect: 'ends-in', action: 'CreateDBClusterSnapshot', outcome: 'failed', times: 1 });
    const run = await world.cutOver();
    expect(run.problem?.message).toMatch(
      /could not take the snapshot aurora-keeper-cutover1-frozen.*Nothing has been changed/,
    );
    expect(world.names()).toEqual(['orders']);
    expectUntouched(world);
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
    expectUntouched(world);
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
