import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finding } from '../../../test/helpers/findings.ts';
import type { Finding } from '../finding.ts';
import { compare, gone, subjectOf, uneventful, verdictOf } from '../life/compare.ts';
import type { Life } from '../life/life.ts';
import type { Transition, TransitionKind } from '../life/transition.ts';
import { netChange } from './change.ts';

/** What a scan sees, or what a person does. */
type Step = 'fine' | 'a' | 'b' | 'unknown' | 'deleted' | 'exempt' | 'mind' | 'mute' | 'unmute' | 'accept';

const seen = (step: Step, isExempt: boolean): Finding => {
  const exempt = isExempt ? { exempt: { reason: 'dev' } } : {};
  if (step === 'fine') return finding({ status: 'pass', cause: 'in-force', reason: 'Fine.', ...exempt });
  if (step === 'unknown') return finding({ status: 'unknown', cause: 'could-not-read', reason: 'Denied.', ...exempt });
  return finding({ cause: step, reason: `Fails for ${step}.`, ...exempt });
};

/** A finding and its log, moved by the product's own comparison of scans. */
function createLife() {
  let life: Life | undefined;
  let now: Finding | undefined;
  let isMuted = false;
  let isExempt = false;
  let accepted: string | undefined;
  const log: Transition[] = [];
  const at = () => new Date(Date.UTC(2026, 10, 1, 0, log.length)).toISOString();
  const tell = (kind: TransitionKind) => {
    const by = { kind: 'person', userId: 'U1' } as const;
    log.push({ ...subjectOf(finding()), id: `${kind}-${log.length}`, seq: log.length + 1, kind, at: at(), by });
  };
  const scan = (step: Step) => {
    const by = { kind: 'audit', auditId: 'x' } as const;
    const next = step === 'deleted' ? undefined : seen(step, isExempt);
    if (next === undefined && life === undefined) return;
    const compared = next === undefined ? life && gone(life, at(), by) : compare(life, next, at(), by);
    now = next;
    if (now !== undefined && now.status !== 'unknown' && now.cause !== accepted) accepted = undefined;
    life = compared?.life.events === 0 && now ? uneventful(now, at(), at()) : compared?.life;
    for (const each of compared?.transitions ?? []) log.push({ ...each, seq: log.length + 1 });
  };
  const act = (step: Step) => {
    const open = now?.status === 'fail' || now?.status === 'unknown';
    if (step === 'mute' && open && !isMuted) {
      isMuted = true;
      tell('muted');
    } else if (step === 'unmute' && isMuted) {
      isMuted = false;
      tell('unmuted');
    } else if (step === 'accept' && now?.status === 'fail' && accepted === undefined && !isMuted) {
      accepted = now.cause;
      tell('accepted');
    }
  };
  return {
    log,
    /** An exemption takes effect with the scan after it. */
    do: (step: Step) => {
      if (step === 'exempt' || step === 'mind') {
        isExempt = step === 'exempt';
        if (now !== undefined)
          scan(now.status === 'pass' ? 'fine' : now.status === 'unknown' ? 'unknown' : (now.cause as Step));
      } else if (step === 'mute' || step === 'unmute' || step === 'accept') act(step);
      else scan(step);
    },
    present: () => ({
      ...(now === undefined ? {} : { verdict: verdictOf(now) }),
      open: life?.openSince !== undefined,
      muted: isMuted,
      exempt: isExempt,
      accepted: accepted !== undefined,
    }),
    /** What it needs someone for; undefined when it needs nobody. */
    needs: () => {
      const cause = life?.openSince === undefined ? undefined : life.lastFailure?.cause;
      return isMuted || isExempt || accepted !== undefined ? undefined : cause;
    },
    unreadable: () => now?.status === 'unknown',
  };
}

const change = (before: readonly Step[], between: readonly Step[]) => {
  const life = createLife();
  for (const step of before) life.do(step);
  const from = life.log.length;
  for (const step of between) life.do(step);
  const story = life.log.slice(from);
  return story.length === 0 ? undefined : netChange(story, life.present());
};

