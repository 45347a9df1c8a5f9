import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Audit } from '../../src/domain/audit.ts';
import type { AuditStore, FindingStore, MessageStore, WorkerRoster } from '../../src/domain/ports.ts';
import { createTally } from '../../src/domain/tally.ts';
import { createAuditStore } from '../../src/store/audits.ts';
import { createFindingStore } from '../../src/store/findings.ts';
import { createMessageStore } from '../../src/store/messages.ts';
import { createSharedRateLimit } from '../../src/store/rate-limit.ts';
import { aliveMs, createWorkerRoster } from '../../src/store/workers.ts';
import { failed, finding, scanned, target } from '../helpers/findings.ts';
import { redisKinds, startRedis, type TestRedis } from '../helpers/redis.ts';

const here = target();
const at = (minute: number): string => new Date(Date.UTC(2026, 10, 21, 9, minute)).toISOString();
const there = target({ region: 'us-east-1' });

const audit = (id: string, over: Partial<Audit> = {}): Audit => ({
  id,
  scope: { accounts: [], regions: [], rules: [], tags: {} },
  requestedBy: { userId: 'U1', channelId: 'C1' },
  requestedAt: '2026-11-21T09:00:00.000Z',
  state: 'requested',
  estateHash: 'abc',
  ...over,
});

