import type { Keeper } from '../../demo/keeper.ts';
import { isFinal } from '../../src/domain/remediation/run.ts';
import { type EngineWorld, startEngineWorld } from './engine-world.ts';
import { type RealRedis, startRealRedis } from './redis.ts';

/** Steps that take their time are hit more often. */
export const slowly = { TEST_LINGER_MS: '500' };

/** Some workers of one engine on a Redis of their own, of which tests kill some. */
export interface EngineFleet {
  readonly world: EngineWorld;
  readonly redis: RealRedis;
  /** Those that run, as far as the test has not ended them by itself. */
  readonly workers: () => readonly Keeper[];
  /** Ids of approvals are short and readable; each call gives another one. */
  readonly newId: () => string;
  /** At least as many workers as asked for, with those that are left. */
  readonly fill: (many: number) => Promise<void>;
  /** Kills all and starts so many. */
  readonly refill: (many: number, env: Readonly<Record<string, string>>) => Promise<readonly Keeper[]>;
  /** Kills one and lets another one start meanwhile, that takes its time. */
  readonly kill: (worker: Keeper | undefined) => Promise<void>;
  /** Does not count this one any more: the test ends it. */
  readonly forget: (worker: Keeper | undefined) => void;
  /** The worker that holds a run. */
  readonly holderOf: (id: string) => Promise<Keeper | undefined>;
  readonly hasEnded: (id: string) => Promise<boolean>;
  /**
   * Calls `act` at the `nth` call that a run makes to AWS, counted from 0; before it takes effect. Answers how many calls
   * there were so far.
   */
  readonly atCall: (nth: number, act: () => void) => () => number;
  /** What one test has set, none of the next one. */
  readonly calm: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function startFleet(): Promise<EngineFleet> {
  const redis = await startRealRedis();
  const world = await startEngineWorld(redis.url);
  let workers: Keeper[] = [];
  /** They take the place of killed ones while others do their work. */
  const starting: Promise<Keeper>[] = [];
  let count = 0;

  const start = async (many: number, env: Readonly<Record<string, string>> = {}) => {
    const started = await Promise.all(Array.from({ length: many }, () => world.startWorker(env)));
    workers.push(...started);
    return started;
  };
  const forget = (worker: Keeper | undefined) => {
    workers = workers.filter((each) => each !== worker);
  };
  const fill = async (many: number) => {
    workers.push(...(await Promise.all(starting.splice(0))));
    await start(Math.max(0, many - workers.length));
  };
  return {
    world,
    redis,
    workers: () => workers,
    newId: () => {
      count += 1;
      return `run${String(count).padStart(5, 'a')}`;
    },
    fill,
    refill: async (many, env) => {
      await fill(0);
      await Promise.all(workers.splice(0).map((worker) => worker.kill()));
      return start(many, env);
    },
    kill: async (worker) => {
      forget(worker);
      await worker?.kill();
      starting.push(world.startWorker(slowly));
    },
    forget,
    holderOf: async (id) => {
      const worker = await world.redis.hget(`{aurora}:run:${id}`, 'worker');
      return workers.find((keeper) => worker?.includes(`-${keeper.process.pid}-`));
    },
    hasEnded: async (id) => {
      const run = await world.records.runs.get(id);
      return run !== undefined && isFinal(run);
    },
    atCall: (nth, act) => {
      let calls = 0;
      world.things.onCall = () => {
        if (calls === nth) act();
        calls += 1;
      };
      return () => calls;
    },
    calm: async () => {
      world.things.onCall = () => {};
      world.aws.faults.clear();
      await world.records.pause.clear();
    },
    close: async () => {
      await Promise.allSettled(starting);
      await world.close();
      await redis.stop();
    },
  };
}
