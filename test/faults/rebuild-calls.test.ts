import { afterEach, describe, expect, it } from 'vitest';
import { createRandom } from '../../demo/aws/random.ts';
import { type RebuildFleet, startRebuildFleet } from '../helpers/rebuild-fleet.ts';
import { killAtCalls } from '../helpers/rebuild-kills.ts';
import { tell, ways } from '../helpers/rebuild-story.ts';
import { redisKinds } from '../helpers/redis.ts';

const seed = Number(process.env.AURORA_FAULT_SEED ?? Date.now() % 1_000_000);
/** About so many workers are killed. */
const sample = 8;

/** All calls, of whole rebuilds: rebuild-calls.full.test.ts. */
describe.runIf(redisKinds.includes('redis-server'))('a rebuild', () => {
  let world: RebuildFleet;
  afterEach(() => world?.close());

  it(`survives kill -9 at about ${sample} of its calls to AWS (AURORA_FAULT_SEED=${seed})`, async () => {
    const random = createRandom(seed);
    const way = random() < 0.5 ? ways[0] : ways[1];
    let left = sample;
    const kills = killAtCalls(({ write }) => {
      if (left === 0 || random() > (write ? 0.4 : 0.06)) return false;
      left -= 1;
      return true;
    });
    world = await startRebuildFleet();
    await world.fill(2);
    const story = tell(world, way ?? 'cut-over', kills.harm);
    await story.rehearse();
    // Half of them belong to the rehearsal at most.
    left = Math.max(left, sample / 2);
    await story.cutOver();
    expect(kills.count()).toBeGreaterThanOrEqual(sample / 2);
    console.log(
      `kill -9 at ${kills.count()} calls of a rehearsal and a ${way} (AURORA_FAULT_SEED=${seed}): nothing lost`,
    );
  }, 400_000);
});
