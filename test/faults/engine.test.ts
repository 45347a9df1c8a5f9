import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../demo/aws/random.ts';
import type { Keeper } from '../../demo/keeper.ts';
import { isFinal } from '../../src/domain/remediation/run.ts';
import { stopAsked } from '../../src/domain/remediation/transitions.ts';
import { stepIds } from '../fakes/engine-stage.ts';
import { type EngineWorld, startEngineWorld } from '../helpers/engine-world.ts';
import { type RealRedis, redisKinds, startRealRedis } from '../helpers/redis.ts';
import { until } from '../helpers/slack.ts';

/** Runs whose worker is killed at a random moment; `npm run test:faults` asks for 200. */
const killedRuns = Number(process.env.AURORA_FAULT_RUNS ?? 20);
const seed = Number(process.env.AURORA_FAULT_SEED ?? Date.now() % 1_000_000);

/** Steps that take their time are hit more often. */
const slowly = { TEST_LINGER_MS: '500' };

let redis: RealRedis;
let world: EngineWorld;
let workers: Keeper[] = [];
/** They take the place of killed ones while others do their work. */
const starting: Promise<Keeper>[] = [];
let count = 0;

/** Ids of approvals are short and readable; each test has its own. */
const newId = (): string => {
  count += 1;
  return `run${String(count).padStart(5, 'a')}`;
};

