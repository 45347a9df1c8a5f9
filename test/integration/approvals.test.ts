import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkChain } from '../../src/domain/approval/chain.ts';
import { type Act, announceApproval, decideApproval } from '../../src/domain/approval/decide.ts';
import { type ApprovalDeps, mayDecideNow } from '../../src/domain/approval/deps.ts';
import { pause, resume } from '../../src/domain/approval/pause.ts';
import { planned } from '../../src/domain/approval/planning.ts';
import type {
  ApprovalStore,
  ChainedEntry,
  Outbox,
  OutboxEvent,
  Trail,
  TrailEntry,
} from '../../src/domain/approval/ports.ts';
import type { Approval } from '../../src/domain/approval/record.ts';
import { requestApproval } from '../../src/domain/approval/request-approval.ts';
import { storeChange } from '../../src/domain/approval/store-change.ts';
import { trailFile } from '../../src/domain/approval/trail-export.ts';
import { verifiedApproval } from '../../src/domain/approval/verify.ts';
import { TryAgainIn } from '../../src/domain/errors.ts';
import type { PauseStore } from '../../src/domain/remediation/ports.ts';
import type { Run } from '../../src/domain/remediation/run.ts';
import type { StageMeta } from '../../src/domain/remediation/strategy.ts';
import { createApprovalStore } from '../../src/store/approvals.ts';
import { createOutbox } from '../../src/store/outbox.ts';
import { createPauseStore } from '../../src/store/pause.ts';
import { createRunStore } from '../../src/store/remediations.ts';
import { createTrail } from '../../src/store/trail.ts';
import {
  account,
  consent,
  fakePeople,
  keys,
  meta,
  noon,
  pending,
  plan,
  requestOf,
  signer,
  stage,
  verifier,
} from '../helpers/approval-facts.ts';
import { finding } from '../helpers/findings.ts';
import { redisKinds, startRedis, type TestRedis } from '../helpers/redis.ts';

const entry = (n: number, over: Partial<TrailEntry> = {}): TrailEntry => ({
  at: noon.toISOString(),
  by: 'UBOB',
  what: 'test',
  details: { n },
  ...over,
});
const trailEvent = (n: number): OutboxEvent => ({ kind: 'trail', entry: entry(n) });
const numberOf = (event: OutboxEvent): unknown => (event.kind === 'trail' ? event.entry.details.n : event.kind);

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

