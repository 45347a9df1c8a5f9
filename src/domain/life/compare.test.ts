import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finding } from '../../../test/helpers/findings.ts';
import type { Finding, Status } from '../finding.ts';
import { compare, gone } from './compare.ts';
import type { Life } from './life.ts';
import type { Actor, NewTransition } from './transition.ts';

const by: Actor = { kind: 'audit', auditId: 'k7f3m2qa' };
const day = (n: number): string => new Date(Date.UTC(2026, 10, n)).toISOString();
const verdict = (status: Status, cause: string = status, exempt = false): Finding =>
  finding({ status, cause, reason: `${cause}.`, ...(exempt ? { exempt: { reason: 'dev' } } : {}) });

/** One finding through verdicts of one a day; 'gone' when it was not listed. */
function live(...seen: readonly (Finding | 'gone')[]): { life: Life | undefined; told: NewTransition[] } {
  let life: Life | undefined;
  const told: NewTransition[] = [];
  for (const [index, each] of seen.entries()) {
    if (each === 'gone' && life === undefined) continue;
    const result: ReturnType<typeof compare> =
      each === 'gone' ? gone(life as Life, day(index + 1), by) : compare(life, each, day(index + 1), by);
    life = result.life;
    told.push(...result.transitions);
  }
  return { life, told };
}
const kinds = (...seen: readonly (Finding | 'gone')[]) => live(...seen).told.map(({ kind }) => kind);

const fail = verdict('fail');
const pass = verdict('pass');
const unknown = verdict('unknown');

describe('what a new verdict means', () => {
  it.each([
    ['a first failure opens it', [fail], ['opened']],
    ['one that has passed before, too', [pass, fail], ['opened']],
    ['what never fails has no story', [pass, unknown, verdict('not-applicable'), pass, 'gone'], []],
    ['still failing is no news', [fail, fail, fail], ['opened']],
    ['another cause is', [fail, verdict('fail', 'other')], ['opened', 'changed']],
    ['judged and fine is fixed', [fail, pass], ['opened', 'fixed']],
    ['a rule that does not apply any more fixes it', [fail, verdict('not-applicable')], ['opened', 'fixed']],
    ['failing again reopens it', [fail, pass, fail], ['opened', 'fixed', 'reopened']],
    ['not listed any more is gone, not fixed', [fail, 'gone', 'gone'], ['opened', 'gone']],
    ['and comes back open', [fail, 'gone', fail], ['opened', 'gone', 'reopened']],
    ['or comes back fine', [fail, 'gone', pass], ['opened', 'gone']],
    ['a fixed one that goes closes nothing', [fail, pass, 'gone'], ['opened', 'fixed']],
    ['what cannot be read stays open', [fail, unknown, unknown], ['opened', 'unreadable']],
    ['and is read again', [fail, unknown, fail], ['opened', 'unreadable', 'readable']],
    ['with another cause', [fail, unknown, verdict('fail', 'other')], ['opened', 'unreadable', 'readable', 'changed']],
    ['or is fixed by then', [fail, unknown, pass], ['opened', 'unreadable', 'fixed']],
    ['or has gone', [fail, unknown, 'gone'], ['opened', 'unreadable', 'gone']],
    ['a first verdict that cannot be read opens nothing', [unknown, fail], ['opened']],
    ['policy sets it aside', [fail, verdict('fail', 'fail', true), fail], ['opened', 'exempted', 'exemption-ended']],
    ['from the beginning', [verdict('fail', 'fail', true)], ['opened', 'exempted']],
    ['a fix is no end of an exemption', [verdict('fail', 'fail', true), pass, pass], ['opened', 'exempted', 'fixed']],
    ['what does not fail is not told to be exempt', [verdict('pass', 'pass', true)], []],
  ] as const)('%s', (_, seen, expected) => expect(kinds(...seen)).toEqual(expected));

  it('says what it was and what it is', () => {
    const { told } = live(pass, fail, verdict('fail', 'other'), unknown, 'gone');
    expect(told.map(({ from, to }) => [from?.cause, to?.cause])).toEqual([
      ['pass', 'fail'],
      ['fail', 'other'],
      ['other', 'unknown'],
      ['unknown', undefined],
    ]);
    expect(live(fail).told[0]).not.toHaveProperty('from');
    expect(told.every((one) => one.by === by)).toBe(true);
  });

  it('names policy as who exempts', () => {
    const { told } = live(verdict('fail', 'fail', true));
    expect(told).toMatchObject([
      { kind: 'opened', by, exempt: true },
      { kind: 'exempted', by: { kind: 'policy' }, exempt: true },
    ]);
  });

  it('knows since when', () => {
    expect(live(pass, fail, unknown, fail).life).toMatchObject({
      firstSeenAt: day(1),
      seenAt: day(4),
      openSince: day(2),
      openings: 1,
      events: 3,
    });
    const { life } = live(fail, pass, pass);
    expect(life).toMatchObject({ fixedAt: day(2), openings: 1 });
    expect(life).not.toHaveProperty('openSince');
    expect(live(fail, pass, fail).life).toMatchObject({ openSince: day(3), openings: 2 });
    expect(live(fail, pass, fail).life).not.toHaveProperty('fixedAt');
    expect(live(fail, 'gone').life).toMatchObject({ goneAt: day(2), seenAt: day(1) });
    expect(live(fail, 'gone', pass).life).not.toHaveProperty('goneAt');
  });

  it('takes over what has no transition: reason, severity, tags', () => {
    const tagged = {
      ...fail,
      reason: 'Still.',
      severity: 'high' as const,
      resource: { ...fail.resource, tags: { a: 'b' } },
    };
    const { life, told } = live(fail, tagged);
    expect(told).toHaveLength(1);
    expect(life).toMatchObject({ verdict: { reason: 'Still.' }, severity: 'high', resource: { tags: { a: 'b' } } });
  });
});