describe.each(redisKinds)('records on %s', (kind) => {
  let server: TestRedis;
  let redis: Redis;
  let clock: number;
  let audits: AuditStore;
  let findings: FindingStore;
  let messages: MessageStore;
  let workers: WorkerRoster;

  beforeAll(async () => {
    server = await startRedis(kind);
    redis = new Redis(server.url, { maxRetriesPerRequest: null });
  });
  afterAll(async () => {
    redis.disconnect();
    await server.stop();
  });
  beforeEach(async () => {
    await redis.flushall();
    clock = Date.parse('2026-11-21T09:00:00Z');
    const now = () => clock;
    audits = createAuditStore({ redis, retentionDays: 400, now });
    findings = createFindingStore({ redis, retentionDays: 400, now });
    messages = createMessageStore(redis, now);
    workers = createWorkerRoster(redis, now);
  });

  describe('audits', () => {
    it('are opened once, however often the same one comes', async () => {
      const results = await Promise.all([audits.open(audit('a')), audits.open(audit('a')), audits.open(audit('a'))]);
      expect(results.map(({ outcome }) => outcome).sort()).toEqual(['already-open', 'already-open', 'opened']);
      for (const result of results) expect(result.audit.id).toBe('a');
    });

    it('keep others of the same scope waiting, not those of another scope', async () => {
      await audits.open(audit('a'));
      expect(await audits.open(audit('b'))).toMatchObject({ outcome: 'same-scope-running', audit: { id: 'a' } });
      const scope = { accounts: ['1'], regions: [], rules: [], tags: {} };
      expect(await audits.open(audit('c', { scope }))).toMatchObject({ outcome: 'opened' });
    });

    it('give their scope free when they are reported, have failed, or show no sign of life for ten minutes', async () => {
      await audits.open(audit('a'));
      await audits.fail('a', 'no reason', 'now');
      expect((await audits.open(audit('b'))).outcome).toBe('opened');
      await audits.finish('b', createTally().summary(), [], 'now');
      expect((await audits.open(audit('c'))).outcome).toBe('opened');
      clock += 599_000;
      expect((await audits.open(audit('d'))).outcome).toBe('same-scope-running');
      clock += 2_000;
      expect((await audits.open(audit('e'))).outcome).toBe('opened');
      await audits.fail('c', 'too late', 'now');
      expect((await audits.open(audit('f'))).outcome).toBe('same-scope-running');
    });

    it('are alive while targets come in', async () => {
      await audits.open(audit('a'));
      await audits.start('a', [here, there], 'then');
      clock += 590_000;
      await audits.saveTarget('a', scanned([], here));
      clock += 590_000;
      expect((await audits.open(audit('b'))).outcome).toBe('same-scope-running');
    });

    it('remember what they were told, step by step', async () => {
      await audits.open(audit('a'));
      expect(await audits.get('a')).toEqual(audit('a'));
      await audits.start('a', [here], '2026-11-21T09:00:01.000Z');
      expect(await audits.get('a')).toMatchObject({
        state: 'running',
        targets: [here],
        startedAt: '2026-11-21T09:00:01.000Z',
      });
      await audits.finish('a', createTally().summary(), [], '2026-11-21T09:00:05.000Z');
      expect(await audits.get('a')).toMatchObject({
        state: 'reported',
        finishedAt: '2026-11-21T09:00:05.000Z',
        startedAt: '2026-11-21T09:00:01.000Z',
      });
      expect(await audits.get('unknown')).toBeUndefined();
    });

    it('count a target once, with its newest result', async () => {
      await audits.open(audit('a'));
      const first = scanned([finding({ name: 'x' }), finding({ name: 'y' })], here);
      const again = scanned([finding({ name: 'x', status: 'pass' })], here);
      await audits.saveTarget('a', first);
      await audits.saveTarget('a', again);
      expect(await audits.doneTargets('a')).toEqual(['111111111111/eu-west-1']);
      expect(await audits.report('a', here)).toEqual(again);
      expect(await audits.report('a', there)).toBeUndefined();
    });

    it('page their findings by status and by cause, and stay within the pages there are', async () => {
      await audits.open(audit('a'));
      const all = [
        ...Array.from({ length: 23 }, (_, n) => finding({ name: `db-${String(n).padStart(2, '0')}` })),
        finding({ name: 'ok', status: 'pass', cause: 'window-in-force' }),
        finding({ name: 'dev', exempt: { reason: 'dev' } }),
      ];
      const tally = createTally();
      tally.add(scanned(all, here));
      await audits.saveTarget('a', scanned(all, here));
      await audits.finish('a', tally.summary(), tally.refs(), 'now');
      const page = async (filter: Parameters<AuditStore['page']>[1], number: number) => {
        const found = await audits.page('a', filter, number);
        return [found?.findings.length, found?.page, found?.pages, found?.total];
      };
      expect(await page('fail', 0)).toEqual([10, 0, 3, 23]);
      expect(await page('fail', 2)).toEqual([3, 2, 3, 23]);
      expect(await page('fail', 99)).toEqual([3, 2, 3, 23]);
      expect(await page('pass', 0)).toEqual([1, 0, 1, 1]);
      expect(await page('exempt', 0)).toEqual([1, 0, 1, 1]);
      expect(await page('unknown', 0)).toEqual([0, 0, 1, 0]);
      expect(await page('all', 0)).toEqual([10, 0, 3, 25]);
      expect(await page('group:aurora-backtrack-enabled/fail/created-without-backtrack/snapshot-restore', 1)).toEqual([
        10, 1, 3, 23,
      ]);
      expect(await audits.page('unknown', 'all', 0)).toBeUndefined();
      await audits.finish('a', tally.summary(), tally.refs(), 'again');
      expect(await page('fail', 0)).toEqual([10, 0, 3, 23]);
    });

    it('that were stored but never started are found', async () => {
      await audits.open(audit('a'));
      clock += 10_000;
      expect(await audits.stale('requested', clock - 5_000)).toEqual(['a']);
      expect(await audits.stale('requested', clock - 20_000)).toEqual([]);
      await audits.start('a', [here], 'now');
      expect(await audits.stale('requested', clock)).toEqual([]);
    });

    it('are forgotten in time', async () => {
      await audits.open(audit('a'));
      await audits.saveTarget('a', scanned([finding()], here));
      expect(await redis.ttl('{aurora}:audit:a')).toBe(400 * 86_400);
      expect(await redis.ttl('{aurora}:audit:a:findings')).toBe(7 * 86_400);
    });
  });

  describe('findings', () => {
    const rule = ['aurora-backtrack-enabled'];
    const all = async () => {
      const found: string[] = [];
      for await (const each of findings.list()) found.push(`${each.resource.id} ${each.status}`);
      return found.sort();
    };

    it('are replaced, and what has gone is taken out', async () => {
      await findings.replace('a', rule, scanned([finding({ name: 'x' }), finding({ name: 'y' })], here), at(1));
      await findings.replace('b', rule, scanned([finding({ name: 'x', status: 'pass' })], here), at(2));
      expect(await all()).toEqual(['x pass']);
    });

    it('of other rules and targets stay', async () => {
      const other = finding({ name: 'z', ruleId: 'rds-aws-backup-in-use' });
      await findings.replace(
        'a',
        [...rule, 'rds-aws-backup-in-use'],
        scanned([finding({ name: 'x' }), other], here),
        at(1),
      );
      await findings.replace('b', rule, scanned([], here), at(2));
      await findings.replace('c', rule, scanned([finding({ name: 'y', target: there })], there), at(3));
      expect(await all()).toEqual(['y fail', 'z fail']);
    });

    it('stay when their target could not be scanned: not seen is not gone', async () => {
      await findings.replace('a', rule, scanned([finding({ name: 'x' })], here), at(1));
      await findings.replace('b', [], failed(here), at(2));
      expect(await all()).toEqual(['x fail']);
      expect(await findings.targets()).toMatchObject([
        { auditId: 'b', scannedAt: at(2), result: { status: 'failed' } },
      ]);
    });

    it('come one by one, each once, however many there are', async () => {
      await findings.replace(
        'a',
        rule,
        scanned(
          Array.from({ length: 1_200 }, (_, n) => finding({ name: `db-${n}` })),
          here,
        ),
        at(1),
      );
      const found = await all();
      expect(found).toHaveLength(1_200);
      expect(new Set(found).size).toBe(1_200);
      const one = finding({ name: 'db-7' });
      expect(await findings.get(one.id)).toEqual(one);
      expect(await findings.get('nothing')).toBeUndefined();
    });
  });

  describe('messages', () => {
    const subject = { kind: 'audit', auditId: 'a' } as const;
    const create = () => messages.create('m', subject, { channelId: 'C1' }, 'U1');

    it('are behind until their newest version is rendered', async () => {
      await create();
      expect(await messages.behind()).toEqual(['m']);
      await messages.touch('m');
      await messages.rendered('m', 1, 5);
      expect(await messages.behind()).toEqual(['m']);
      await messages.rendered('m', 2, 6);
      expect(await messages.behind()).toEqual([]);
      expect(await messages.get('m')).toMatchObject({
        version: 2,
        renderedVersion: 2,
        renderedAt: 6,
        fallbackUserId: 'U1',
      });
    });

    it('are made once and keep what they were made with', async () => {
      await create();
      await messages.create('m', { kind: 'audit', auditId: 'other' }, { channelId: 'C2' }, 'U2');
      expect(await messages.get('m')).toMatchObject({ subject, copies: [{ channelId: 'C1' }] });
      await messages.touch('nobody');
      expect(await messages.get('nobody')).toBeUndefined();
    });

    it('have a copy per channel, which may move', async () => {
      await create();
      expect(await messages.addCopy('m', { channelId: 'C2' })).toBe(true);
      expect(await messages.addCopy('m', { channelId: 'C2' })).toBe(false);
      await messages.saveCopy('m', { channelId: 'D1', ts: '1.2', note: 'moved' }, 'C1');
      expect((await messages.get('m'))?.copies).toEqual(
        expect.arrayContaining([{ channelId: 'C2' }, { channelId: 'D1', ts: '1.2', note: 'moved' }]),
      );
      expect((await messages.get('m'))?.copies).toHaveLength(2);
    });

    it('are rendered by one at a time', async () => {
      let inside = 0;
      let most = 0;
      const work = async () => {
        inside += 1;
        most = Math.max(most, inside);
        await new Promise((resolve) => setTimeout(resolve, 30));
        inside -= 1;
      };
      const results = await Promise.all([1, 2, 3].map(() => messages.locked('m', work)));
      expect(results.filter(Boolean)).toHaveLength(1);
      expect(most).toBe(1);
      expect(await messages.locked('m', work)).toBe(true);
      await expect(messages.locked('m', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
      expect(await messages.locked('m', work)).toBe(true);
    });
  });

  it('workers are known while they beat', async () => {
    await workers.beat({ id: 'w1', estateHash: 'a' });
    await workers.beat({ id: 'w2', estateHash: 'b' });
    expect((await workers.alive()).map(({ id }) => id).sort()).toEqual(['w1', 'w2']);
    await workers.leave('w2');
    expect(await workers.alive()).toEqual([{ id: 'w1', estateHash: 'a', seenAt: clock }]);
    clock += aliveMs + 1;
    expect(await workers.alive()).toEqual([]);
  });

  it('a request rate is one for all processes that share it', async () => {
    const rates = { rds: { requests: 3, seconds: 60 } };
    const second = new Redis(server.url);
    const limits = [createSharedRateLimit(redis, rates), createSharedRateLimit(second, rates)];
    const waits = await Promise.all(Array.from({ length: 6 }, (_, n) => limits[n % 2]?.tryTake('rds:1:a')));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(3);
    for (const wait of waits) expect(wait).toBeLessThanOrEqual(60_000);
    expect(await limits[0]?.tryTake('rds:1:b')).toBe(0);
    await expect(limits[0]?.tryTake('s3:1:b')).rejects.toThrow('no request rate is set for s3');
    second.disconnect();
  });

  it('every key carries the hash tag', async () => {
    await audits.open(audit('a'));
    await audits.saveTarget('a', scanned([finding()], here));
    await findings.replace('a', ['r'], scanned([finding()], here), at(1));
    await messages.create('m', { kind: 'audit', auditId: 'a' }, { channelId: 'C1' }, 'U1');
    await workers.beat({ id: 'w', estateHash: 'a' });
    await createSharedRateLimit(redis, { rds: { requests: 3, seconds: 60 } }).tryTake('rds:1:a');
    const keys = await redis.keys('*');
    expect(keys.length).toBeGreaterThan(8);
    for (const key of keys) expect(key).toMatch(/^\{aurora\}:/);
  });
});
