import { describe, expect, it } from 'vitest';
import { accountWith, drawing } from '../../../test/helpers/approval-screens.ts';
import { finding } from '../../../test/helpers/findings.ts';
import type { Finding } from '../../domain/finding.ts';
import { compare, gone } from '../../domain/life/compare.ts';
import type { Life } from '../../domain/life/life.ts';
import type { Actor, NewTransition, Transition } from '../../domain/life/transition.ts';
import { historyLine, sinceNote, transitionLine } from './life.ts';
import { story } from './story.ts';

const context = await drawing({ accounts: [accountWith()] });
const day = (n: number): string => new Date(Date.UTC(2026, 10, n, 9)).toISOString();
const audit: Actor = { kind: 'audit', auditId: 'k7f3m2qa' };
const bob: Actor = { kind: 'remediation', approvalId: 'a1b2c3d4', approvedBy: ['U02BOB00001'] };
const fail = finding();
const pass = finding({ status: 'pass', cause: 'window-in-force', reason: 'Can be rewound 72 h.' });
const unknown = finding({ status: 'unknown', cause: 'could-not-read', reason: 'Access denied.' });

type Seen = readonly (Finding | 'gone')[];

/** A finding through one verdict a day; the newest transition first. */
function lived(...seen: Seen): { life: Life; history: Transition[] } {
  let life: Life | undefined;
  const told: NewTransition[] = [];
  for (const [index, each] of seen.entries()) {
    const result =
      each === 'gone' ? gone(life as Life, day(index + 1), audit) : compare(life, each, day(index + 1), audit);
    life = result.life;
    told.push(...result.transitions);
  }
  return { life: life as Life, history: told.map((each, index) => ({ ...each, seq: index + 1 })).reverse() };
}
const token = (n: number): string =>
  `<!date^${Date.UTC(2026, 10, n, 9) / 1000}^{date_short_pretty}|2026-11-0${n} 09:00 UTC>`;
const line = (...seen: Seen) => {
  const { life, history } = lived(...seen);
  return historyLine(life, history);
};

describe('a life in one line', () => {
  it('says since when, and how often', () => {
    expect(line(fail)).toBe(`Failing since ${token(1)}.`);
    expect(line(fail, pass, fail, pass, fail)).toBe(`Failing since ${token(5)}, fixed twice.`);
    expect(line(fail, pass, fail, pass, fail, pass, fail)).toBe(`Failing since ${token(7)}, fixed 3 times.`);
    expect(line(fail, 'gone', fail)).toBe(`Failing since ${token(3)}, gone once.`);
    expect(line(fail, pass)).toBe(`Fixed ${token(2)}; it has failed once.`);
    expect(line(fail, 'gone', pass)).toBe('Fine since it came back; it has failed once.');
    expect(line(fail, 'gone')).toBe(`It was not there any more ${token(2)}.`);
    expect(line(pass, pass)).toBe(`It has not failed since it was first seen, ${token(1)}.`);
  });

  it('counts mutes', () => {
    const { life, history } = lived(fail);
    const muted = history.map((each) => ({ ...each, kind: 'muted' as const }));
    expect(historyLine(life, [...muted, ...history])).toBe(`Failing since ${token(1)}, muted once.`);
  });

  it('is a note in a list, while it fails', () => {
    expect(sinceNote(undefined)).toBe('');
    expect(sinceNote(lived(fail, pass).life)).toBe('');
    expect(sinceNote(lived(pass, fail).life)).toBe(` · failing since ${token(2)}`);
    expect(sinceNote(lived(fail, unknown).life)).toBe(` · failing since ${token(1)} when it was last judged`);
  });
});

describe('a line of a story', () => {
  const [fixed] = lived(fail, pass).history;
  const line = (over: Partial<Transition>, cards = new Map<string, string>()) =>
    transitionLine({ ...(fixed as Transition), ...over }, cards).replace(/^<[^>]*> · /, '');

  it('says who, as far as it is known', () => {
    expect(line({})).toBe(':large_green_circle: Fixed');
    expect(line({ by: bob })).toBe(':large_green_circle: Fixed by a change that <@U02BOB00001> approved');
    expect(line({ by: bob }, new Map([['a1b2c3d4', 'https://acme.slack.com/p1']]))).toContain(
      'approved (<https://acme.slack.com/p1|card>)',
    );
    expect(line({ kind: 'reopened', by: bob })).toContain('Failed again after a change that <@U02BOB00001> approved: ');
    expect(line({ kind: 'muted', by: { kind: 'person', userId: 'U01ALICE001' }, note: 'rebuilt <soon>' })).toBe(
      ':white_circle: Muted by <@U01ALICE001>: rebuilt &lt;soon&gt;',
    );
    expect(line({ kind: 'exempted', by: { kind: 'policy' } })).toBe(':white_circle: Exempt by accounts.yaml');
  });
});

describe('a story', () => {
  const told = (seen: Seen, over: Partial<Parameters<typeof story>[0]> = {}, watched = true) => {
    const { life, history } = lived(...seen);
    const last = seen.at(-1);
    const chapters = [last === 'gone' || last === undefined ? { life } : { life, finding: last }];
    const { resource, target } = life;
    const shown = story({ resource, target, chapters, timeline: history, isCut: false, ...over }, context, {
      cards: new Map(),
      watched: () => watched,
    });
    return JSON.stringify(shown.blocks);
  };

  it('has the present verdict first, and what happened, the newest first', () => {
    const text = told([pass, fail, pass, fail]);
    expect(text).toMatch(/Needs you · \*Backtrack on Aurora MySQL clusters\* · failing since/);
    expect(text.indexOf('Failed again')).toBeLessThan(text.indexOf('Fixed'));
    expect(text).not.toContain('earlier');
    expect(told([pass])).toContain('It has never failed.');
  });

  it('names how much it leaves out of a long one', () => {
    const seen = Array.from({ length: 60 }, (_, n) => (n % 2 === 0 ? fail : pass));
    expect(told(seen)).toContain('… and 45 earlier');
    expect(told(seen, { isCut: true })).toContain('… and more than 45 earlier');
  });

  it('says when it is not there any more, or not audited', () => {
    const text = told([fail, 'gone']);
    expect(text).toContain('· not there any more');
    expect(text).toMatch(/Last verdict: Cannot be rewound/);
    expect(text).not.toContain('Details');
    expect(told([fail], {}, false)).toContain('its account and Region are not in accounts.yaml any more');
  });

  it('says what is set aside', () => {
    expect(told([{ ...fail, exempt: { reason: 'dev' } }])).toContain(':white_circle: Exempt · ');
    const muted = { muteId: 'm', until: day(9), reason: 'r', by: 'U01ALICE001' };
    expect(told([{ ...fail, muted }])).toContain(':no_bell: Muted · ');
  });
});
