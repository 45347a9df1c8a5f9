import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type EngineFleet, startFleet } from '../helpers/engine-fleet.ts';
import { redisKinds } from '../helpers/redis.ts';

const isFull = Number(process.env.AURORA_FAULT_RUNS ?? 20) > 20;
const seed = Number(process.env.AURORA_FAULT_SEED ?? Date.now() % 1_000_000);

let fleet: EngineFleet;

describe.runIf(redisKinds.includes('redis-server'))('a remediation', () => {
  beforeAll(async () => {
    fleet = await startFleet();
  });
  afterAll(() => fleet.close());
  afterEach(() => fleet.calm());

  const oneOutcomeEach = async (ids: readonly string[]): Promise<void> => {
    await Promise.all(ids.map((id) => fleet.world.ended(id, 300_000)));
    await fleet.world.expectOneOutcomeEach(ids);
  };

  it('goes on after Redis was killed and came back with its append-only file', async () => {
    const { world, redis } = fleet;
    await fleet.fill(2);
    for (const nth of [1, 4, 8]) {
      const id = fleet.newId();
      fleet.atCall(nth, () => void redis.restart(400));
      await world.approve(id);
      await oneOutcomeEach([id]);
    }
  });

  it('makes nothing twice when its writes are applied and answered with 500, or not answered at all', async () => {
    const { world } = fleet;
    await fleet.fill(2);
    const ids = [fleet.newId(), fleet.newId()];
    const write = { action: 'CreateBackupSelection', phase: 'after' as const };
    world.aws.faults.add({ ...write, effect: 'error', times: 3 });
    world.aws.faults.add({ ...write, effect: 'reset', times: 2 });
    await Promise.all(ids.map((id, database) => world.approve(id, database)));
    await oneOutcomeEach(ids);
  });

  // `npm run test:faults` has an AWS that fails at every second call, too.
  it.each(
    isFull ? [3, 5] : [3],
  )(`gets through AWS failing or throttling %i calls in ten (seed ${seed})`, async (many) => {
    const { world } = fleet;
    await fleet.fill(2);
    const ids = [fleet.newId(), fleet.newId(), fleet.newId()];
    world.aws.faults.add({ effect: 'throttle', probability: many / 20, seed });
    world.aws.faults.add({ effect: 'error', probability: many / 20, seed: seed + 100 });
    await Promise.all(ids.map((id, database) => world.approve(id, database)));
    await oneOutcomeEach(ids);
  }, 400_000);

  it('whose records were lost adopts what it had made', async () => {
    const { world } = fleet;
    await fleet.refill(1, {});
    const id = fleet.newId();
    await world.approve(id, 6);
    await oneOutcomeEach([id]);
    const before = [...world.things.made];
    await fleet.refill(0, {});
    await world.redis.flushall();
    await world.audited();
    await fleet.fill(1);
    await world.approve(id, 6);
    await oneOutcomeEach([id]);
    expect(world.things.made).toEqual(before);
  });
});
