import { Redis } from 'ioredis';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OutboxEvent } from '../../src/domain/approval/ports.ts';
import type { Accepted, Mute } from '../../src/domain/mute/mute.ts';
import type { BaselineStore, MuteStore } from '../../src/domain/mute/ports.ts';
import type { FindingStore } from '../../src/domain/ports.ts';
import { createBaselineStore } from '../../src/store/baseline.ts';
import { createFindingStore } from '../../src/store/findings.ts';
import { createMuteStore } from '../../src/store/mutes.ts';
import { createOutbox } from '../../src/store/outbox.ts';
import { openRecords } from '../../src/store/records.ts';
import { withSetAside } from '../../src/store/set-aside.ts';
import { finding, scanned } from '../helpers/findings.ts';
import { redisKinds, startRedis, type TestRedis } from '../helpers/redis.ts';

const start = Date.parse('2026-11-21T09:00:00Z');
const day = 86_400_000;
const iso = (at: number) => new Date(at).toISOString();

const orders = finding();
const mute = (id: string, over: Partial<Mute> = {}): Mute => ({
  id,
  subject: { kind: 'finding', findingId: orders.id },
  accountId: orders.target.accountId,
  label: 'orders (payments-prod)',
  until: iso(start + 14 * day),
  reason: 'moves to another cluster',
  by: 'U1',
  at: iso(start),
  ...over,
});
const entry = (at: number, cause = orders.cause): Accepted => ({ at: iso(at), by: 'U1', cause });
const said = (what: string): OutboxEvent => ({
  kind: 'trail',
  entry: { at: iso(start), by: 'U1', what, details: {} },
});

