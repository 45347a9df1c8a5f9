import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { createRandom } from '../../demo/aws/random.ts';
import { orders, type RebuildFleet, startRebuildFleet } from '../helpers/rebuild-fleet.ts';
import { type Harm, tell, ways } from '../helpers/rebuild-story.ts';
import { redisKinds } from '../helpers/redis.ts';

/** Workers that are killed at random moments, and the same number of rebuilds of each way until then. */
const kills = Number(process.env.AURORA_FAULT_RUNS ?? 20);
const seed = Number(process.env.AURORA_FAULT_SEED ?? Date.now() % 1_000_000);
/** Milliseconds between two kills, at most. */
const apart = 4_000;

describe.runIf(redisKinds.includes('redis-server'))('a rebuild', () => {
  let world: RebuildFleet | undefined;
  afterEach(async () => {
    await world?.close();
    world = undefined;
  });

  it(`survives kill -9 at ${kills} random moments (AURORA_FAULT_SEED=${seed})`, async () => {
    const random = createRandom(seed);
    let killed = 0;
    let rebuilds = 0;
    const harm: Harm = (fleet, runId) => {
      let over = false;
      const killing = (async () => {
        for (;;) {
          await sleep(random() * apart);
          if (over) return;
          fleet.kill((await fleet.holderOf(runId)) ?? fleet.workers()[0]);
          killed += 1;
          await fleet.fill(1);
        }
      })();
      return async () => {
        over = true;
        await killing;
      };
    };
    while (killed < kills) {
      for (const way of ways) {
        world = await startRebuildFleet();
        await world.fill(2);
        await tell(world, way, harm).whole();
        rebuilds += 1;
        await world.close();
      }
    }
    expect(killed).toBeGreaterThanOrEqual(kills);
    console.log(
      `kill -9 at ${killed} random moments of ${rebuilds} rebuilds (AURORA_FAULT_SEED=${seed}): nothing lost`,
    );
  }, 7_200_000);

  it(`loses nothing to writers that go on by themselves (AURORA_FAULT_SEED=${seed})`, async () => {
    const random = createRandom(seed + 1);
    let refused = 0;
    for (let n = 0; n < Math.max(2, kills / 20); n += 1) {
      const resumesAfter = `${6 + Math.floor(random() * 14)}m`;
      const address = random() < 0.5 ? 'name' : 'cached';
      const way = ways[n % 2] ?? 'cut-over';
      world = await startRebuildFleet({ application: { resumesAfter, address } });
      await world.fill(2);
      const story = tell(world, way);
      await story.rehearse();
      const run = await story.tryCutOver();
      if (run.state !== 'verified') {
        refused += 1;
        if (world.holdings().clusters.has(`${orders}-bt`)) await story.removeCopy();
      }
      console.log(
        `${way}, writers by ${address} go on after ${resumesAfter}: ${run.state} ${run.problem?.message ?? ''}`,
      );
      await world.close();
    }
    console.log(`${refused} cut-overs were refused`);
  }, 7_200_000);
});
