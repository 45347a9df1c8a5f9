import { afterEach, describe, expect, it } from 'vitest';
import { type RebuildFleet, startRebuildFleet } from '../helpers/rebuild-fleet.ts';
import { killAtCalls } from '../helpers/rebuild-kills.ts';
import { tell, ways } from '../helpers/rebuild-story.ts';
import { redisKinds } from '../helpers/redis.ts';

describe.runIf(redisKinds.includes('redis-server'))('a rebuild', () => {
  let world: RebuildFleet | undefined;
  afterEach(async () => {
    await world?.close();
    world = undefined;
  });

  it.each(ways)('survives kill -9 at each of its calls to AWS: %s', async (way) => {
    const kills = killAtCalls();
    for (let rebuilds = 1; ; rebuilds += 1) {
      const before = kills.count();
      world = await startRebuildFleet();
      await world.fill(2);
      await tell(world, way, kills.harm).whole();
      await world.close();
      console.log(`${way}: ${rebuilds} rebuilds, ${kills.count()} kills`);
      if (kills.count() === before) break;
    }
    expect(kills.count()).toBeGreaterThan(100);
    const written = kills.points().filter((point) => point.endsWith(' after')).length;
    console.log(`${way}: kill -9 at ${kills.count()} different calls, after ${written} of the writes: nothing lost`);
  }, 7_200_000);
});
