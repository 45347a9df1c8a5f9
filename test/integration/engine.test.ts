import { Redis } from 'ioredis';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RunStore } from '../../src/domain/remediation/ports.ts';
import { isFinal } from '../../src/domain/remediation/run.ts';
import { applyRemediation } from '../../src/jobs/apply-remediation.ts';
import type { Handlers } from '../../src/jobs/catalog.ts';
import { queueRun } from '../../src/jobs/queue-run.ts';
import { reconcile } from '../../src/jobs/reconcile.ts';
import { type Consumer, startConsumer } from '../../src/queue/consumer.ts';
import { createProducer, type Producer } from '../../src/queue/producer.ts';
import { repeat } from '../../src/repeat.ts';
import { createRunStore } from '../../src/store/remediations.ts';
import { type Bench, createBench } from '../fakes/engine-bench.ts';
import { stepIds } from '../fakes/engine-stage.ts';
import { redisKinds, startRedis, type TestRedis } from '../helpers/redis.ts';
import { until } from '../helpers/slack.ts';

const leaseMs = 1_000;
const logger = pino({ level: 'silent' });
const trueNow = Date.now;

describe.each(redisKinds)('runs through the queue on %s', (kind) => {
  let server: TestRedis;
  let redis: Redis;
  let runs: RunStore;
  let queue: Producer;
  let consumers: Consumer[];
  let tasks: { stop: () => void }[];
  let bench: Bench;

  beforeAll(async () => {
    server = await startRedis(kind);
    redis = new Redis(server.url, { maxRetriesPerRequest: null });
    runs = createRunStore({ redis, retentionDays: 1 });
  });
  beforeEach(async () => {
    await redis.flushall();
    queue = createProducer({ connection: redis, inTime: false });
    consumers = [];
    // Not the clock that a test sets wrong.
    const started = trueNow() - performance.now();
    bench = createBench({ settleMs: 600, clock: { now: () => started + performance.now(), advance: () => {} } });
    tasks = [
      repeat(
        () => reconcile({ runs, queue, graceMs: leaseMs }),
        200,
        () => {},
      ),
    ];
  });
  afterEach(async () => {
    Date.now = trueNow;
    for (const task of tasks) task.stop();
    await Promise.all(consumers.map((consumer) => consumer.close(2_000)));
    await queue.close();
  });
  afterAll(async () => {
    redis.disconnect();
    await server.stop();
  });

  const work = (): void => {
    const apply = applyRemediation({ ...bench.deps, runs, queue, leaseMs });
    const handlers = { 'apply-remediation': apply, 'judge-again': async () => {} } as Partial<Handlers> as Handlers;
    const concurrency = { audits: 1, scans: 1, messages: 1, plans: 1, remediations: 4, webhooks: 1 };
    const timing = { lockDurationMs: 2_000, stalledIntervalMs: 1_000 };
    consumers.push(startConsumer({ connection: redis, handlers, concurrency, ...timing, logger }));
  };
  const launch = () =>
    queueRun({ approvals: bench.deps.approvals, runs, queue, now: () => new Date(trueNow()) }, bench.approval.id);
  const stored = async () => {
    const run = await runs.get(bench.approval.id);
    if (run === undefined) throw new Error('there is no run');
    return run;
  };
  const finished = async () => {
    await until('the run ends', async () => isFinal(await stored()));
    expect(await stored()).toMatchObject({ state: 'verified' });
    expect(bench.made).toHaveLength(stepIds.length);
  };

  it('are done, turn by turn, once for however many workers and events', async () => {
    work();
    work();
    await Promise.all([launch(), launch(), launch()]);
    await finished();
    expect((await stored()).turn).toBeGreaterThan(0);
    await until('nobody holds it', async () => !(await runs.isLeased(bench.approval.id)));
    expect(await runs.open()).toEqual([]);
  });

  it('are found when nobody queued them', async () => {
    work();
    await launch();
    await redis.del(...(await redis.keys('{aurora}:queue:*')));
    await finished();
  });

  // The Redis inside this process goes by the same clock.
  const jumps = kind === 'redis-server' ? [3_600_000, -3_600_000] : [];
  it.each(jumps)('do not mind a clock that jumps by %i ms', async (ms) => {
    work();
    await launch();
    await until('a step waits', async () => (await stored()).state === 'waiting');
    Date.now = () => trueNow() + ms;
    await finished();
    const trail = (await redis.lrange('{aurora}:outbox', 0, -1)).join();
    expect(trail).not.toContain('run.overdue');
    expect(trail).not.toContain('run.failed');
  });
});
