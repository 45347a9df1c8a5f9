import { Redis } from 'ioredis';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { approve } from '../../src/domain/approval/approve.ts';
import { announce } from '../../src/domain/approval/lapse.ts';
import type { ApprovalStore, Outbox, OutboxEvent, Trail } from '../../src/domain/approval/ports.ts';
import type { Approval } from '../../src/domain/approval/record.ts';
import { PlaceUnavailable } from '../../src/domain/errors.ts';
import type { MessageRecord, View } from '../../src/domain/message.ts';
import type { MuteEvent } from '../../src/domain/mute/events.ts';
import type { JobQueue, MessageStore, Notifier } from '../../src/domain/ports.ts';
import type { Run } from '../../src/domain/remediation/run.ts';
import { composeView, type Records } from '../../src/jobs/compose-view.ts';
import { relayOutbox } from '../../src/jobs/relay-outbox.ts';
import { renderMessage } from '../../src/jobs/render-message.ts';
import { sweepApprovals } from '../../src/jobs/sweep-approvals.ts';
import { createApprovalStore } from '../../src/store/approvals.ts';
import { createAuditStore } from '../../src/store/audits.ts';
import { createDigestStore } from '../../src/store/digests.ts';
import { createHomeStore } from '../../src/store/home.ts';
import { createMessageStore } from '../../src/store/messages.ts';
import { createOutbox } from '../../src/store/outbox.ts';
import { createTrail } from '../../src/store/trail.ts';
import {
  account,
  changedTo,
  consent,
  factsOf,
  fakePeople,
  noon,
  pending,
  requestOf,
} from '../helpers/approval-facts.ts';
import { redisKinds, startRedis, type TestRedis } from '../helpers/redis.ts';