describe.each(redisKinds)('approvals on %s', (kind) => {
  let server: TestRedis;
  let redis: Redis;
  let clock: number;
  let approvals: ApprovalStore;
  let outbox: Outbox;
  let trail: Trail;
  let pauses: PauseStore;
  let failures: { n: unknown; aside: boolean }[];
  const now = () => clock;
  const minutes = (count: number) => {
    clock += count * 60_000;
  };
  const connect = () => new Redis(server.url, { maxRetriesPerRequest: null });
  const outboxOn = (connection: Redis, over: { lockMs?: number; attempts?: number } = {}) =>
    createOutbox({
      redis: connection,
      now,
      onFailure: ({ event, aside }) => failures.push({ n: numberOf(event), aside }),
      ...over,
    });
  const contentOf = async (key: string): Promise<string> => {
    const read = {
      string: () => redis.get(key),
      hash: () => redis.hgetall(key),
      list: () => redis.lrange(key, 0, -1),
      zset: () => redis.zrange(key, '0', '-1'),
    };
    return JSON.stringify(await read[(await redis.type(key)) as keyof typeof read]());
  };
  const relayed = async (from: Outbox = outbox): Promise<OutboxEvent[]> => {
    const events: OutboxEvent[] = [];
    await from.relay(async (event) => void events.push(event));
    return events;
  };
  const waiting = async (): Promise<OutboxEvent[]> =>
    (await redis.lrange('{aurora}:outbox', 0, -1)).map((text) => (JSON.parse(text) as { event: OutboxEvent }).event);

  beforeAll(async () => {
    server = await startRedis(kind);
    redis = connect();
  });
  afterAll(async () => {
    redis.disconnect();
    await server.stop();
  });
  beforeEach(async () => {
    await redis.flushall();
    clock = noon.getTime();
    failures = [];
    approvals = createApprovalStore({ redis, retentionDays: 400, now });
    outbox = outboxOn(redis);
    trail = createTrail({ redis, retentionDays: 400, now });
    pauses = createPauseStore(redis);
  });

  describe('records', () => {
    const change = (approval: Approval, over: Partial<Approval> = {}): Approval => ({
      ...approval,
      ...over,
      version: approval.version + 1,
    });

    it('are opened once per change, whoever asks how often', async () => {
      const results = await Promise.all(
        Array.from({ length: 10 }, (_, n) => approvals.open(requestOf('additive', { id: `id${n}` }), [trailEvent(n)])),
      );
      expect(results.filter(({ outcome }) => outcome === 'opened')).toHaveLength(1);
      expect(new Set(results.map(({ approval }) => approval.id)).size).toBe(1);
      expect(await waiting()).toHaveLength(1);
      expect((await approvals.open(requestOf('disruptive', { id: 'other' }))).outcome).toBe('opened');
      expect((await approvals.listOpen()).map(({ id }) => id)).toHaveLength(2);
    });

    it('give their change free when they are closed, and not the one of a successor', async () => {
      const first = requestOf('additive', { id: 'first' });
      await approvals.open(first);
      expect(await approvals.save(change(first, { state: 'rejected' }), [])).toBe(true);
      expect((await approvals.open(requestOf('additive', { id: 'second' }))).outcome).toBe('opened');
      expect(await approvals.save(change(change(first, { state: 'rejected' })), [])).toBe(true);
      const third = await approvals.open(requestOf('additive', { id: 'third' }));
      expect(third).toMatchObject({ outcome: 'already-open', approval: { id: 'second' } });
      expect((await approvals.recent(5)).map(({ id }) => id).sort()).toEqual(['first', 'second']);
      expect((await approvals.listOpen()).map(({ id }) => id)).toEqual(['second']);
    });

    it('are changed by whoever was first, with the events of that change and no others', async () => {
      const approval = requestOf('additive');
      await approvals.open(approval);
      const results = await Promise.all(
        Array.from({ length: 10 }, (_, n) => approvals.save(change(approval, { problem: String(n) }), [trailEvent(n)])),
      );
      expect(results.filter(Boolean)).toHaveLength(1);
      const winner = results.indexOf(true);
      expect(await approvals.get(approval.id)).toMatchObject({ version: 2, problem: String(winner) });
      expect(await waiting()).toEqual([trailEvent(winner)]);
      expect(await approvals.save(change(change(approval, {})), [])).toBe(true);
      expect(await approvals.save(change(requestOf('additive', { id: 'nobody' })), [trailEvent(1)])).toBe(false);
      expect(await waiting()).toHaveLength(1);
      expect(await approvals.get('nobody')).toBeUndefined();
    });

    it('are due when their time is over or somebody is to be reminded, and not once closed', async () => {
      const approval = requestOf('additive');
      await approvals.open(approval);
      expect(await approvals.due(clock + 120_000 - 1)).toEqual([]);
      expect(await approvals.due(clock + 120_000)).toEqual(['abc123']);
      const { remindAt: _, ...rest } = change(approval);
      await approvals.save(rest, []);
      expect(await approvals.due(clock + 479 * 60_000)).toEqual([]);
      expect(await approvals.due(clock + 480 * 60_000)).toEqual(['abc123']);
      await approvals.save(change(rest, { state: 'expired' }), []);
      expect(await approvals.due(Number.MAX_SAFE_INTEGER)).toEqual([]);
    });

    it('that were let go are known until their run has begun', async () => {
      const approval = requestOf('additive');
      await approvals.open(approval);
      await approvals.save(change(approval, { state: 'approved' }), []);
      expect(await approvals.unapplied(clock - 1)).toEqual([]);
      expect(await approvals.unapplied(clock)).toEqual(['abc123']);
      await approvals.applied('abc123');
      expect(await approvals.unapplied(clock)).toEqual([]);
    });

    it('are forgotten in time', async () => {
      await approvals.open(requestOf('additive'));
      expect(await redis.ttl('{aurora}:approval:abc123')).toBe(400 * 86_400);
      await createApprovalStore({ redis, retentionDays: 1, now }).open(requestOf('disruptive', { id: 'short' }));
      expect(await redis.ttl('{aurora}:approval:short')).toBe(30 * 86_400);
    });
  });

  describe('the outbox', () => {
    it('hands over everything in its order, once', async () => {
      await outbox.add([1, 2, 3].map(trailEvent));
      await outbox.add([]);
      await outbox.add([{ kind: 'ask', approvalId: 'a"\\n€', reminder: 2 }]);
      expect((await relayed()).map(numberOf)).toEqual([1, 2, 3, 'ask']);
      expect(await relayed()).toEqual([]);
    });

    it('is relayed by one worker at a time', async () => {
      const others = [connect(), connect(), connect()];
      await outbox.add(Array.from({ length: 20 }, (_, n) => trailEvent(n)));
      let inside = 0;
      let most = 0;
      const seen: unknown[] = [];
      await Promise.all(
        [redis, ...others].map((connection) =>
          outboxOn(connection).relay(async (event) => {
            inside += 1;
            most = Math.max(most, inside);
            await new Promise((resolve) => setTimeout(resolve, 2));
            seen.push(numberOf(event));
            inside -= 1;
          }),
        ),
      );
      expect(most).toBe(1);
      expect(seen).toEqual(Array.from({ length: 20 }, (_, n) => n));
      for (const other of others) other.disconnect();
    });

    it('repeats, under the same id, what a worker did not live to finish', async () => {
      await outbox.add([trailEvent(1), trailEvent(2)]);
      const dying = new Redis(server.url, { maxRetriesPerRequest: 0, retryStrategy: () => null });
      dying.on('error', () => {});
      const first: string[] = [];
      const death = outboxOn(dying, { lockMs: 60_000 }).relay(async (_, eventId) => {
        first.push(eventId);
        dying.disconnect();
      });
      await expect(death).rejects.toThrow();
      expect(await relayed()).toEqual([]);
      await redis.pexpire('{aurora}:lock:outbox', 1);
      await new Promise((resolve) => setTimeout(resolve, 20));
      const again: string[] = [];
      await outbox.relay(async (_, eventId) => void again.push(eventId));
      expect(first).toHaveLength(1);
      expect(again).toHaveLength(2);
      expect(again[0]).toBe(first[0]);
    });

    it('lets nobody in while a handler takes longer than the lock lasts', async () => {
      const other = connect();
      await outbox.add([trailEvent(1)]);
      const slow = outboxOn(redis, { lockMs: 1_000 }).relay(() => new Promise((resolve) => setTimeout(resolve, 2_000)));
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      expect(await relayed(outboxOn(other))).toEqual([]);
      await slow;
      expect(await relayed(outboxOn(other))).toEqual([]);
      other.disconnect();
    });

    it('goes on behind an event that fails, tries that again at growing distances, and sets it aside in the end', async () => {
      await outbox.add([1, 2, 3].map(trailEvent));
      const poisoned = outboxOn(redis, { attempts: 4 });
      const seen: unknown[] = [];
      const handle = async (event: OutboxEvent) => {
        seen.push(numberOf(event));
        if (numberOf(event) === 2) throw new Error('poison');
      };
      await poisoned.relay(handle);
      expect(seen).toEqual([1, 2, 3]);
      for (const seconds of [1, 2, 4]) {
        clock += seconds * 1_000 - 1;
        await poisoned.relay(handle);
        clock += 1;
        const before = seen.length;
        await poisoned.relay(handle);
        expect(seen.slice(before)).toEqual([2]);
      }
      expect(failures.map(({ n, aside }) => [n, aside])).toEqual([
        [2, false],
        [2, false],
        [2, false],
        [2, true],
      ]);
      minutes(600);
      expect(await relayed(poisoned)).toEqual([]);
      expect(await redis.lrange('{aurora}:outbox:aside', 0, -1)).toMatchObject([expect.stringContaining('"n":2')]);
      expect(await redis.exists('{aurora}:outbox:failures')).toBe(0);
    });

    it('waits as long as it is told without counting a failure', async () => {
      await outbox.add([trailEvent(1)]);
      const impatient = outboxOn(redis, { attempts: 1 });
      for (let n = 0; n < 3; n += 1) {
        await impatient.relay(async () => {
          throw new TryAgainIn(5_000, 'Slack asks to wait');
        });
        expect(await relayed(impatient)).toEqual([]);
        clock += 5_000;
      }
      expect((await relayed(impatient)).map(numberOf)).toEqual([1]);
      expect(failures).toEqual([]);
    });
  });

  describe('the trail', () => {
    it('is one unbroken chain, however many write to it', async () => {
      const connections = [redis, connect(), connect(), connect()];
      const trails = connections.map((connection) => createTrail({ redis: connection, retentionDays: 400, now }));
      await Promise.all(
        Array.from({ length: 60 }, (_, n) =>
          trails[n % trails.length]?.append(entry(n, { subject: `s${n % 2}` }), `e${n}`),
        ),
      );
      const entries = await all(trail.read({}));
      expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 60 }, (_, n) => n + 1));
      expect(new Set(entries.map(({ details }) => details.n)).size).toBe(60);
      expect(checkChain(entries, await trail.head())).toEqual({ ok: true, entries: 60 });
      for (const connection of connections.slice(1)) connection.disconnect();
    });

    it('takes an event once, and answers the entry that it has', async () => {
      const first = await trail.append(entry(1), 'e1');
      await trail.append(entry(2), 'e2');
      expect(await trail.append(entry(1), 'e1')).toEqual(first);
      expect(await all(trail.read({}))).toHaveLength(2);
    });

    it('is read by subject and time, both ends included, page by page', async () => {
      for (let n = 0; n < 1_003; n += 1) {
        const at = new Date(noon.getTime() + n * 1_000).toISOString();
        await trail.append(entry(n, { at, ...(n % 100 === 0 ? { subject: 'a' } : {}) }), `e${n}`);
      }
      expect((await all(trail.read({ subject: 'a' }))).map(({ details }) => details.n)).toEqual([
        0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1_000,
      ]);
      const from = new Date(noon.getTime() + 499_000).toISOString();
      const to = new Date(noon.getTime() + 501_000).toISOString();
      expect((await all(trail.read({ from, to }))).map(({ details }) => details.n)).toEqual([499, 500, 501]);
      expect(await all(trail.read({ from: to, subject: 'a' }))).toHaveLength(5);
      expect(await all(trail.read({ subject: 'nobody' }))).toEqual([]);
      expect(await all(trail.read({}))).toHaveLength(1_003);
    });

    it('shows when somebody changed, removed or cut off entries', async () => {
      for (let n = 0; n < 5; n += 1) await trail.append(entry(n), `e${n}`);
      const check = async () => (await trailFile(trail, {})).check;
      expect(await check()).toEqual({ ok: true, entries: 5 });
      const third = (await redis.hget('{aurora}:trail', '3')) ?? '';
      await redis.hset('{aurora}:trail', '3', third.replace('UBOB', 'UEVE'));
      expect(await check()).toMatchObject({ ok: false, brokenAt: 3 });
      await redis.hdel('{aurora}:trail', '3');
      expect(await check()).toMatchObject({ ok: false, brokenAt: 3, why: 'entry 3 is missing' });
      await redis.hset('{aurora}:trail', '3', third);
      await redis.hdel('{aurora}:trail', '5');
      expect(await check()).toMatchObject({ ok: false, brokenAt: 5 });
    });

    it('forgets in time from its beginning, and the rest stays a chain', async () => {
      const short = createTrail({ redis, retentionDays: 1, now });
      for (let n = 0; n < 30; n += 1) await short.append(entry(n), `e${n}`);
      minutes(25 * 60);
      for (let n = 30; n < 33; n += 1) await short.append(entry(n, { at: new Date(clock).toISOString() }), `e${n}`);
      const entries = await all(short.read({}));
      expect(entries.map(({ details }) => details.n)).toEqual([30, 31, 32]);
      expect(checkChain(entries, await short.head())).toEqual({ ok: true, entries: 3 });
      expect(await redis.hlen('{aurora}:trail')).toBe(3);
    });

    it('is exported line by line, in part, with the check of the whole', async () => {
      expect(await trailFile(trail, {})).toEqual({ content: '', check: { ok: true, entries: 0 }, lines: 0 });
      for (let n = 0; n < 4; n += 1) await trail.append(entry(n, { subject: n === 2 ? 'a\nb' : 'c' }), `e${n}`);
      const { content, check, lines } = await trailFile(trail, { subject: 'a\nb' });
      expect(lines).toBe(1);
      const [line = '', ...rest] = content.split('\n');
      expect(rest).toEqual(['']);
      expect((JSON.parse(line) as ChainedEntry).seq).toBe(3);
      expect(check).toEqual({ ok: true, entries: 4 });
    });
  });

  describe('decisions', () => {
    const people = fakePeople();
    beforeEach(() => {
      people.down = false;
    });
    const depsOn = (connection: Redis, over: Partial<ApprovalDeps> = {}): ApprovalDeps => ({
      estate: { accounts: [account()] },
      metas: [meta],
      people,
      pauses: createPauseStore(connection),
      setAside: async () => undefined,
      now: () => new Date(clock),
      approvals: createApprovalStore({ redis: connection, retentionDays: 400, now }),
      runs: createRunStore({ redis: connection, retentionDays: 400 }),
      outbox: outboxOn(connection),
      signer,
      ...over,
    });
    const click = (userId: string, approval: Approval, over: Partial<Act> = {}): Act =>
      ({ approvalId: approval.id, userId, teamId: 'T1', what: 'approve', ...consent(approval), ...over }) as Act;
    const stored = async (approval: Approval): Promise<Approval> => {
      await redis.flushall();
      await approvals.open({ ...approval, version: 1 });
      return { ...approval, version: 1 };
    };
    const eventKinds = async () =>
      (await waiting()).map((event) => (event.kind === 'trail' ? event.entry.what : event.kind));

    it.each([
      'additive',
      'disruptive',
    ] as const)('a hundred clicks of five people on ten machines on a %s change are one job', async (risk) => {
      const approval = await stored(pending(risk));
      const machines = Array.from({ length: 10 }, connect);
      const clickers = ['UBOB', 'UCAROL', 'UDAVE', 'UERIN', 'UALICE'];
      const results = await Promise.all(
        Array.from({ length: 100 }, (_, n) =>
          decideApproval(
            depsOn(machines[n % 10] ?? redis),
            click(clickers[n % 5] ?? '', approval, { teamId: `T${n}` }),
          ),
        ),
      );
      for (const machine of machines) machine.disconnect();
      const done = results.filter(({ outcome }) => outcome === 'done');
      const after = await approvals.get(approval.id);
      const approvers = new Set(after?.decisions.map(({ by }) => by));
      expect(done).toHaveLength(risk === 'additive' ? 1 : 2);
      expect(approvers.size).toBe(done.length);
      expect(after).toMatchObject({ state: risk === 'additive' ? 'approved' : 'ready', version: 1 + done.length });
      expect((await eventKinds()).filter((what) => what === 'apply')).toHaveLength(risk === 'additive' ? 1 : 0);
      expect((await eventKinds()).filter((what) => what === 'approval.approved')).toHaveLength(done.length);
      for (const result of results) expect(result.text).not.toBe('');
      for (const result of results.filter(({ outcome }) => outcome === 'refused'))
        expect(['already-decided', 'not-an-approver', 'own-request']).toContain('why' in result ? result.why : '');
      if (risk === 'additive') return;
      clock = Date.parse('2026-11-22T02:30:00Z');
      const starters = await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          decideApproval(depsOn(redis), {
            ...click(['UBOB', 'UCAROL', 'UDAVE'][n % 3] ?? '', approval),
            what: 'start',
          }),
        ),
      );
      expect(starters.filter(({ outcome }) => outcome === 'done')).toHaveLength(1);
      expect((await eventKinds()).filter((what) => what === 'apply')).toHaveLength(1);
    });

    it('approving and rejecting at the same moment end in one of the two, and both are told which', async () => {
      for (let round = 0; round < 10; round += 1) {
        const approval = await stored(pending('additive'));
        const results = await Promise.all([
          decideApproval(depsOn(redis), click('UBOB', approval)),
          decideApproval(depsOn(redis), { ...click('UCAROL', approval), what: 'reject', reason: 'no' }),
        ]);
        expect(results.filter(({ outcome }) => outcome === 'done')).toHaveLength(1);
        const state = (await approvals.get(approval.id))?.state;
        expect((await eventKinds()).includes('apply')).toBe(state === 'approved');
        const told = results.find(({ outcome }) => outcome === 'refused')?.text;
        expect(told).toMatch(state === 'approved' ? /^Already approved by <@UBOB>/ : /^Rejected by <@UCAROL>/);
      }
    });

    it('are stored before anything is shown or queued: a change that is not stored entails nothing', async () => {
      const approval = await stored(pending('additive'));
      const deps = depsOn(redis, {
        approvals: { ...approvals, save: async () => false },
      });
      const result = await decideApproval(deps, click('UBOB', approval));
      expect(result).toMatchObject({ outcome: 'refused', why: 'conflict' });
      expect(await waiting()).toEqual([]);
      expect(await approvals.get(approval.id)).toEqual(approval);
    });

    it('the first click after a restart counts, from whatever workspace of the organization Slack says it comes', async () => {
      const approval = await stored(pending('additive'));
      const fresh = connect();
      const result = await decideApproval(depsOn(fresh), click('UBOB', approval, { teamId: 'TOTHER' }));
      fresh.disconnect();
      expect(result).toMatchObject({ outcome: 'done', text: 'Approved.' });
      const [first] = await waiting();
      expect(first).toMatchObject({ kind: 'trail', entry: { by: 'UBOB', details: { teamId: 'TOTHER' } } });
    });

    it('of those who may not are answered and kept in the trail', async () => {
      const approval = await stored(pending('disruptive'));
      expect(await decideApproval(depsOn(redis), click('UGUEST', approval))).toMatchObject({ why: 'not-a-member' });
      expect(await decideApproval(depsOn(redis), click('UERIN', approval))).toMatchObject({ why: 'not-an-approver' });
      expect(
        await decideApproval(depsOn(redis), click('UBOB', approval, { planHash: 'old' } as Partial<Act>)),
      ).toMatchObject({
        why: 'plan-changed',
      });
      expect(await waiting()).toMatchObject([
        { entry: { what: 'approval.refused', by: 'UGUEST', details: { why: 'not-a-member', tried: 'approve' } } },
        { entry: { what: 'approval.refused', by: 'UERIN', details: { why: 'not-an-approver' } } },
      ]);
      expect(await approvals.get(approval.id)).toEqual(approval);
    });

    it('are refused without Slack, without a key, while paused, and on what is not known any more', async () => {
      const approval = await stored(pending('additive'));
      people.down = true;
      expect(await decideApproval(depsOn(redis), click('UBOB', approval))).toMatchObject({ why: 'people-unavailable' });
      expect(await mayDecideNow(depsOn(redis), approval, 'UBOB')).toMatchObject({
        may: false,
        why: 'people-unavailable',
      });
      people.down = false;
      expect(await decideApproval(depsOn(redis, { signer: undefined }), click('UBOB', approval))).toMatchObject({
        why: 'keys-missing',
        text: 'Approvals are off: this bot has no signing key (AURORA_SIGNING_KEY). Audits work.',
      });
      await pauses.set({ by: 'UDAVE', at: noon.toISOString(), reason: 'incident' });
      expect(await decideApproval(depsOn(redis), click('UBOB', approval))).toMatchObject({ why: 'paused' });
      const aside = depsOn(redis, { setAside: async () => 'muted until tomorrow' });
      await pauses.clear();
      expect(await decideApproval(aside, click('UBOB', approval))).toMatchObject({ why: 'muted' });
      expect(await decideApproval(depsOn(redis), { ...click('UBOB', approval), approvalId: 'gone' })).toMatchObject({
        outcome: 'unknown',
        text: expect.stringContaining('old message'),
      });
      expect(await mayDecideNow(depsOn(redis), approval, 'UBOB')).toMatchObject({ may: true });
    });

    it('what comes out of Redis is verified by the worker, and what was written into it is not', async () => {
      const approval = await stored(pending('additive'));
      await decideApproval(depsOn(redis), click('UBOB', approval));
      const facts = { verifier, account: account(), stage: stage('additive'), people, now: new Date(clock) };
      const read = async () => (await approvals.get(approval.id)) ?? approval;
      expect(await verifiedApproval(await read(), facts)).toMatchObject({ valid: true, completedBy: 'UBOB' });
      const text = (await redis.hget('{aurora}:approval:abc123', 'approval')) ?? '';
      await redis.hset('{aurora}:approval:abc123', 'approval', text.replaceAll('UBOB', 'UCAROL'));
      expect(await verifiedApproval(await read(), facts)).toMatchObject({ valid: false });
    });

    it('asking twice asks once, and guests cannot ask', async () => {
      const approval = await stored(pending('additive'));
      const ask = (userId: string) =>
        announceApproval(depsOn(redis), { approvalId: approval.id, userId, teamId: 'T1' });
      expect(await ask('UGUEST')).toMatchObject({ why: 'not-a-member' });
      expect((await Promise.all([ask('UFRANK'), ask('UALICE'), ask('UFRANK')])).map(({ outcome }) => outcome)).toEqual([
        'done',
        'done',
        'done',
      ]);
      expect((await eventKinds()).filter((what) => what === 'ask')).toHaveLength(1);
    });

    describe('are asked for', () => {
      const orders = finding({
        name: 'orders',
        remediation: { strategies: ['by-additive', 'by-disruptive'], recommended: 'by-additive' },
      });
      const ledger = finding({ name: 'ledger', remediation: orders.remediation });
      const request = (over: Partial<Parameters<typeof requestApproval>[1]> = {}) => ({
        findings: [orders],
        strategy: 'by-additive',
        requestedBy: { userId: 'UALICE', channelId: 'C1' },
        ...over,
      });

      it('once for the same change, in whatever order its findings come', async () => {
        const deps = depsOn(redis);
        const opened = await Promise.all(
          Array.from({ length: 8 }, (_, n) =>
            requestApproval(deps, request({ findings: n % 2 === 0 ? [orders, ledger] : [ledger, orders] })),
          ),
        );
        expect(opened.filter(({ outcome }) => outcome === 'opened')).toHaveLength(1);
        const ids = opened.flatMap((each) => (each.outcome === 'refused' ? [] : [each.approval.id]));
        expect(new Set(ids).size).toBe(1);
        expect(ids[0]).toMatch(/^[a-z2-9]{8}$/);
        expect(await eventKinds()).toEqual(['approval.requested']);
        expect((await requestApproval(deps, request())).outcome).toBe('opened');
      });

      it('anew when the one before has expired, swept up or not', async () => {
        const deps = depsOn(redis);
        const first = await requestApproval(deps, request());
        minutes(480);
        const second = await requestApproval(deps, request());
        expect(second.outcome).toBe('opened');
        if (first.outcome === 'refused' || second.outcome === 'refused') throw new Error('refused');
        expect(second.approval.id).not.toBe(first.approval.id);
        expect(await approvals.get(first.approval.id)).toMatchObject({ state: 'expired' });
      });

      it.each([
        ['closed', { findings: [] }, {}],
        ['closed', { strategy: 'by-magic' }, {}],
        ['closed', { strategy: 'by-live-change' }, {}],
        ['closed', { stage: 'later' }, {}],
        ['refused-by-plan', { strategy: 'by-disruptive', findings: [orders, ledger] }, {}],
        ['not-enabled', {}, { estate: { accounts: [{ ...account(), capabilities: ['audit'] as const }] } }],
        ['closed', {}, { estate: { accounts: [] } }],
        ['muted', {}, { setAside: async () => 'exempt: rebuilt nightly' }],
        ['keys-missing', {}, { signer: undefined }],
      ] as const)('or refused: %s %j', async (why, over, depsOver) => {
        const result = await requestApproval(
          depsOn(redis, depsOver),
          request(over as Partial<Parameters<typeof request>[0]>),
        );
        expect(result).toMatchObject({ outcome: 'refused', why });
        expect(await redis.keys('*')).toEqual([]);
      });

      describe('that follows a run', () => {
        const later: StageMeta = { ...stage('additive'), id: 'later', after: ['tag'], afterFailed: ['tag'] };
        const metas = [
          { ...meta, strategies: meta.strategies?.map((each) => ({ ...each, stages: [...each.stages, later] })) ?? [] },
        ];
        const ran = async (over: Partial<Run> = {}, approved: Partial<Approval> = {}) => {
          const runs = createRunStore({ redis, retentionDays: 400 });
          const before = { ...pending('additive'), ...approved };
          await approvals.open({ ...before, version: 1 });
          await approvals.save({ ...before, version: 2, state: 'approved' }, []);
          const steps = [{ id: 'tags', state: 'done' as const }];
          const run: Run = {
            id: before.id,
            version: 1,
            state: 'verified',
            steps,
            turn: 1,
            queuedAt: noon.toISOString(),
          };
          await runs.create({ ...run, ...over }, []);
          return before.id;
        };
        const ask = async (previousRunId: string | undefined, over: Parameters<typeof request>[0] = {}) => {
          const asked = request({ stage: 'later', previousRunId, ...over });
          const answer = await requestApproval(depsOn(redis, { metas }), asked);
          return answer.outcome === 'refused' ? answer.why : answer.approval.stage;
        };

        it('which is verified, of the same findings', async () => {
          expect(await ask(await ran())).toBe('later');
        });

        it.each<[string, Partial<Run>]>([
          ['failed', { state: 'failed' }],
          ['was stopped', { state: 'cancelled' }],
        ])('which %s, where the stage says so', async (_, over) => {
          expect(await ask(await ran(over))).toBe('later');
        });

        it.each<[string, Partial<Run>]>([
          ['is under way', { state: 'running' }],
          ['failed before it changed anything', { state: 'failed', steps: [{ id: 'tags', state: 'todo' }] }],
          ['has been followed by it already', { followed: ['later'] }],
        ])('but not one which %s', async (_, over) => {
          expect(await ask(await ran(over))).toBe('closed');
        });

        it('where the account has not opted in only to show its commands, if the stage says so', async () => {
          const id = await ran();
          const asked = request({ stage: 'later', previousRunId: id });
          const estate = { accounts: [{ ...account(), capabilities: ['audit'] as const }] };
          expect(await requestApproval(depsOn(redis, { metas, estate }), asked)).toMatchObject({ why: 'not-enabled' });
          const shows = metas.map((each) => ({
            ...each,
            strategies: each.strategies.map((one) => ({
              ...one,
              stages: one.stages.map((of) => ({ ...of, showsCommands: true as const })),
            })),
          }));
          const opened = await requestApproval(depsOn(redis, { metas: shows, estate }), asked);
          expect(opened).toMatchObject({ outcome: 'opened', approval: { stage: 'later', state: 'planning' } });
        });

        it('but not one of other findings, of another strategy, of another stage, or of none', async () => {
          const id = await ran();
          expect(await ask(id, { findings: [finding({ name: 'elsewhere' })] })).toBe('closed');
          expect(await ask(id, { strategy: 'by-disruptive' })).toBe('closed');
          expect(await ask(id, { stage: 'tag' })).toBe('closed');
          expect(await ask(id, { stage: undefined })).toBe('closed');
          expect(await ask(undefined)).toBe('closed');
          expect(await ask('unknown')).toBe('closed');
        });
      });

      it('planned, decided and done: the whole way', async () => {
        const deps = depsOn(redis);
        const opened = await requestApproval(deps, request({ findings: [orders, ledger] }));
        if (opened.outcome === 'refused') throw new Error(opened.text);
        const { id } = opened.approval;
        const fresh = plan('additive', { names: ['orders', 'ledger'] });
        await storeChange(approvals, id, (approval) =>
          planned(approval, fresh, { now: new Date(clock), account: account() }),
        );
        const keep = [orders.id];
        const result = await decideApproval(deps, {
          what: 'approve',
          approvalId: id,
          userId: 'UERIN',
          teamId: 'T1',
          planHash: fresh.hash,
          keep,
        });
        expect(result).toMatchObject({
          outcome: 'done',
          approval: { state: 'approved', plan: { items: [{ findingId: orders.id }] } },
        });
        expect(await eventKinds()).toEqual([
          'approval.requested',
          'approval.planned',
          'approval.approved',
          'apply',
          'render',
        ]);
      });
    });

    it('nothing is applied while the kill switch is pulled, by whoever approves anywhere, with a reason', async () => {
      const deps = { ...depsOn(redis), pauses };
      const by = (userId: string) => ({ userId, teamId: 'T1' });
      expect(await pause(deps, by('UFRANK'), 'incident')).toMatchObject({ outcome: 'refused', why: 'not-an-approver' });
      expect(await pause(deps, by('UERIN'), ' ')).toMatchObject({ outcome: 'refused', why: 'reason-missing' });
      expect(await pause(deps, by('UERIN'), 'incident <1>')).toMatchObject({ outcome: 'done' });
      expect(await pause(deps, by('UBOB'), 'another')).toMatchObject({
        text: expect.stringContaining('by <@UERIN> since'),
      });
      expect(await pauses.get()).toEqual({ by: 'UERIN', at: noon.toISOString(), reason: 'incident <1>' });
      people.down = true;
      expect(await resume(deps, by('UBOB'))).toMatchObject({ why: 'people-unavailable' });
      people.down = false;
      expect(await resume(deps, by('UBOB'))).toMatchObject({ text: expect.stringContaining('incident &lt;1&gt;') });
      expect(await pauses.get()).toBeUndefined();
      expect(await resume(deps, by('UBOB'))).toMatchObject({ text: 'It is not paused.' });
      expect(await eventKinds()).toEqual(['pause.set', 'pause.lifted']);
      people.down = true;
      expect(await pause(deps, by('UBOB'), 'Slack is ill')).toMatchObject({ outcome: 'done' });
      expect(await pause(deps, by('UERIN'), 'Slack is ill')).toMatchObject({ why: 'people-unavailable' });
    });

    it('every key carries the hash tag, and no key or value holds the signing key', async () => {
      const approval = await stored(pending('additive'));
      await decideApproval(depsOn(redis), click('UBOB', approval));
      await pauses.set({ by: 'UBOB', at: noon.toISOString(), reason: 'x' }, [trailEvent(1)]);
      await outboxOn(redis).relay(async (event, eventId) => {
        if (event.kind === 'trail') await trail.append(event.entry, eventId);
        else throw new Error('later');
      });
      const found = await redis.keys('*');
      expect(found.length).toBeGreaterThan(10);
      for (const key of found) {
        expect(key).toMatch(/^\{aurora\}:/);
        expect(await contentOf(key)).not.toContain(keys.signingKey.slice(24));
      }
      expect(await contentOf('{aurora}:approval:abc123')).toContain('signature');
    });
  });
});
