import fc from 'fast-check';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding, Status } from '../../src/domain/finding.ts';
import { failed, finding, scanned, target } from '../helpers/findings.ts';
import { at, openLives, unlisted } from '../helpers/lives.ts';
import { redisKinds, startRedis, type TestRedis } from '../helpers/redis.ts';

const targets = [target(), target({ region: 'us-east-1' })];
const rules = ['rule-a', 'rule-b'];
const names = ['x', 'y', 'z'];

const verdict = fc.record({
  status: fc.constantFrom<Status>('pass', 'fail', 'fail', 'unknown', 'not-applicable'),
  cause: fc.constantFrom('one', 'other'),
  exempt: fc.boolean(),
});
/** What one rule yields in one scan; it may break off before the end. */
const ruleRun = fc.record({
  seen: fc.record(Object.fromEntries(names.map((name) => [name, fc.option(verdict)]))),
  breaksOff: fc.integer({ min: 0, max: 5 }).map((number) => number === 0),
});
const anyScan = fc.record({
  place: fc.nat({ max: targets.length - 1 }),
  ran: fc.shuffledSubarray(rules),
  runs: fc.tuple(ruleRun, ruleRun),
  isDown: fc.integer({ min: 0, max: 9 }).map((number) => number === 0),
  /** By how many scans its beginning lies back when it is stored. */
  late: fc.constantFrom(0, 0, 0, 1, 3),
  twice: fc.boolean(),
});
type Scan = typeof anyScan extends fc.Arbitrary<infer T> ? T : never;

/** What should be known, by the words of the contract alone. */
class Model {
  readonly verdicts = new Map<string, Finding>();
  readonly open = new Set<string>();
  private readonly readAt = new Map<string, string>();

  store(where: (typeof targets)[number], ruleId: string, found: readonly Finding[], complete: boolean, when: string) {
    const place = `${where.region}|${ruleId}`;
    if ((this.readAt.get(place) ?? '') > when) return;
    this.readAt.set(place, when);
    const ids = new Set(found.map(({ id }) => id));
    for (const [id, known] of complete ? [...this.verdicts] : []) {
      if (known.ruleId !== ruleId || known.target.region !== where.region || ids.has(id)) continue;
      this.verdicts.delete(id);
      this.open.delete(id);
    }
    for (const each of found) {
      this.verdicts.set(each.id, each);
      if (each.status === 'fail') this.open.add(each.id);
      else if (each.status !== 'unknown') this.open.delete(each.id);
    }
  }
}

function findingsOf(scan: Scan): { ruleId: string; found: Finding[]; complete: boolean }[] {
  const where = targets[scan.place] as (typeof targets)[number];
  return scan.ran.map((ruleId) => {
    const run = scan.runs[rules.indexOf(ruleId)] as Scan['runs'][number];
    const found = names.flatMap((name, index) => {
      const seen = run.seen[name];
      if (!seen || (run.breaksOff && index > 0)) return [];
      const { status, cause, exempt } = seen;
      const more = exempt ? { exempt: { reason: 'dev' } } : {};
      return [finding({ name, ruleId, target: where, status, cause, reason: `${cause}.`, ...more })];
    });
    return { ruleId, found: run.breaksOff ? [...found, unlisted(where, ruleId)] : found, complete: !run.breaksOff };
  });
}

describe.each(redisKinds)('any sequence of scans on %s', (kind) => {
  let server: TestRedis;
  let redis: Redis;
  beforeAll(async () => {
    server = await startRedis(kind);
    redis = new Redis(server.url, { maxRetriesPerRequest: null });
  });
  afterAll(async () => {
    redis.disconnect();
    await server.stop();
  });

  it('leaves the newest verdicts, and a log that says what is open', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyScan, { maxLength: 12 }), async (scans) => {
        await redis.flushall();
        const { findings, lives, told } = openLives(redis);
        const model = new Model();
        for (const [index, scan] of scans.entries()) {
          const where = targets[scan.place] as (typeof targets)[number];
          const when = at(Math.max(0, index - scan.late) * 2 + (scan.late > 0 ? 1 : 0));
          const found = scan.isDown ? [] : findingsOf(scan);
          const report = scan.isDown
            ? failed(where)
            : scanned(
                found.flatMap((each) => each.found),
                where,
              );
          const store = () => findings.replace(`audit-${index}`, scan.isDown ? [] : scan.ran, report, when);
          await store();
          const head = await lives.head();
          if (scan.twice) await store();
          expect(await lives.head()).toBe(head);
          for (const each of found) model.store(where, each.ruleId, each.found, each.complete, when);
        }

        const stored = new Map<string, Finding>();
        for await (const each of findings.list()) stored.set(each.id, each);
        expect(new Set(stored.keys())).toEqual(new Set(model.verdicts.keys()));
        for (const [id, each] of model.verdicts) expect(stored.get(id)).toEqual(each);

        const open = new Set<string>();
        const transitions = await told();
        for (const [index, { seq, kind: what, findingId }] of transitions.entries()) {
          expect(seq).toBe(index + 1);
          expect(open.has(findingId)).toBe(what !== 'opened' && what !== 'reopened');
          if (what === 'opened' || what === 'reopened') open.add(findingId);
          if (what === 'fixed' || what === 'gone') open.delete(findingId);
        }
        expect(open).toEqual(model.open);
        expect(new Set(transitions.map(({ id }) => id)).size).toBe(transitions.length);
        for await (const life of lives.list()) expect(life.openSince !== undefined).toBe(open.has(life.findingId));
      }),
      { numRuns: kind === 'in-process' ? 8 : 60 },
    );
  });
});
