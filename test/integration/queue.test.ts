import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PermanentError, QueueUnavailable, QueueUncertain, TryAgainIn } from '../../src/domain/errors.ts';
import type { Handlers, JobContext, JobName } from '../../src/jobs/catalog.ts';
import { type Consumer, startConsumer } from '../../src/queue/consumer.ts';
import { createProducer, type Producer } from '../../src/queue/producer.ts';
import { connectRedis } from '../../src/redis-connection.ts';
import { target } from '../helpers/findings.ts';
import { freePort, type RealRedis, redisKinds, startRealRedis, startRedis, type TestRedis } from '../helpers/redis.ts';

const logger = pino({ level: 'silent' });
type Handle = (payload: never, context: JobContext) => Promise<void>;

/** Handlers that do nothing but what a test puts in. */
const handlers = (some: Partial<Record<JobName, Handle>>): Handlers => {
  const nothing: Handle = async () => {};
  return {
    'start-audit': nothing,
    'scan-target': nothing,
    'join-scans': nothing,
    'publish-report': nothing,
    'render-message': nothing,
    'export-audit': nothing,
    'export-trail': nothing,
    'deliver-webhook': nothing,
    'export-report': nothing,
    'plan-remediation': nothing,
    'apply-remediation': nothing,
    'judge-again': nothing,
    ...some,
  } as Handlers;
};

const until = async (condition: () => boolean, timeoutMs = 60_000): Promise<void> => {
  const deadline = Date.now() + timeoutMs;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('it did not come to that');
    await sleep(20);
  }
};

describe.each(redisKinds)('jobs on %s', (kind) => {
  let server: TestRedis;
  let redis: Redis;
  let queue: Producer;
  let consumers: Consumer[];

  const consume = (
    some: Partial<Record<JobName, Handle>>,
    over: { lockDurationMs?: number; stalledIntervalMs?: number } = {},
  ): Consumer => {
    const consumer = startConsumer({
      connection: redis,
      handlers: handlers(some),
      concurrency: { audits: 2, scans: 5, messages: 2, plans: 2, remediations: 2, webhooks: 2 },
      lockDurationMs: 30_000,
      stalledIntervalMs: 30_000,
      logger,
      ...over,
    });
    consumers.push(consumer);
    return consumer;
  };

  beforeAll(async () => {
    server = await startRedis(kind);
    redis = new Redis(server.url, { maxRetriesPerRequest: null });
  });
  beforeEach(async () => {
    await redis.flushall();
    consumers = [];
    queue = createProducer({ connection: redis, inTime: false });
  });
  afterEach(async () => {
    await Promise.all(consumers.map((consumer) => consumer.close(2_000)));
    await queue.close();
  });
  afterAll(async () => {
    redis.disconnect();
    await server.stop();
  });

  it('run once, however often they are added', async () => {
    const runs: string[] = [];
    consume({ 'start-audit': async ({ auditId }: { auditId: string }) => void runs.push(auditId) });
    await Promise.all([queue.startAudit('a'), queue.startAudit('a'), queue.startAudit('a')]);
    await until(() => runs.length > 0);
    await queue.startAudit('a');
    await sleep(400);
    expect(runs).toEqual(['a']);
  });

  it('report after every scan, also after one that failed for good', async () => {
    const done: string[] = [];
    consume({
      'scan-target': async ({ region }: { region: string }) => {
        if (region === 'us-east-1') throw new PermanentError('no');
        done.push(region);
      },
      'publish-report': async () => void done.push('report'),
    });
    await queue.scanTargets(
      'a',
      ['us-east-1', 'eu-west-1', 'eu-north-1'].map((region) => target({ region })),
    );
    await until(() => done.includes('report'));
    expect(done.at(-1)).toBe('report');
    expect(done.slice(0, -1).sort()).toEqual(['eu-north-1', 'eu-west-1']);
    await queue.scanTargets('a', [target({ region: 'us-east-1' })]);
    await sleep(400);
    expect(done).toHaveLength(3);
  });

  it('are tried again after trouble, and told when it is their last attempt', async () => {
    const attempts: boolean[] = [];
    consume({
      'export-audit': async (_: never, { lastAttempt }: JobContext) => {
        attempts.push(lastAttempt);
        if (attempts.length < 3) throw new Error('once more');
      },
    });
    await queue.exportAudit({
      auditId: 'a',
      format: 'csv',
      channelId: 'C',
      requestedBy: { userId: 'U', channelId: 'C' },
    });
    await until(() => attempts.length === 3);
    expect(attempts).toEqual([false, false, false]);
  });

  it('that wait are put back without using up attempts', async () => {
    let runs = 0;
    consume({
      'export-audit': async () => {
        runs += 1;
        if (runs <= 8) throw new TryAgainIn(30, 'not yet');
      },
    });
    await queue.exportAudit({
      auditId: 'a',
      format: 'csv',
      channelId: 'C',
      requestedBy: { userId: 'U', channelId: 'C' },
    });
    await until(() => runs === 9);
  });

  it('with a payload of another shape, or of an unknown name, are given up at once', async () => {
    const failures: string[] = [];
    const loud = pino(
      { level: 'error' },
      { write: (line: string) => void failures.push(JSON.parse(line).err?.message ?? line) },
    );
    const runs: string[] = [];
    consumers.push(
      startConsumer({
        connection: redis,
        handlers: handlers({ 'start-audit': async () => void runs.push('start-audit') }),
        concurrency: { audits: 1, scans: 1, messages: 1, plans: 1, remediations: 1, webhooks: 1 },
        lockDurationMs: 30_000,
        stalledIntervalMs: 30_000,
        logger: loud,
      }),
    );
    const { Queue } = await import('bullmq');
    const raw = new Queue('audits', { connection: redis, prefix: '{aurora}:queue' });
    await raw.add('start-audit', { auditId: 7 }, { attempts: 5 });
    await raw.add('drop-everything', {}, { attempts: 5 });
    await until(() => failures.length === 2);
    expect(failures.join('\n')).toMatch(/start-audit carries an invalid payload/);
    expect(failures.join('\n')).toMatch(/nobody knows a job "drop-everything"/);
    expect(runs).toEqual([]);
    await raw.close();
  });

  it('show the newest state in the end, with few renders for many changes', async () => {
    let state = 0;
    let shown = -1;
    let renders = 0;
    consume({
      'render-message': async () => {
        const seen = state;
        renders += 1;
        await sleep(20);
        shown = seen;
      },
    });
    const changes = kind === 'in-process' ? 60 : 300;
    for (let n = 1; n <= changes; n += 1) {
      state = n;
      await queue.renderMessage('m');
    }
    await until(() => shown === changes);
    await sleep(200);
    expect(shown).toBe(changes);
    expect(renders).toBeLessThan(changes);
  });

  it('go back to the queue when their worker shuts down, and are done by the next', async () => {
    const seen: string[] = [];
    const first = consume({
      'start-audit': async (_: never, { signal }: JobContext) => {
        seen.push('first');
        await sleep(30_000, undefined, { signal });
      },
    });
    await queue.startAudit('a');
    await until(() => seen.length === 1);
    await first.close(5_000);
    consume({ 'start-audit': async () => void seen.push('second') });
    await until(() => seen.includes('second'));
    expect(seen).toEqual(['first', 'second']);
  });
});