describe('netChange', () => {
  it.each<[string, Step[], Step[], object | undefined]>([
    ['something found for the first time is new', [], ['a'], { kind: 'new', cause: 'a', lost: false }],
    ['something that was fine is new, and was lost', ['fine'], ['a'], { kind: 'new', lost: true }],
    ['what fails for another cause has changed', ['a'], ['b'], { kind: 'changed', cause: 'b' }],
    ['what is fine now is fixed', ['a'], ['fine'], { kind: 'fixed', cause: 'a', reason: 'Fine.' }],
    ['what is deleted is gone, not fixed', ['a'], ['deleted'], { kind: 'gone' }],
    ['what fails again has returned', ['a', 'fine'], ['a'], { kind: 'returned', through: 'reopened' }],
    ['what nobody can judge any more', ['a'], ['unknown'], { kind: 'unreadable', cause: 'a' }],
    ['what is muted is set aside', ['a'], ['mute'], { kind: 'set-aside', through: 'muted' }],
    ['what is exempt is set aside', ['a'], ['exempt'], { kind: 'set-aside', through: 'exempted' }],
    ['what is accepted is set aside', ['a'], ['accept'], { kind: 'set-aside', through: 'accepted' }],
    ['a mute that ends brings it back', ['a', 'mute'], ['unmute'], { kind: 'returned', cause: 'a' }],
    [
      'an exemption that ends brings it back',
      ['a', 'exempt'],
      ['mind'],
      { kind: 'returned', through: 'exemption-ended' },
    ],
    ['opened and fixed came and went', ['fine'], ['a', 'fine'], { kind: 'came-and-went' }],
    ['fixed and failing again came and went', ['a'], ['fine', 'a'], { kind: 'came-and-went' }],
    ['fixed and failing for another cause has changed', ['a'], ['fine', 'b'], { kind: 'changed', cause: 'b' }],
    ['a cause and back again is nothing', ['a'], ['b', 'a'], undefined],
    ['unreadable and readable again is nothing', ['a'], ['unknown', 'a'], undefined],
    ['readable again with another cause has changed', ['a', 'unknown'], ['b'], { kind: 'changed', cause: 'b' }],
    ['muted and taken back is nothing', ['a'], ['mute', 'unmute'], undefined],
    ['what is found and accepted at once is nothing', [], ['a', 'accept'], undefined],
    ['what is exempt and fails is nothing', ['fine', 'exempt'], ['a'], undefined],
    ['what changes while muted is nothing', ['a', 'mute'], ['b'], undefined],
    ['a part of the baseline with another cause', ['a', 'accept'], ['b'], { kind: 'changed', cause: 'b' }],
  ])('%s', (_, before, between, expected) => {
    const found = change(before, between);
    if (expected === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject(expected);
  });

  it('says what is different at the end, whatever happened in between', () => {
    const step = fc.constantFrom<Step>(
      'fine',
      'a',
      'b',
      'unknown',
      'deleted',
      'exempt',
      'mind',
      'mute',
      'unmute',
      'accept',
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), fc.array(step, { minLength: 1, maxLength: 10 }), (old, steps) => {
        const life = createLife();
        for (const each of old) life.do(each);
        const before = { needs: life.needs(), unreadable: life.unreadable(), ...life.present() };
        const from = life.log.length;
        for (const each of steps) life.do(each);
        const story = life.log.slice(from);
        const kind = story.length === 0 ? undefined : netChange(story, life.present())?.kind;
        const after = life.needs();
        const begins = [
          'new',
          'returned',
          'changed',
          ...(before.accepted ? [undefined, 'came-and-went', 'unreadable'] : []),
        ];
        if (before.needs === undefined && after !== undefined) expect(begins).toContain(kind);
        if (before.needs !== undefined && after === undefined) expect(['fixed', 'gone', 'set-aside']).toContain(kind);
        if (before.needs !== undefined && after !== undefined) {
          // What it failed for before it became unreadable need not be in the story.
          if (before.unreadable) expect(['changed', 'came-and-went', 'unreadable', undefined]).toContain(kind);
          else if (before.needs !== after) expect(kind).toBe('changed');
          else if (life.unreadable()) expect(kind).toBe('unreadable');
          else expect(['came-and-went', 'unreadable', undefined]).toContain(kind);
        }
        // Once nobody can tell any more that it was set aside before, it is told that it is fixed, or gone.
        if (before.needs === undefined && after === undefined)
          expect([
            undefined,
            'came-and-went',
            ...(before.accepted || before.muted ? ['fixed', 'gone', 'set-aside', 'unreadable'] : []),
          ]).toContain(kind);
      }),
      { numRuns: 2_000 },
    );
  });
});
