import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../demo/aws/random.ts';
import { type EngineFleet, slowly, startFleet } from '../helpers/engine-fleet.ts';
import { redisKinds } from '../helpers/redis.ts';

/** Times that a worker is killed at a random moment; `npm run test:faults` asks for 200. */
const kills = Number(process.env.AURORA_FAULT_RUNS ?? 20);
const seed = Number(process.env.AURORA_FAULT_SEED ?? Date.now() % 1_000_000);
/** Runs that are begun before each kill, and how many times so many are under way at once; each has its own database. */
const runsPerKill = 3;
const roundsAtOnce = 3;

let fleet: EngineFleet;

describe.runIf(redisKinds.includes('redis-server'))('a remediation', () => {
  beforeAll(async () => {
    fleet = await startFleet();
  });
  afterAll(() => fleet.close());

  /** How long a run takes that nobody disturbs; milliseconds. */
  const undisturbed = async (): Promise<number> => {
    await fleet.refill(3, slowly);
    const id = fleet.newId();
    const startedAt = Date.now();
    await fleet.world.approve(id);
    await fleet.world.ended(id);
    return Date.now() - startedAt;
  };

  it(`survives kill -9 at ${kills} random moments`, async () => {
    const { world, newId } = fleet;
    const random = createRandom(seed);
    const lengthMs = await undisturbed();
    const rounds: string[][] = [];
    for (let n = 0; n < kills; n += 1) {
      await fleet.fill(3);
      await Promise.all((rounds[n - roundsAtOnce] ?? []).map((id) => world.ended(id)));
      const ids = Array.from({ length: runsPerKill }, newId);
      rounds.push(ids);
      const databases = (n % roundsAtOnce) * runsPerKill;
      await Promise.all(ids.map((id, index) => world.approve(id, databases + index)));
      await sleep(random() * lengthMs);
      const aimedAt = ids[Math.floor(random() * ids.length)] ?? '';
      await fleet.kill((await fleet.holderOf(aimedAt)) ?? fleet.workers()[0]);
    }
    await fleet.fill(1);
    const ids = rounds.flat();
    for (const id of ids) await world.ended(id);
    const trails = await world.expectOneOutcomeEach(ids);
    const lost = trails.flat().filter(({ what }) => what === 'run.handed-over').length;
    expect(lost).toBeGreaterThan(0);
    console.log(
      `kill -9 at ${kills} random moments (AURORA_FAULT_SEED=${seed}): ${ids.length} runs finished, ${lost} were taken over, nothing was made twice`,
    );
  }, 7_200_000);
});
