import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OutboxEvent } from '../../src/domain/approval/ports.ts';
import { LeaseLost } from '../../src/domain/errors.ts';
import type { RunStore } from '../../src/domain/remediation/ports.ts';
import type { Run } from '../../src/domain/remediation/run.ts';
import { createRunStore } from '../../src/store/remediations.ts';
import { redisKinds, startRedis, type TestRedis } from '../helpers/redis.ts';

const run = (id: string, over: Partial<Run> = {}): Run => ({
  id,
  version: 1,
  state: 'queued',
  steps: [{ id: 'one', state: 'todo' }],
  turn: 0,
  queuedAt: '2026-11-21T09:00:00.000Z',
  ...over,
});
const render = (messageId: string): OutboxEvent => ({ kind: 'render', messageId });

describe.each(redisKinds)('runs on %s', (kind) => {
  let server: TestRedis;
  let redis: Redis;
  let runs: RunStore;

  beforeAll(async () => {
    server = await startRedis(kind);
    redis = new Redis(server.url, { maxRetriesPerRequest: null });
    runs = createRunStore({ redis, retentionDays: 1 });
  });
  afterAll(async () => {
    redis.disconnect();
    await server.stop();
  });
  beforeEach(() => redis.flushall());

  const outbox = async () => (await redis.lrange('{aurora}:outbox', 0, -1)).map((text) => JSON.parse(text) as unknown);

  it('are created once, with their events', async () => {
    await Promise.all([1, 2, 3].map((n) => runs.create(run('a', { turn: n }), [render(`m${n}`)])));
    expect(await outbox()).toHaveLength(1);
    expect(await runs.open()).toEqual(['a']);
    expect(await runs.get('b')).toBeUndefined();
  });

  it('change by one version at a time, together with their events', async () => {
    await runs.create(run('a'), []);
    const results = await Promise.all(
      [1, 2, 3].map((turn) => runs.save(run('a', { version: 2, turn }), [render(`m${turn}`), render('n')])),
    );
    expect(results.filter(Boolean)).toHaveLength(1);
    const stored = await runs.get('a');
    expect(await outbox()).toEqual([
      { id: '1', event: render(`m${stored?.turn}`) },
      { id: '2', event: render('n') },
    ]);
    expect(await runs.save(run('a', { version: 4 }), [render('x')])).toBe(false);
    expect(await runs.save(run('unknown', { version: 2 }), [render('x')])).toBe(false);
    expect(await outbox()).toHaveLength(2);
  });

  it('belong to one worker at a time; the token of the next is greater', async () => {
    await runs.create(run('a'), []);
    const [one, ...others] = await Promise.all([1, 2, 3].map((n) => runs.lease('a', `w${n}`, 60_000)));
    const holder = [one, ...others].filter((lease) => lease !== undefined);
    expect(holder).toHaveLength(1);
    expect(await runs.isLeased('a')).toBe(true);
    await holder[0]?.release();
    expect(await runs.isLeased('a')).toBe(false);
    const next = await runs.lease('a', 'w4', 60_000);
    expect(next?.token).toBe(2);
    await holder[0]?.release();
    expect(await runs.isLeased('a')).toBe(true);
  });

  it('cannot be changed by a worker whose lease has run out, whoever has it now', async () => {
    await runs.create(run('a'), []);
    const old = await runs.lease('a', 'old', 60_000);
    await old?.check();
    expect(await runs.save(run('a', { version: 2 }), [], old?.token)).toBe(true);
    await redis.pexpire('{aurora}:run:a:lease', 1);
    await sleep(20);
    await expect(old?.check()).rejects.toThrow(LeaseLost);
    expect(await runs.save(run('a', { version: 3 }), [], old?.token)).toBe(false);
    const next = await runs.lease('a', 'next', 60_000);
    expect(await runs.save(run('a', { version: 3 }), [], old?.token)).toBe(false);
    expect(await runs.save(run('a', { version: 3 }), [], next?.token)).toBe(true);
    await expect(old?.check()).rejects.toThrow(LeaseLost);
  });

  it('keep a lease that is checked in time', async () => {
    await runs.create(run('a'), []);
    const lease = await runs.lease('a', 'w', 600_000);
    await redis.pexpire('{aurora}:run:a:lease', 60_000);
    await lease?.check();
    expect(await redis.pttl('{aurora}:run:a:lease')).toBeGreaterThan(60_000);
  });

  it('hold their resources until they end, all of them or none', async () => {
    await runs.create(run('a'), []);
    await runs.create(run('b'), []);
    expect(await runs.holdResources('a', ['x', 'y'])).toEqual({});
    expect(await runs.holdResources('a', ['x', 'y'])).toEqual({});
    expect(await runs.holdResources('b', ['z', 'y'])).toEqual({ heldBy: 'a' });
    expect(await runs.holdResources('a', ['z'])).toEqual({});
    await runs.save(run('a', { version: 2, state: 'waiting' }), []);
    expect(await runs.holdResources('b', ['z'])).toEqual({ heldBy: 'a' });
    await runs.save(run('a', { version: 3, state: 'failed' }), []);
    expect(await runs.holdResources('b', ['x', 'y', 'z'])).toEqual({});
    expect(await runs.holdResources('c', [])).toEqual({});
  });

  it('are held by nobody who is not known any more', async () => {
    await runs.holdResources('lost', ['x']);
    await runs.create(run('b'), []);
    expect(await runs.holdResources('b', ['x'])).toEqual({});
  });

  it('that have ended are no longer open, are kept for a while, and listed newest first', async () => {
    for (const [index, id] of ['a', 'b', 'c'].entries())
      await runs.create(run(id, { queuedAt: new Date(index * 1_000).toISOString() }), []);
    await runs.save(run('b', { version: 2, state: 'verified' }), []);
    expect((await runs.open()).sort()).toEqual(['a', 'c']);
    expect((await runs.recent(2)).map(({ id }) => id)).toEqual(['c', 'b']);
    expect(await redis.ttl('{aurora}:run:b')).toBeGreaterThan(86_000);
    expect(await redis.ttl('{aurora}:run:a')).toBe(-1);
  });

  it('are due for judgement at their time, until that is settled', async () => {
    await runs.create(run('a'), []);
    await runs.save(run('a', { version: 2, state: 'verified', judgeAt: '2026-11-21T10:00:00.000Z' }), []);
    const at = Date.parse('2026-11-21T10:00:00Z');
    expect(await runs.dueForJudgement(at - 1)).toEqual([]);
    expect(await runs.dueForJudgement(at)).toEqual(['a']);
    await runs.save(run('a', { version: 3, state: 'verified' }), []);
    expect(await runs.dueForJudgement(at)).toEqual([]);
  });

  it('go by one clock, which moves', async () => {
    const before = await runs.now();
    await sleep(20);
    const after = await runs.now();
    expect(after).toBeGreaterThan(before);
    expect(Math.abs(after - Date.now())).toBeLessThan(60_000);
  });

  it('are due for what is to be looked after, the earliest first to come, until that is done', async () => {
    const later = (at: string) => [
      { stage: 'much-later', at: '2027-01-01T00:00:00.000Z' },
      { stage: 'tidy', at },
    ];
    const at = '2026-11-28T09:00:00.000Z';
    await runs.create(run('a'), []);
    await runs.save(run('a', { version: 2, state: 'verified', later: later(at) }), []);
    expect(await runs.dueLater(Date.parse(at) - 1)).toEqual([]);
    expect(await runs.dueLater(Date.parse(at))).toEqual(['a']);
    await runs.save(run('a', { version: 3, state: 'verified', later: later('2026-12-28T09:00:00.000Z') }), []);
    expect(await runs.dueLater(Date.parse(at))).toEqual([]);
    await runs.save(run('a', { version: 4, state: 'verified' }), []);
    expect(await runs.dueLater(Date.parse('2028-01-01T00:00:00Z'))).toEqual([]);
  });
});