describe.each(redisKinds)('mutes and the baseline on %s', (kind) => {
  let server: TestRedis;
  let redis: Redis;
  let clock: number;
  let mutes: MuteStore;
  let baseline: BaselineStore;
  let findings: FindingStore;

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
    clock = start;
    const now = () => clock;
    mutes = createMuteStore({ redis, retentionDays: 400, now });
    baseline = createBaselineStore(redis);
    findings = withSetAside(createFindingStore({ redis, retentionDays: 400, now }), { mutes, baseline, now });
  });

  const trail = async () => {
    const what: string[] = [];
    await createOutbox({ redis, now: () => clock, onFailure: ({ error }) => what.push(String(error)) }).relay(
      async (event) => {
        if (event.kind === 'trail') what.push(event.entry.what);
      },
    );
    return what;
  };

  describe('mutes', () => {
    it('are one for a subject, whoever is quicker, and one event goes with it', async () => {
      const added = await Promise.all(
        ['a', 'b', 'c'].map((id) => mutes.add(mute(id, { by: `U${id}` }), [said(`muted ${id}`)])),
      );
      expect(added.map(({ outcome }) => outcome).sort()).toEqual(['added', 'already-muted', 'already-muted']);
      expect(new Set(added.map((each) => each.mute.id)).size).toBe(1);
      expect(await mutes.inForce(clock)).toHaveLength(1);
      expect(await trail()).toEqual([`muted ${added[0]?.mute.id}`]);
    });

    it('are one when the same one comes twice', async () => {
      expect((await mutes.add(mute('a'), [said('muted')])).outcome).toBe('added');
      expect((await mutes.add(mute('a'), [said('muted')])).outcome).toBe('added');
      expect(await trail()).toEqual(['muted']);
    });

    it('hold until their time and not a moment longer, even when nobody has swept', async () => {
      await mutes.add(mute('a'));
      expect(await mutes.inForce(start + 14 * day - 1)).toHaveLength(1);
      expect(await mutes.inForce(start + 14 * day)).toEqual([]);
      expect(await mutes.end('a', 'U1', iso(start + 14 * day))).toBeUndefined();
      clock = start + 15 * day;
      expect((await mutes.add(mute('b', { at: iso(clock), until: iso(clock + day) }))).outcome).toBe('added');
    });

    it('are listed by their end', async () => {
      for (const [id, days] of [
        ['late', 30],
        ['soon', 2],
        ['later', 40],
      ] as const)
        await mutes.add(mute(id, { subject: { kind: 'finding', findingId: id }, until: iso(start + days * day) }));
      expect((await mutes.inForce(clock)).map(({ id }) => id)).toEqual(['soon', 'late', 'later']);
    });

    it('are taken back once, by whoever was first', async () => {
      await mutes.add(mute('a'));
      const ended = await Promise.all(
        ['U2', 'U3'].map((by) => mutes.end('a', by, iso(start + day), [said(`unmuted by ${by}`)])),
      );
      expect(ended.filter((each) => each !== undefined)).toHaveLength(1);
      expect(await trail()).toEqual([`unmuted by ${ended.find((each) => each !== undefined)?.endedBy}`]);
      expect(await mutes.inForce(clock)).toEqual([]);
      expect(await mutes.get('a')).toMatchObject({ endedAt: iso(start + day) });
      expect((await mutes.add(mute('b'))).outcome).toBe('added');
      expect(await mutes.end('unknown', 'U1', iso(clock))).toBeUndefined();
    });

    it('lapse once, each share of a spread one in its turn, also when the clock goes back', async () => {
      await mutes.add(mute('a', { spreadDays: 2 }));
      expect(await mutes.lapsed(start + 12 * day - 1)).toEqual([]);
      expect((await mutes.lapsed(start + 12 * day)).map(({ id }) => id)).toEqual(['a']);
      await mutes.told('a', start + 13 * day);
      expect(await mutes.lapsed(start + 12 * day)).toEqual([]);
      expect(await mutes.lapsed(start + 14 * day)).toHaveLength(1);
      await mutes.told('a');
      expect(await mutes.lapsed(start + 14 * day)).toEqual([]);
      expect(await mutes.inForce(start)).toEqual([]);
      await mutes.told('a', start + 20 * day);
      expect(await mutes.lapsed(start + 30 * day)).toEqual([]);
    });

    it('are forgotten a while after they are over', async () => {
      await mutes.add(mute('a'));
      await mutes.end('a', 'U1', iso(start));
      clock = start + 401 * day;
      await mutes.add(mute('b', { at: iso(clock), until: iso(clock + day) }));
      expect(await mutes.get('a')).toBeUndefined();
    });
  });

  describe('the newest verdicts', () => {
    it('say what is muted while it is, in the list and one by one', async () => {
      await findings.replace('run', [orders.ruleId], scanned([orders]), iso(clock));
      await mutes.add(mute('a'));
      const muted = { muteId: 'a', until: iso(start + 14 * day), reason: 'moves to another cluster', by: 'U1' };
      expect(await findings.get(orders.id)).toEqual({ ...orders, muted });
      for await (const each of findings.list()) expect(each).toEqual({ ...orders, muted });
      clock += 14 * day;
      expect(await findings.get(orders.id)).toEqual(orders);
      clock -= day;
      expect(await findings.get(orders.id)).toMatchObject({ muted });
    });

    it('never carry stored what is put in when they are read', async () => {
      await mutes.add(mute('a'));
      const read = await findings
        .replace('run', [orders.ruleId], scanned([orders]), iso(clock))
        .then(() => findings.get(orders.id));
      if (read === undefined) throw new Error('not stored');
      await findings.replace('run', [orders.ruleId], scanned([read]), iso(clock));
      await mutes.end('a', 'U1', iso(clock));
      expect(await findings.get(orders.id)).toEqual(orders);
    });
  });

  describe('the baseline', () => {
    it('takes in what fails for that cause now, and nothing else', async () => {
      const fine = finding({ name: 'fine', status: 'pass' });
      const other = finding({ name: 'other' });
      await findings.replace('run', [orders.ruleId], scanned([orders, fine, other]), iso(clock));
      const entries = {
        [orders.id]: entry(clock),
        [fine.id]: entry(clock, fine.cause),
        [other.id]: entry(clock, 'another-cause'),
        unknown: entry(clock),
      };
      expect(await baseline.accept(entries)).toEqual([orders.id]);
      expect(await baseline.all()).toEqual(new Map([[orders.id, entry(clock)]]));
      expect(await baseline.size()).toBe(1);
      expect(await findings.get(orders.id)).toEqual({ ...orders, accepted: entry(clock) });
      // Once more by the same worker, and later by somebody else.
      expect(await baseline.accept(entries)).toEqual([orders.id]);
      expect(await baseline.accept({ [orders.id]: { ...entry(clock + 5), by: 'U2' } })).toEqual([]);
      expect((await findings.get(orders.id))?.accepted).toEqual(entry(clock));
    });

    it.each([
      ['another cause', { cause: 'window-below-policy' }],
      ['fixed', { status: 'pass', cause: 'window-in-force' }],
      ['not applicable', { status: 'not-applicable', cause: 'serverless-v1' }],
    ] as const)('lets go of a finding that has changed: %s', async (_, over) => {
      const store = (each: typeof orders) => findings.replace('run', [orders.ruleId], scanned([each]), iso(clock));
      await store(orders);
      await baseline.accept({ [orders.id]: entry(clock) });
      await store(finding({ ...over }));
      await store(orders);
      expect(await findings.get(orders.id)).toEqual(orders);
      expect(await baseline.size()).toBe(0);
    });

    it('lets go of a database that is not there any more, and tells of its namesake', async () => {
      await findings.replace('run', [orders.ruleId], scanned([orders]), iso(clock));
      await baseline.accept({ [orders.id]: entry(clock) });
      await findings.replace('run', [orders.ruleId], scanned([]), iso(clock + 1));
      expect(await baseline.size()).toBe(0);
    });

    it('keeps a finding that could not be judged for a while', async () => {
      await findings.replace('run', [orders.ruleId], scanned([orders]), iso(clock));
      await baseline.accept({ [orders.id]: entry(clock) });
      const unread = finding({ status: 'unknown', cause: 'could-not-read' });
      await findings.replace('run', [orders.ruleId], scanned([unread]), iso(clock));
      expect((await findings.get(orders.id))?.accepted).toBeUndefined();
      await findings.replace('run', [orders.ruleId], scanned([orders]), iso(clock));
      expect((await findings.get(orders.id))?.accepted).toEqual(entry(clock));
    });

    it('is forgotten as a whole, with what was still on its way', async () => {
      await findings.replace('run', [orders.ruleId], scanned([orders]), iso(clock));
      await baseline.accept({ [orders.id]: entry(clock) });
      expect(await baseline.forget(iso(clock + 1_000), [said('baseline.forgotten')])).toBe(1);
      expect(await baseline.accept({ [orders.id]: entry(clock + 500) })).toEqual([]);
      expect(await baseline.accept({ [orders.id]: entry(clock + 1_500) })).toEqual([orders.id]);
      expect(await trail()).toEqual(['baseline.forgotten']);
    });

    it('takes thousands in, gives them back, and lets go of them', async () => {
      // Lua is slow where it is interpreted in this very process.
      const count = kind === 'in-process' ? 1_000 : 10_000;
      const many = Array.from({ length: count }, (_, n) => finding({ name: `db-${n}` }));
      await findings.replace('run', [orders.ruleId], scanned(many), iso(clock));
      const taken = await baseline.accept(Object.fromEntries(many.map(({ id }) => [id, entry(clock)])));
      expect(taken).toHaveLength(count);
      let known = 0;
      for await (const each of findings.list()) known += each.accepted === undefined ? 0 : 1;
      expect(known).toBe(count);
      await baseline.drop(taken.slice(1));
      expect(await baseline.size()).toBe(1);
    }, 60_000);
  });

  it('are part of the records', async () => {
    const records = openRecords({ redis, retentionDays: 400, logger: pino({ level: 'silent' }) });
    await records.mutes.add(mute('a', { until: iso(Date.now() + day), at: iso(Date.now()) }));
    await records.findings.replace('run', [orders.ruleId], scanned([orders]), iso(Date.now()));
    expect((await records.findings.get(orders.id))?.muted?.muteId).toBe('a');
    expect(await records.baseline.size()).toBe(0);
  });
});
