import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readDays } from '../../src/domain/life/read-days.ts';
import type { NewTransition } from '../../src/domain/life/transition.ts';
import { failed, finding, target } from '../helpers/findings.ts';
import { at, collect, openLives, rule, unlisted } from '../helpers/lives.ts';
import { redisKinds, startRedis, type TestRedis } from '../helpers/redis.ts';

const orders = finding({ name: 'orders' });
const cart = finding({ name: 'cart' });
const fixed = finding({ name: 'orders', status: 'pass', cause: 'window-in-force' });
const unread = finding({ name: 'orders', status: 'unknown', cause: 'could-not-read' });
const there = target({ region: 'us-east-1' });

const muted = (id: string): NewTransition => ({
  id,
  kind: 'muted',
  at: at(30),
  findingId: orders.id,
  ruleId: orders.ruleId,
  target: orders.target,
  severity: orders.severity,
  resource: orders.resource,
  by: { kind: 'person', userId: 'U01ALICE0001' },
  note: 'rebuilt next week',
});

describe.each(redisKinds)('lives on %s', (kind) => {
  let server: TestRedis;
  let redis: Redis;
  let clock: number;
  let world: ReturnType<typeof openLives>;

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
    clock = Date.parse(at(59));
    world = openLives(redis, () => clock);
  });

  it('begin when something fails, and tell what happens to it', async () => {
    const { scan, lives, news } = world;
    await scan(1, [orders, cart]);
    await scan(2, [orders, cart]);
    await scan(3, [fixed, cart]);
    await scan(4, [orders, cart]);
    expect(await news()).toEqual(['orders opened', 'cart opened', 'orders fixed', 'orders reopened']);
    expect(await lives.head()).toBe(4);
    expect(await lives.get(orders.id)).toMatchObject({
      firstSeenAt: at(1),
      seenAt: at(4),
      openSince: at(4),
      openings: 2,
      events: 3,
      verdict: { status: 'fail' },
    });
    const history = await lives.history(orders.id);
    expect(history.map(({ seq, kind: what, by }) => [seq, what, by])).toEqual([
      [4, 'reopened', { kind: 'audit', auditId: 'audit-4' }],
      [3, 'fixed', { kind: 'audit', auditId: 'audit-3' }],
      [1, 'opened', { kind: 'audit', auditId: 'audit-1' }],
    ]);
    expect(await lives.history(cart.id)).toHaveLength(1);
    expect((await collect(lives.after(1, 3))).map(({ seq }) => seq)).toEqual([2, 3]);
    expect((await collect(lives.list())).map(({ resource }) => resource.id).sort()).toEqual(['cart', 'orders']);
  });

  it('are not kept of what never fails, but can be told', async () => {
    const { scan, lives } = world;
    await scan(1, [fixed]);
    await scan(2, [fixed]);
    expect(await redis.exists('{aurora}:lives')).toBe(0);
    expect(await lives.get(orders.id)).toMatchObject({ firstSeenAt: at(1), seenAt: at(2), openings: 0, events: 0 });
    await scan(3, [orders]);
    expect(await lives.get(orders.id)).toMatchObject({ firstSeenAt: at(1), openSince: at(3) });
    expect((await lives.history(orders.id))[0]?.from).toMatchObject({ cause: 'window-in-force' });
    expect(await lives.get('0000000000000000')).toBeUndefined();
  });

  it('of a resource are found by its ARN, and the resource by its name', async () => {
    const other = finding({ name: 'orders', ruleId: 'rds-backup-plan-coverage', status: 'pass' });
    const far = finding({ name: 'orders', target: there });
    await world.scan(1, [orders, other, finding({ name: 'orders-old' })], target(), [rule, other.ruleId]);
    await world.scan(1, [far], there);
    expect((await world.lives.ofResource(orders.resource.arn)).map(({ ruleId }) => ruleId).sort()).toEqual([
      rule,
      other.ruleId,
    ]);
    expect(await world.lives.resourcesCalled('orders')).toEqual([orders.resource.arn, far.resource.arn]);
    expect(await world.lives.resourcesCalled('order')).toEqual([]);
    expect(await collect(world.lives.names())).toEqual(['orders', 'orders-old']);
    await world.scan(2, [], target(), [rule, other.ruleId]);
    expect((await world.lives.ofResource(orders.resource.arn)).map(({ ruleId, goneAt }) => [ruleId, goneAt])).toEqual([
      [rule, at(2)],
    ]);
  });

  it('end neither when a target was not scanned nor when a rule did not run', async () => {
    const { scan, news, verdicts, findings } = world;
    await scan(1, [orders]);
    await findings.replace('a', [], failed(target()), at(2));
    await scan(3, [], there);
    await scan(4, [], target(), ['rds-backup-retention']);
    expect(await news()).toEqual(['orders opened']);
    expect(await verdicts()).toEqual(['orders fail']);
  });

  it('end when a rule lists everything and comes upon it no more', async () => {
    const { scan, news, verdicts, lives } = world;
    await scan(1, [orders, finding({ name: 'ok', status: 'pass' })]);
    await scan(2, []);
    await scan(3, []);
    expect(await news()).toEqual(['orders opened', 'orders gone']);
    expect(await verdicts()).toEqual([]);
    expect(await lives.get(orders.id)).toMatchObject({ goneAt: at(2), seenAt: at(1) });
    await scan(4, [orders]);
    expect((await news()).at(-1)).toBe('orders reopened');
  });

  it('stay when a rule could not list everything: its verdicts and when they were seen, too', async () => {
    const { scan, news, verdicts, lives } = world;
    const ok = finding({ name: 'ok', status: 'pass' });
    await scan(1, [orders, cart, ok]);
    await scan(2, [cart, unlisted()]);
    expect(await verdicts()).toEqual(['111111111111/eu-west-1 unknown', 'cart fail', 'ok pass', 'orders fail']);
    const seen = async (id: string) => (await lives.get(id))?.seenAt;
    expect([await seen(orders.id), await seen(cart.id), await seen(ok.id)]).toEqual([at(1), at(2), at(1)]);
    await scan(3, [unlisted()]);
    expect([await seen(cart.id), await seen(ok.id)]).toEqual([at(2), at(1)]);
    await scan(4, [fixed, cart, ok]);
    expect(await news()).toEqual(['orders opened', 'cart opened', 'orders fixed']);
    expect(await verdicts()).toEqual(['cart fail', 'ok pass', 'orders pass']);
    expect([await seen(orders.id), await seen(cart.id), await seen(ok.id)]).toEqual([at(4), at(4), at(4)]);
  });

  it('stay open while their verdict cannot be read', async () => {
    const { scan, news, lives } = world;
    await scan(1, [orders]);
    await scan(2, [unread]);
    expect(await lives.get(orders.id)).toMatchObject({ openSince: at(1), verdict: { status: 'unknown' } });
    await scan(3, [orders]);
    expect(await news()).toEqual(['orders opened', 'orders unreadable', 'orders readable']);
  });

  it('heed the newer scan, whichever is stored first', async () => {
    const { scan, news, verdicts, findings } = world;
    await scan(1, [orders]);
    await scan(5, [fixed]);
    await scan(3, [orders, cart]);
    expect(await news()).toEqual(['orders opened', 'orders fixed']);
    expect(await verdicts()).toEqual(['orders pass']);
    expect(await findings.targets()).toMatchObject([{ auditId: 'audit-5', scannedAt: at(5) }]);
  });

  it('do not wait for a time that a wrong clock has stored', async () => {
    const { scan, verdicts, findings } = world;
    await scan(60 * 24 * 365, [orders]);
    await scan(5, [fixed]);
    expect(await verdicts()).toEqual(['orders pass']);
    expect(await findings.targets()).toMatchObject([{ scannedAt: at(5) }]);
    await scan(3, [orders]);
    expect(await verdicts()).toEqual(['orders pass']);
  });

  it('heed it rule by rule: an audit that ends after a second look at one rule has news of the others', async () => {
    const { scan, verdicts } = world;
    const kept = finding({ name: 'orders', ruleId: 'rds-backup-retention' });
    await scan(5, [fixed]);
    await scan(3, [orders, kept], target(), [rule, kept.ruleId]);
    expect(await verdicts()).toEqual(['orders fail', 'orders pass']);
    expect((await world.findings.get(orders.id))?.status).toBe('pass');
  });

  it('tell once what several workers store at once', async () => {
    const { scan, told } = world;
    await scan(1, [fixed, cart]);
    const second = new Redis(server.url, { maxRetriesPerRequest: null });
    const others = openLives(second, () => clock);
    await Promise.all([
      scan(2, [orders, cart]),
      others.scan(2, [orders, cart]),
      scan(3, [orders, cart]),
      others.scan(4, [orders, cart]),
      others.scan(4, [finding({ target: there, name: 'far' })], there),
      scan(2, [finding({ target: there, name: 'far' })], there),
    ]);
    second.disconnect();
    const transitions = await told();
    expect(transitions.map(({ resource, kind: what }) => `${resource.id} ${what}`).sort()).toEqual([
      'cart opened',
      'far opened',
      'orders opened',
    ]);
    expect(transitions.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect((await world.lives.get(orders.id))?.seenAt).toBe(at(4));
  });

  it('keep what others tell of them, each once', async () => {
    await world.scan(1, [orders]);
    await world.lives.append([muted('m1'), muted('m1'), muted('m2')]);
    await world.lives.append([muted('m2'), muted('m3')]);
    expect((await world.lives.history(orders.id)).map(({ id, seq }) => [id, seq])).toEqual([
      ['m3', 4],
      ['m2', 3],
      ['m1', 2],
      [expect.stringContaining(orders.id), 1],
    ]);
  });

  it('are stored in pieces when they are many, and still in one step', async () => {
    const many = Array.from({ length: 700 }, (_, n) => finding({ name: `db-${n}` }));
    await world.scan(1, many);
    expect(await world.lives.head()).toBe(700);
    const transitions = await world.told();
    expect(transitions.map(({ seq }) => seq)).toEqual(many.map((_, n) => n + 1));
    expect(transitions.map(({ findingId }) => findingId)).toEqual(many.map(({ id }) => id));
    await world.scan(2, many.slice(0, 690));
    expect((await world.news()).slice(700).sort()).toEqual(
      many.slice(690).map(({ resource }) => `${resource.id} gone`),
    );
    expect(await redis.keys('*staged*')).toEqual([]);
    await world.scan(0, []);
    expect(await redis.keys('*staged*')).toEqual([]);
    expect(await world.verdicts()).toHaveLength(690);
  });

  it('are forgotten in time, what is still seen is not', async () => {
    world = openLives(redis, () => clock, 10);
    const old = finding({ name: 'old', target: there });
    await world.scan(1, [orders, cart]);
    await world.scan(1, [old], there);
    await world.scan(2, [orders]);
    await world.forget();
    expect(await world.lives.head()).toBe(4);
    expect(await world.told()).toHaveLength(4);
    const days = 11 * 24 * 60;
    clock += days * 60_000;
    await redis.del('{aurora}:lives:forgotten');
    await world.scan(2 + days, [fixed, finding({ name: 'new', status: 'pass' })]);
    await world.forget();
    expect(await world.news()).toEqual(['orders fixed']);
    expect((await world.told())[0]?.seq).toBe(5);
    expect((await collect(world.lives.list())).map(({ resource }) => resource.id)).toEqual(['orders']);
    expect(await world.verdicts()).toEqual(['new pass', 'orders pass']);
    expect(await collect(world.lives.names())).toEqual(['new', 'orders']);
    expect((await world.findings.targets()).map(({ result }) => result.target.region)).toEqual(['eu-west-1']);
    expect(await world.lives.audited()).toHaveLength(1);
    expect(await redis.zcard('{aurora}:transitions:by-finding')).toBe(1);
    expect(await redis.hlen('{aurora}:transitions:ids')).toBe(1);
  });

  it('remember when there was an audit, and find a place in the log by its time', async () => {
    await world.scan(1, [orders]);
    await world.scan(16, [fixed]);
    await world.scan(29, [orders]);
    expect((await world.lives.audited()).sort()).toEqual([at(0), at(15)]);
    expect(await Promise.all([0, 1, 2, 17, 40].map((minute) => world.lives.before(at(minute))))).toEqual([
      0, 0, 1, 2, 3,
    ]);
  });

  it('are counted per day, as far as somebody audited', async () => {
    const day = 24 * 60;
    await world.scan(0, [orders, cart]);
    await world.scan(2 * day, [fixed, cart]);
    await world.scan(2 * day + 60, [orders, finding({ name: 'other', target: there })]);
    await world.lives.append([{ ...muted('m1'), at: at(3 * day) }]);
    const series = (over: Partial<Parameters<typeof readDays>[0]> = {}) =>
      readDays(
        { lives: world.lives, counts: () => true, isMuted: ({ findingId }) => findingId === orders.id, ...over },
        { days: 5, zone: 'UTC', now: new Date(at(3 * day + 30)) },
      );
    expect((await series()).map(({ open, opened, fixed: count }) => [open, opened, count])).toEqual([
      [null, 0, 0],
      [2, 2, 0],
      [null, 0, 0],
      [2, 2, 1],
      [null, 0, 0],
    ]);
    expect((await series({ counts: ({ findingId }) => findingId === cart.id })).map(({ open }) => open)).toEqual([
      null,
      1,
      null,
      0,
      null,
    ]);
  });

  it('have keys of one slot', async () => {
    await world.scan(1, [orders]);
    await world.lives.append([muted('m1')]);
    await world.lives.follow('a', async () => {});
    await world.forget();
    const keys = await redis.keys('*');
    expect(keys.length).toBeGreaterThan(12);
    for (const key of keys) expect(key).toMatch(/^\{aurora\}:/);
  });
});