describe.each(redisKinds)('what follows from a change of an approval, on %s', (kind) => {
  let server: TestRedis;
  let redis: Redis;
  let clock: number;
  let approvals: ApprovalStore;
  let messages: MessageStore;
  let outbox: Outbox;
  let trail: Trail;
  let runs: Map<string, Run>;
  let queued: string[];
  let posts: { channelId: string; view: View }[];
  let logged: { msg: string; trail?: { what: string; seq: number } }[];
  let unreachable: string[];
  let failures: unknown[];
  const people = fakePeople();

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
    clock = noon.getTime();
    const now = () => clock;
    approvals = createApprovalStore({ redis, retentionDays: 400, now });
    messages = createMessageStore(redis, now);
    outbox = createOutbox({ redis, now, onFailure: ({ error }) => failures.push(error) });
    trail = createTrail({ redis, retentionDays: 400, now });
    runs = new Map();
    queued = [];
    posts = [];
    logged = [];
    unreachable = [];
    failures = [];
    people.down = false;
    people.groups.set('SDBA', ['UERIN', 'UBOB', 'UGUEST']);
  });

  const note = async (text: string) => void queued.push(text);
  const queue = {
    renderMessage: (id: string) => note(`render ${id}`),
    applyRemediation: (id: string, turn: number) => note(`apply ${id} ${turn}`),
    planRemediation: ({ approvalId }: { approvalId: string }) => note(`plan ${approvalId}`),
  } satisfies Partial<JobQueue>;
  const notifier: Pick<Notifier, 'directMessage' | 'post' | 'update'> = {
    directMessage: async (userId) => {
      if (unreachable.includes(userId)) throw new PlaceUnavailable('user_disabled', 'no');
      return `D${userId}`;
    },
    post: async ({ channelId }, view) => {
      if (unreachable.includes(channelId)) throw new PlaceUnavailable('cannot_dm_bot', 'no');
      posts.push({ channelId, view });
      return { channelId, ts: `1.${posts.length}` };
    },
    update: async ({ channelId }, view) => void posts.push({ channelId, view }),
  };
  const runStore = {
    create: async (run: Run) => void (runs.has(run.id) || runs.set(run.id, run)),
    get: async (id: string) => runs.get(id),
    save: async (next: Run, events: readonly OutboxEvent[]) => {
      if (runs.get(next.id)?.version !== next.version - 1) return false;
      runs.set(next.id, next);
      await outbox.add(events);
      return true;
    },
    now: async () => clock,
  };
  const logger = pino({ level: 'info' }, { write: (line) => void logged.push(JSON.parse(line)) });
  const deps = () => ({
    approvals,
    messages,
    queue,
    notifier: notifier as Notifier,
    runs: runStore,
    trail,
    people,
    homes: createHomeStore(redis),
    logger,
    onMute: async ({ kind: what }: MuteEvent) => note(what),
    estate: { accounts: [account()] },
    now: () => new Date(clock),
  });
  const relay = () => outbox.relay(relayOutbox(deps()));
  const sweep = () => sweepApprovals(deps());
  const at = (minutes: number) => {
    clock = noon.getTime() + minutes * 60_000;
  };
  const records = (): Records => ({
    audits: createAuditStore({ redis, retentionDays: 400, now: () => clock }),
    approvals,
    runs: runStore,
    baseline: { size: async () => 0 },
    digests: createDigestStore(redis),
    findings: { get: async () => undefined },
    copies: { list: async () => [] },
    estate: { accounts: [account()] },
  });
  const render = (messageId: string) =>
    renderMessage({
      ...records(),
      messages,
      queue,
      notifier: notifier as Notifier,
      digests: createDigestStore(redis),
      logger,
      now: () => clock,
      intervalMs: 0,
    })({ messageId });

  const open = async (approval: Approval): Promise<Approval> => {
    const first = { ...approval, version: 1 };
    await approvals.open(first);
    return first;
  };
  const save = async ({ approval, events }: ReturnType<typeof changedTo>): Promise<Approval> => {
    expect(await approvals.save(approval, events)).toBe(true);
    return approval;
  };
  const announced = async (approval: Approval) => save(changedTo(announce(approval, factsOf('UALICE', approval.risk))));
  const approved = async (approval: Approval, userId = 'UBOB') =>
    save(changedTo(approve(approval, consent(approval), factsOf(userId, approval.risk, { now: new Date(clock) }))));
  const copies = async (messageId: string) =>
    ((await messages.get(messageId)) as MessageRecord).copies
      .map(({ channelId, note: why }) => [channelId, why])
      .sort(([a = ''], [b = '']) => (a < b ? -1 : 1));

  it('an approval that lets go makes one run, shows its card and writes the trail, in the log too', async () => {
    await approved(await open(pending('additive')));
    await relay();
    expect(runs.get('abc123')).toEqual({
      id: 'abc123',
      version: 1,
      state: 'queued',
      steps: [
        { id: 'tags', state: 'todo' },
        { id: 'first', state: 'todo' },
      ],
      turn: 0,
      queuedAt: noon.toISOString(),
    });
    expect(queued).toEqual(['apply abc123 0', 'render approval-abc123']);
    expect(await copies('approval-abc123')).toEqual([['C1', undefined]]);
    expect(logged).toMatchObject([{ msg: 'audit trail', trail: { what: 'approval.approved', seq: 1 } }]);
    expect(await trail.head()).toMatchObject({ seq: 1 });
  });

  it('an event that comes twice changes nothing twice', async () => {
    await approved(await announced(await open(pending('additive'))));
    const handle = relayOutbox(deps());
    // As after a crash between handling and removing: each event twice, and all of them once more in the end.
    const seen: Parameters<typeof handle>[] = [];
    await outbox.relay(async (event, eventId) => {
      seen.push([event, eventId]);
      await handle(event, eventId);
      await handle(event, eventId);
    });
    const before = { run: runs.get('abc123'), copies: await copies('approval-abc123'), head: await trail.head() };
    runs.set('abc123', { ...(before.run as Run), state: 'running', version: 2 });
    for (const [event, eventId] of seen) await handle(event, eventId);
    expect(runs.get('abc123')).toMatchObject({ state: 'running', version: 2 });
    expect(await copies('approval-abc123')).toEqual(before.copies);
    expect(await trail.head()).toEqual(before.head);
  });

  it('everybody who may approve is asked once, with the reason; guests, the requester and who has decided are not', async () => {
    await announced(await open(pending('additive')));
    await relay();
    const named = 'asked because you are named for account shop &lt;prod&gt;.';
    expect(await copies('approval-abc123')).toEqual([
      ['C1', undefined],
      ['DUBOB', `<@UBOB>: ${named}`],
      ['DUCAROL', `<@UCAROL>: ${named}`],
      ['DUDAVE', `<@UDAVE>: ${named}`],
      ['DUERIN', '<@UERIN>: asked because you are in <!subteam^SDBA>, which approves for shop &lt;prod&gt;.'],
    ]);
    await redis.flushall();
    const strict = await approved(
      await open({ ...pending('disruptive'), requestedBy: { userId: 'UDAVE', channelId: 'C1' } }),
    );
    await relay();
    expect((await copies('approval-abc123')).map(([channelId]) => channelId)).toEqual(['C1', 'DUCAROL']);
    await approved(strict, 'UCAROL');
    await relay();
    expect((await copies('approval-abc123')).map(([channelId]) => channelId)).toEqual(['C1', 'DUBOB', 'DUCAROL']);
  });

  it('at most twenty people are written to, and that is logged', async () => {
    people.groups.set(
      'SDBA',
      Array.from({ length: 40 }, (_, n) => `UMANY${n}`),
    );
    for (let n = 0; n < 40; n += 1) people.kinds.set(`UMANY${n}`, 'member');
    await announced(await open(pending('additive')));
    await relay();
    expect(await copies('approval-abc123')).toHaveLength(21);
    expect(logged.map(({ msg }) => msg)).toContain('not all approvers are asked');
  });

  it('somebody who cannot be written to keeps nobody from being asked, and no copy from being shown', async () => {
    unreachable = ['UBOB', 'DUCAROL'];
    await announced(await open(pending('additive')));
    await relay();
    await render('approval-abc123');
    expect(posts.map(({ channelId }) => channelId).sort()).toEqual(['C1', 'DUDAVE', 'DUERIN']);
    expect((await messages.get('approval-abc123'))?.copies.find(({ gone }) => gone !== undefined)).toMatchObject({
      channelId: 'DUCAROL',
      gone: 'cannot_dm_bot',
    });
    expect(await messages.behind()).toEqual([]);
  });

  it('while Slack does not tell who is in a group, asking waits and the rest goes on', async () => {
    people.down = true;
    await announced(await open(pending('additive')));
    await relay();
    expect(failures).toHaveLength(1);
    expect(await copies('approval-abc123')).toEqual([['C1', undefined]]);
    people.down = false;
    clock += 1_000;
    await relay();
    expect(await copies('approval-abc123')).toHaveLength(5);
  });

  it('when its time is over every copy is to be rendered anew, reminders too, and nobody is asked any more', async () => {
    await announced(await open(pending('additive')));
    await relay();
    for (const minutes of [15, 45]) {
      at(minutes);
      await sweep();
      await relay();
    }
    const reminder = await copies('approval-abc123-reminder-2');
    expect(reminder).toHaveLength(4);
    expect(reminder[0]?.[1]).toMatch(
      /^Reminder: this waits for an approval until .*2026-11-21 20:00 UTC>\. <@UBOB>: asked because/,
    );
    const all = ['approval-abc123', 'approval-abc123-reminder-1', 'approval-abc123-reminder-2'];
    for (const id of all) await render(id);
    expect(await messages.behind()).toEqual([]);
    posts = [];
    at(480);
    await Promise.all([sweep(), sweep(), sweep()]);
    await relay();
    expect((await messages.behind()).sort()).toEqual(all);
    for (const id of all) await render(id);
    expect(posts).toHaveLength(5 + 4 + 4);
    for (const { view } of posts)
      expect(view).toMatchObject({ kind: 'approval', sight: { approval: { state: 'expired' } } });
    const entries = [];
    for await (const entry of trail.read({ subject: 'abc123' })) entries.push(entry.what);
    expect(entries).toEqual(['approval.announced', 'approval.reminded', 'approval.reminded', 'approval.expired']);
  });

  it('a reminder goes only to those who have not decided', async () => {
    await approved(await announced(await open(pending('disruptive'))));
    at(15);
    await sweep();
    await relay();
    expect((await copies('approval-abc123-reminder-1')).map(([channelId]) => channelId)).toEqual(['DUCAROL', 'DUDAVE']);
  });

  it('a run keeps what has followed it, once, and its card is to be rendered anew', async () => {
    await approved(await open(pending('additive')));
    await relay();
    runs.set('abc123', { ...(runs.get('abc123') as Run), state: 'verified' });
    queued.length = 0;
    const event: OutboxEvent = { kind: 'followed', runId: 'abc123', stage: 'undo' };
    await outbox.add([event, event, { ...event, runId: 'gone' }]);
    await relay();
    await relay();
    expect(runs.get('abc123')).toMatchObject({ followed: ['undo'], version: 2 });
    expect(queued).toEqual(['render approval-abc123']);
  });

  it('what was let go and whose event got lost is queued once, and left alone once it runs', async () => {
    await approved(await open(pending('additive')));
    await redis.del('{aurora}:outbox');
    await sweep();
    expect(queued).toEqual([]);
    clock += 15_000;
    await Promise.all([sweep(), sweep()]);
    expect(runs.size).toBe(1);
    expect(new Set(queued)).toEqual(new Set(['apply abc123 0']));
    runs.set('abc123', { ...(runs.get('abc123') as Run), state: 'running' });
    queued = [];
    await sweep();
    await sweep();
    expect(queued).toEqual([]);
    expect(await approvals.unapplied(clock)).toEqual([]);
  });

  it('an event that names an approval which nobody let go starts nothing', async () => {
    await open(pending('additive'));
    await outbox.add([
      { kind: 'apply', approvalId: 'abc123' },
      { kind: 'apply', approvalId: 'gone' },
      { kind: 'ask', approvalId: 'abc123' },
    ]);
    await relay();
    expect([runs.size, queued]).toEqual([0, []]);
    expect(await messages.get('approval-abc123')).toBeUndefined();
  });

  it('what nobody has planned within two minutes is planned again, once per two minutes', async () => {
    await open(requestOf('additive'));
    at(1.9);
    await sweep();
    await relay();
    expect(queued).toEqual([]);
    at(2);
    await Promise.all([sweep(), sweep()]);
    await sweep();
    await relay();
    expect(queued).toEqual(['plan abc123']);
    at(4);
    await sweep();
    await relay();
    expect(queued).toEqual(['plan abc123', 'plan abc123']);
  });

  it('one function makes the card from what is stored, decisions and run included', async () => {
    const approval = await approved(await open(pending('additive')));
    await relay();
    const subject = { kind: 'approval', approvalId: 'abc123' } as const;
    expect(await composeView(records(), subject, undefined)).toEqual({
      kind: 'approval',
      sight: { approval, run: runs.get('abc123') },
    });
    expect(await composeView(records(), subject, 'why')).toMatchObject({ note: 'why' });
    expect(await composeView(records(), { kind: 'approval', approvalId: 'gone' }, undefined)).toBeUndefined();
  });

  it('other messages are rendered as they are', async () => {
    await messages.create('audit-a', { kind: 'audit', auditId: 'a' }, { channelId: 'C1' }, 'U1');
    await messages.rendered('audit-a', 1, clock);
    await outbox.add([{ kind: 'render', messageId: 'audit-a' }]);
    await relay();
    expect(await messages.behind()).toEqual(['audit-a']);
    expect(queued).toEqual(['render audit-a']);
  });
});