const anyVerdict = fc
  .record({
    status: fc.constantFrom<Status>('pass', 'fail', 'unknown', 'not-applicable'),
    cause: fc.constantFrom('a', 'b'),
    exempt: fc.boolean(),
  })
  .map(({ status, cause, exempt }) => verdict(status, cause, exempt));
const anyLife = fc.array(fc.oneof({ weight: 6, arbitrary: anyVerdict }, fc.constant('gone' as const)), {
  maxLength: 30,
});

describe('of any sequence of verdicts', () => {
  it('transitions tell what is open: what failed when it was last judged, and is there', () => {
    fc.assert(
      fc.property(anyLife, (seen) => {
        const { life, told } = live(...seen);
        let open = false;
        for (const { kind } of told) {
          if (kind === 'opened' || kind === 'reopened') {
            expect(open).toBe(false);
            open = true;
          } else {
            expect(open).toBe(true);
            if (kind === 'fixed' || kind === 'gone') open = false;
          }
        }
        let expected = false;
        for (const each of seen) {
          if (each === 'gone') expected = false;
          else if (each.status !== 'unknown') expected = each.status === 'fail';
        }
        expect(open).toBe(expected);
        expect(life?.openSince !== undefined).toBe(expected);
      }),
    );
  });

  it('the same verdict twice is one transition', () => {
    fc.assert(
      fc.property(anyLife, (seen) => {
        const twice = live(...seen.flatMap((each) => [each, each]));
        expect(twice.told.map(({ kind, to }) => [kind, to])).toEqual(
          live(...seen).told.map(({ kind, to }) => [kind, to]),
        );
      }),
    );
  });

  it('each transition has an id of its own, and its number', () => {
    fc.assert(
      fc.property(anyLife, (seen) => {
        const { life, told } = live(...seen);
        expect(new Set(told.map(({ id }) => id)).size).toBe(told.length);
        expect(life?.events ?? 0).toBe(told.length);
        expect(life?.openings ?? 0).toBe(told.filter(({ kind }) => /opened$/.test(kind)).length);
      }),
    );
  });
});
