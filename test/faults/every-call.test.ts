import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { stepIds } from '../fakes/engine-stage.ts';
import { type EngineFleet, startFleet } from '../helpers/engine-fleet.ts';
import { redisKinds } from '../helpers/redis.ts';
import { until } from '../helpers/slack.ts';

let fleet: EngineFleet;

describe.runIf(redisKinds.includes('redis-server'))('a remediation', () => {
  beforeAll(async () => {
    fleet = await startFleet();
  });
  afterAll(() => fleet.close());
  afterEach(() => fleet.calm());

  it('survives kill -9 at each of its calls to AWS', async () => {
    const { world, atCall, fill, hasEnded, kill, newId, workers } = fleet;
    let killed = 0;
    for (let nth = 0; ; nth += 1) {
      await fill(1);
      const id = newId();
      let dead: Promise<void> | undefined;
      const calls = atCall(nth, () => {
        const [worker] = workers();
        // At once, so that this call is its last: it never sees the answer.
        worker?.process.kill('SIGKILL');
        dead = kill(worker);
      });
      await world.approve(id, nth % 4);
      await until('it is killed or done', async () => dead !== undefined || (await hasEnded(id)), 60_000);
      if (dead !== undefined) killed += 1;
      await dead;
      await fill(1);
      await world.ended(id);
      await world.expectOneOutcome(id);
      if (calls() <= nth) break;
    }
    expect(killed).toBeGreaterThanOrEqual(3 * stepIds.length);
    console.log(`kill -9 at each of ${killed} calls: every run finished, nothing was made twice`);
  }, 600_000);
});
