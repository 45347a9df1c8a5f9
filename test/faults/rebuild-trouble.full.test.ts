import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { FaultRuleInput } from '../../demo/aws/faults.ts';
import { createRandom } from '../../demo/aws/random.ts';
import { type RebuildFleet, startRebuildFleet } from '../helpers/rebuild-fleet.ts';
import { type Harm, tell, type Way, ways } from '../helpers/rebuild-story.ts';
import { count } from '../helpers/rebuild-tally.ts';
import { redisKinds } from '../helpers/redis.ts';

const seed = Number(process.env.AURORA_FAULT_SEED ?? Date.now() % 1_000_000);

describe.runIf(redisKinds.includes('redis-server'))(`a rebuild (AURORA_FAULT_SEED=${seed})`, () => {
  let world: RebuildFleet;
  afterEach(() => world?.close());

  const whole = async (way: Way, harm: Harm, workers = 1): Promise<void> => {
    world = await startRebuildFleet();
    await world.fill(workers);
    await tell(world, way, harm).whole();
  };
  /** At every so many calls to AWS, seldom or often as chance will have it. */
  const everySoManyCalls = (act: (runId: string) => void, most = 60): Harm => {
    const random = createRandom(seed);
    return (fleet, runId) => {
      let left = Math.ceil(random() * most);
      fleet.onCall(() => {
        left -= 1;
        if (left > 0) return undefined;
        left = Math.ceil(random() * most);
        act(runId);
        return undefined;
      });
      return () => fleet.onCall(undefined);
    };
  };
  const faults =
    (...rules: readonly FaultRuleInput[]): Harm =>
    (fleet) => {
      for (const rule of rules) fleet.aws.faults.add({ seed, ...rule });
      return () => fleet.aws.faults.clear();
    };

  it.each(ways)('gets through AWS failing or throttling three calls in ten: %s', async (way) => {
    await whole(
      way,
      faults({ effect: 'throttle', probability: 0.15 }, { effect: 'error', probability: 0.15, seed: seed + 100 }),
    );
  }, 1_200_000);

  it.each(ways)('makes nothing twice when writes are applied and answered with 500, or not at all: %s', async (way) => {
    await whole(
      way,
      faults(
        { service: 'rds', writes: true, effect: 'applied-500', probability: 0.4 },
        { service: 'rds', writes: true, effect: 'applied-reset', probability: 0.3, seed: seed + 100 },
      ),
    );
  }, 1_200_000);

  it.each(ways)('goes on after Redis was killed and came back with its append-only file: %s', async (way) => {
    let restarting: Promise<void> | undefined;
    let restarts = 0;
    await whole(
      way,
      everySoManyCalls(() => {
        restarting ??= world.server.restart(300).then(() => {
          restarts += 1;
          restarting = undefined;
        });
      }),
    );
    await restarting;
    expect(restarts).toBeGreaterThan(0);
    console.log(`${way}: Redis was killed ${restarts} times`);
  }, 1_200_000);

  it.each(
    ways,
  )('is written to by one worker alone when others wake up after their lease has run out: %s', async (way) => {
    let asleep: Promise<void> | undefined;
    let sleepers = 0;
    const nap = async (runId: string) => {
      const holder = await world.holderOf(runId);
      holder?.process.kill('SIGSTOP');
      await sleep(2_500);
      holder?.process.kill('SIGCONT');
      sleepers += 1;
    };
    await whole(
      way,
      everySoManyCalls((runId) => {
        asleep ??= nap(runId).finally(() => {
          asleep = undefined;
        });
      }),
      2,
    );
    await asleep;
    expect(sleepers).toBeGreaterThan(0);
    console.log(`${way}: ${sleepers} workers fell asleep and woke up`);
  }, 1_200_000);

  /** Where its records are lost: before each step from the first that changes anything to the last. */
  it.each([
    ['cut-over', 'new-cluster'],
    ['cut-over', 'rename-old'],
    ['cut-over', 'stop-old'],
    ['cut-over', 'prove'],
    ['cut-over', 'rename-new'],
    ['cut-over', 'see'],
    ['cut-over-new-endpoint', 'stop-old'],
    ['cut-over-new-endpoint', 'see'],
  ] as const)(
    'adopts what is there when Redis was emptied: %s at %s',
    async (way, step) => {
      let lost: Promise<void> | undefined;
      const harm: Harm = (fleet, runId) => {
        if (!runId.startsWith('cut')) return undefined;
        lost = (async () => {
          const at = async () => (await fleet.run(runId))?.steps.find(({ id }) => id === step)?.state;
          for (let state = await at(); state !== 'doing'; state = await at()) {
            if (state === 'done') throw new Error(`${step} was over too soon`);
            await sleep(10);
          }
          await fleet.killAll();
          await fleet.loseRun(runId);
          await fleet.fill(1);
        })();
        return () => lost;
      };
      world = await startRebuildFleet();
      await world.fill(1);
      const story = tell(world, way, harm);
      await story.rehearse();
      await story.cutOver(true);
      await story.undo(true);
      count('emptied', { rebuilds: 1 });
    },
    600_000,
  );
});