describe.each(redisKinds)('turns of a run on %s', (kind) => {
  let server: TestRedis;
  let redis: Redis;
  let queue: Producer;
  const consumers: Consumer[] = [];
  const consume = (apply: Handle): Consumer => {
    const consumer = startConsumer({
      connection: redis,
      handlers: handlers({ 'apply-remediation': apply }),
      concurrency: { audits: 1, scans: 1, messages: 1, plans: 1, remediations: 2, webhooks: 1 },
      lockDurationMs: 600,
      stalledIntervalMs: 300,
      logger,
    });
    consumers.push(consumer);
    return consumer;
  };

  beforeAll(async () => {
    server = await startRedis(kind);
    redis = new Redis(server.url, { maxRetriesPerRequest: null });
    queue = createProducer({ connection: redis, inTime: false });
  });
  afterEach(async () => {
    await Promise.all(consumers.splice(0).map((consumer) => consumer.close(1_000)));
    await redis.flushall();
  });
  afterAll(async () => {
    await queue.close();
    redis.disconnect();
    await server.stop();
  });

  it('are done once each, the later ones after their delay', async () => {
    const turns: [number, number][] = [];
    const startedAt = Date.now();
    consume(async ({ turn }: { turn: number }) => void turns.push([turn, Date.now() - startedAt]));
    await Promise.all([0, 0, 1, 1].map((turn) => queue.applyRemediation('r', turn, turn * 400)));
    await until(() => turns.length === 2);
    await sleep(300);
    expect(turns.map(([turn]) => turn)).toEqual([0, 1]);
    expect(turns[1]?.[1]).toBeGreaterThanOrEqual(390);
  });

  it('are never tried again by the queue: not after an error, not after their worker was lost', async () => {
    const runs: string[] = [];
    consume(async ({ runId }: { runId: string }) => {
      runs.push(runId);
      if (runId === 'fails') throw new Error('no');
    });
    await queue.applyRemediation('fails', 0);
    await until(() => runs.length === 1);
    await Promise.all(consumers.splice(0).map((consumer) => consumer.close(1_000)));
    // A worker that took a job and died: the job is active under a lock that has run out.
    const { Worker } = await import('bullmq');
    const dead = new Worker('remediations', null, {
      connection: redis,
      prefix: '{aurora}:queue',
      lockDuration: 300,
      skipVersionCheck: true,
    });
    await queue.applyRemediation('lost', 0);
    await dead.getNextJob('token');
    await dead.close(true);
    consume(async ({ runId }: { runId: string }) => void runs.push(`again ${runId}`));
    await sleep(2_000);
    expect(runs).toEqual(['fails']);
  });
});

describe('a listener’s queue', () => {
  const connect = (url: string) => connectRedis({ url, cluster: false, for: 'listener', logger });

  it('says at once that Redis is not there', async () => {
    const connection = connect(`redis://127.0.0.1:${await freePort()}`);
    const queue = createProducer({ connection, inTime: true });
    await expect(queue.startAudit('a')).rejects.toThrow(QueueUnavailable);
    connection.disconnect();
  });

  it.runIf(redisKinds.includes('redis-server'))(
    'says that it does not know when Redis hangs, and works again afterwards',
    async () => {
      const server: RealRedis = await startRealRedis();
      const connection = connect(server.url);
      await new Promise((resolve) => connection.once('ready', resolve));
      const queue = createProducer({ connection, inTime: true });
      await queue.startAudit('first');
      server.freeze();
      // A listener has three seconds to answer Slack.
      await expect(queue.startAudit('second')).rejects.toThrow(
        new QueueUncertain('Redis did not answer within 2000 ms'),
      );
      server.thaw();
      await server.restart(200);
      await until(() => connection.status === 'ready');
      await queue.startAudit('third');
      await queue.close();
      connection.disconnect();
      await server.stop();
    },
  );
});