describe.runIf(redisKinds.includes('redis-server'))('a remediation', () => {
  beforeAll(async () => {
    redis = await startRealRedis();
    world = await startEngineWorld(redis.url);
  }, 60_000);
  afterAll(async () => {
    await Promise.allSettled(starting);
    await world.close();
    await redis.stop();
  }, 60_000);
  afterEach(async () => {
    world.things.onCall = () => {};
    world.aws.faults.clear();
    await world.records.pause.clear();
  });

  const start = async (many: number, env: Readonly<Record<string, string>> = {}) => {
    const started = await Promise.all(Array.from({ length: many }, () => world.startWorker(env)));
    workers.push(...started);
    return started;
  };
  /** At least as many workers as asked for, with those that are left. */
  const fill = async (many: number) => {
    workers.push(...(await Promise.all(starting.splice(0))));
    await start(Math.max(0, many - workers.length));
  };
  const refill = async (many: number, env: Readonly<Record<string, string>>) => {
    await fill(0);
    await Promise.all(workers.splice(0).map((worker) => worker.kill()));
    return start(many, env);
  };
  const kill = async (worker: Keeper | undefined) => {
    workers = workers.filter((each) => each !== worker);
    await worker?.kill();
    starting.push(world.startWorker(slowly));
  };
  /** How long a run takes that nobody disturbs; milliseconds. */
  const undisturbed = async (): Promise<number> => {
    await refill(3, slowly);
    const id = newId();
    const startedAt = Date.now();
    await world.approve(id);
    await world.ended(id);
    return Date.now() - startedAt;
  };

  /** Calls `act` at the `nth` call that a run makes to AWS, counted from 0; before it takes effect. */
  const atCall = (nth: number, act: () => void): (() => number) => {
    let calls = 0;
    world.things.onCall = () => {
      if (calls === nth) act();
      calls += 1;
    };
    return () => calls;
  };

  const hasEnded = async (id: string): Promise<boolean> => {
    const run = await world.records.runs.get(id);
    return run !== undefined && isFinal(run);
  };

  const holderOf = async (id: string): Promise<Keeper | undefined> => {
    const worker = await world.redis.hget(`{aurora}:run:${id}`, 'worker');
    return workers.find((keeper) => worker?.includes(`-${keeper.process.pid}-`));
  };

  it('is done by one worker of several, in the name of who approved, and judged afterwards', async () => {
    await start(2);
    const id = newId();
    await world.approve(id);
    await world.ended(id);
    await world.expectOneOutcome(id);
    const writes = world.aws.requests.list({ action: 'CreateBackupSelection' });
    expect(writes).toHaveLength(stepIds.length);
    expect(writes.every(({ principalArn }) => principalArn?.endsWith(`/aurora-keeper-${id}`))).toBe(true);
    await until('it is judged', async () => (await world.run(id)).judgement?.outcome === 'passed');
  }, 120_000);

  it('survives kill -9 at each of its calls to AWS', async () => {
    let killed = 0;
    await refill(1, {});
    for (let nth = 0; ; nth += 1) {
      const id = newId();
      let dead: Promise<void> | undefined;
      const calls = atCall(nth, () => {
        // At once, so that this call is its last: it never sees the answer.
        workers[0]?.process.kill('SIGKILL');
        dead = kill(workers[0]);
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

  it(`survives kill -9 at ${killedRuns} random moments`, async () => {
    const random = createRandom(seed);
    const lengthMs = await undisturbed();
    let lost = 0;
    for (let n = 0; n < killedRuns; n += 1) {
      await fill(3);
      const ids = [newId(), newId(), newId()];
      await Promise.all(ids.map((id, database) => world.approve(id, database)));
      await sleep(random() * lengthMs);
      await kill((await holderOf(ids[Math.floor(random() * ids.length)] ?? '')) ?? workers[0]);
      for (const id of ids) {
        await world.ended(id);
        const trail = await world.expectOneOutcome(id);
        lost += trail.filter(({ what }) => what === 'run.handed-over').length;
      }
    }
    expect(lost).toBeGreaterThan(0);
    console.log(
      `kill -9 at ${killedRuns} random moments (AURORA_FAULT_SEED=${seed}): ${3 * killedRuns} runs finished, ${lost} were taken over, nothing was made twice`,
    );
  }, 7_200_000);

  it('goes on after Redis was killed and came back with its append-only file', async () => {
    await fill(2);
    for (const nth of [1, 4, 8]) {
      const id = newId();
      atCall(nth, () => void redis.restart(400));
      await world.approve(id);
      await world.ended(id);
      await world.expectOneOutcome(id);
    }
  }, 180_000);

  it('is written to by one worker alone when another wakes up after its lease has run out', async () => {
    const [sleeper] = await refill(1, {});
    const id = newId();
    let asleep = false;
    // It has seen that the thing of its second step is missing when it falls asleep, and makes it when it wakes up.
    atCall(3, () => {
      sleeper?.process.kill('SIGSTOP');
      asleep = true;
    });
    await world.approve(id);
    await until('it sleeps', () => asleep, 30_000);
    workers = [];
    await fill(1);
    await world.ended(id);
    sleeper?.process.kill('SIGCONT');
    await sleeper?.saw('the lease of a run was lost', 30_000);
    await world.expectOneOutcome(id);
    const writes = world.aws.requests.list({ action: 'CreateBackupSelection' });
    expect(writes.filter(({ principalArn }) => principalArn?.endsWith(`/aurora-keeper-${id}`))).toHaveLength(4);
    await sleeper?.kill();
  }, 120_000);

  it('is handed over at once by a worker that is asked to stop, in every step', async () => {
    for (const nth of [0, 4, 7, 10]) {
      await refill(2, { TEST_LINGER_MS: '400', TEST_SETTLE_MS: '900', AURORA_LEASE_MS: '30000' });
      const id = newId();
      let stopped: Promise<void> | undefined;
      atCall(nth, () => {
        stopped = holderOf(id).then((holder) => holder?.stop());
      });
      await world.approve(id);
      // Far less than the lease: whoever goes on has not waited for it to run out.
      await world.ended(id, 20_000);
      await stopped;
      const trail = await world.expectOneOutcome(id);
      expect(trail.filter(({ what }) => what === 'run.handed-over').length).toBeLessThanOrEqual(1);
    }
    await refill(0, {});
  }, 240_000);

  it('is held by the pause switch in the middle, and ended by Stop', async () => {
    await fill(2);
    const [paused, stopped] = [newId(), newId()];
    const pause = { by: 'U03CAROL001', at: new Date().toISOString(), reason: 'a test' };
    let held = false;
    atCall(4, () => {
      void world.records.pause.set(pause).then(() => {
        held = true;
      });
    });
    await world.approve(paused);
    await until('it is paused', () => held);
    const says = async () => (await world.run(paused)).steps.map((step) => step.says).join();
    await until('the run says so', async () => (await says()).includes('Everything is paused: a test'));
    const before = world.things.made.length;
    await sleep(1_500);
    expect(world.things.made.length).toBe(before);
    await world.approve(stopped, 1);
    await sleep(500);
    expect((await world.run(stopped)).state).toBe('queued');
    for (;;) {
      if (await world.records.runs.save(stopAsked(await world.run(stopped), 'U04').run, [])) break;
    }
    expect((await world.ended(stopped)).state).toBe('cancelled');
    await world.records.pause.clear();
    await world.ended(paused);
    await world.expectOneOutcome(paused);
    expect(world.things.made.some(({ name }) => name.includes(stopped))).toBe(false);
  }, 120_000);

  it('makes nothing twice when its writes are applied and answered with 500, or not answered at all', async () => {
    await fill(2);
    const ids = [newId(), newId()];
    const write = { action: 'CreateBackupSelection', phase: 'after' as const };
    world.aws.faults.add({ ...write, effect: 'error', times: 3 });
    world.aws.faults.add({ ...write, effect: 'reset', times: 2 });
    await Promise.all(ids.map((id, database) => world.approve(id, database)));
    for (const id of ids) {
      await world.ended(id);
      await world.expectOneOutcome(id);
    }
  }, 180_000);

  it.each(
    killedRuns > 20 ? [seed, seed + 1] : [seed],
  )('gets through AWS failing or throttling three calls in ten (seed %i)', async (fault) => {
    await fill(2);
    const ids = [newId(), newId(), newId()];
    world.aws.faults.add({ effect: 'throttle', probability: 0.3, seed: fault });
    world.aws.faults.add({ effect: 'error', probability: 0.3, seed: fault + 100 });
    await Promise.all(ids.map((id, database) => world.approve(id, database)));
    for (const id of ids) {
      await world.ended(id, 300_000);
      await world.expectOneOutcome(id);
    }
  }, 400_000);

  it('is stale, and nothing is touched, when the database was changed after it was approved', async () => {
    await fill(1);
    const id = newId();
    const cluster = world.aws.state.get('111111111111')?.region('us-east-1').clusters.get('ledger-11');
    Object.assign(cluster ?? {}, { TagList: [{ Key: 'setting', Value: 'new' }] });
    await world.approve(id, 11);
    const run = await world.ended(id);
    expect(run).toMatchObject({
      state: 'stale',
      problem: { message: expect.stringContaining('was old and is new now') },
    });
    expect(await world.records.approvals.get(id)).toMatchObject({ state: 'stale' });
    expect(world.things.made.some(({ name }) => name.includes(id))).toBe(false);
  }, 60_000);

  it('whose approval was only written to Redis is refused', async () => {
    await fill(1);
    const id = newId();
    const approval = await world.approve(newId(), 5);
    await world.letGo({ ...approval, id });
    expect(await world.ended(id)).toMatchObject({
      state: 'failed',
      problem: { message: expect.stringContaining('0 of 1 approvals hold') },
    });
    expect(world.things.made.some(({ name }) => name.includes(id))).toBe(false);
  }, 60_000);

  it('whose records were lost adopts what it had made', async () => {
    await fill(1);
    const id = newId();
    await world.approve(id, 6);
    await world.ended(id);
    const before = [...world.things.made];
    await Promise.all(workers.splice(0).map((worker) => worker.kill()));
    await world.redis.flushall();
    await world.audited();
    await fill(1);
    await world.approve(id, 6);
    await world.ended(id);
    await world.expectOneOutcome(id);
    expect(world.things.made).toEqual(before);
  }, 120_000);
});
