import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterEach, describe, expect, it } from 'vitest';
import { ids } from '../../demo/slack/workspace.ts';
import { collect, openLives } from '../helpers/lives.ts';
import { type RealRedis, redisKinds, startRealRedis } from '../helpers/redis.ts';
import { aurora, until } from '../helpers/slack.ts';
import { isReport, soonMissed, startWorld, type World, type WorldOptions } from '../helpers/world.ts';

const patience = 100_000;
const onRealRedis = redisKinds.includes('redis-server');

let world: World;
let closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await world.close();
  for (const close of closing.reverse()) await close();
  closing = [];
});

async function open(options: WorldOptions = {}): Promise<World> {
  world = await startWorld(options);
  return world;
}

async function realRedis(): Promise<RealRedis> {
  const redis = await startRealRedis();
  closing.push(redis.stop);
  return redis;
}

const slack = () => world.slack.slack;
const reports = async (count: number) => {
  const found = () => slack().messages(ids.databases).filter(isReport);
  await until('everything is reported', () => found().length === count, patience);
};

/** 27 databases need somebody and one is exempt, in any audit of the test organization. */
async function expectEachOnce(): Promise<void> {
  const redis = new Redis(world.redisUrl);
  closing.push(async () => redis.disconnect());
  const { lives, findings } = openLives(redis);
  const transitions = await collect(lives.after(0));
  const failing = (await collect(findings.list())).filter(({ status }) => status === 'fail');
  expect(failing).toHaveLength(28);
  const opened = transitions.filter(({ kind }) => kind === 'opened').map(({ findingId }) => findingId);
  expect(opened.sort()).toEqual(failing.map(({ id }) => id).sort());
  expect(transitions.filter(({ kind }) => kind !== 'opened').map(({ kind }) => kind)).toEqual(['exempted']);
  expect(transitions.map(({ seq }) => seq)).toEqual(transitions.map((_, index) => index + 1));
  const open = (await collect(lives.list())).filter(({ openSince }) => openSince !== undefined);
  expect(open.map(({ findingId }) => findingId).sort()).toEqual(opened);
  expect(await redis.keys('*staged*')).toEqual([]);
}

describe('no transition comes twice and none is lost', { timeout: 300_000 }, () => {
  it('when workers are killed while they scan and store', async () => {
    await open(onRealRedis ? { redis: 'redis-server' } : {});
    await world.startBot();
    world.aws.faults.add({ effect: 'delay', ms: 700, service: 'rds', times: 12 });
    await aurora(world, 'audit');
    for (const requests of [2, 6, 12]) {
      const worker = await world.startWorker(soonMissed);
      await until('it scans', () => world.aws.requests.count({ service: 'rds' }) >= requests, patience);
      await worker.kill();
    }
    await world.startWorker(soonMissed);
    await reports(1);
    await expectEachOnce();
  });

  it('when several audits scan the same targets at once, on several workers', async () => {
    await open(onRealRedis ? { redis: 'redis-server' } : {});
    await world.startBot();
    await Promise.all([world.startWorker(soonMissed), world.startWorker(soonMissed)]);
    world.aws.faults.add({ effect: 'delay', ms: 1_000, service: 'rds', times: 8 });
    const scopes = ['', ' payments-prod', ' fleet', ' --region us-east-1', ' payments-prod fleet', ' --rule RDS-034'];
    await Promise.all(scopes.map((scope) => aurora(world, `audit${scope}`)));
    await reports(scopes.length);
    await expectEachOnce();
    await aurora(world, 'audit');
    await reports(scopes.length + 1);
    await expectEachOnce();
  });

  it.runIf(onRealRedis)('when a worker dies between its scan and its store', async () => {
    const redis = await realRedis();
    await open({ redisUrl: redis.url });
    await world.startBot();
    const first = await world.startWorker(soonMissed);
    world.aws.faults.add({ effect: 'delay', ms: 1_500, service: 'rds', times: 4 });
    await aurora(world, 'audit');
    await until('it scans', () => world.aws.requests.count({ service: 'rds' }) >= 2, patience);
    redis.freeze();
    // AWS answers meanwhile, and nothing can be stored.
    await sleep(3_000);
    await first.kill();
    redis.thaw();
    await world.startWorker(soonMissed);
    await reports(1);
    await expectEachOnce();
  });

  it.runIf(onRealRedis)('when Redis dies in the middle', async () => {
    const redis = await realRedis();
    await open({ redisUrl: redis.url });
    const [bot] = await Promise.all([world.startBot(), world.startWorker(soonMissed)]);
    world.aws.faults.add({ effect: 'delay', ms: 1_000, service: 'rds', times: 6 });
    await aurora(world, 'audit');
    await until('it scans', () => world.aws.requests.count({ service: 'rds' }) >= 3, patience);
    await redis.restart(1_500);
    await bot.saw('Redis is back');
    await reports(1);
    await expectEachOnce();
  });
});
