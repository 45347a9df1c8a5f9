import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  account,
  consent,
  everybody,
  factsOf,
  noon,
  plan,
  requestOf,
  risks,
  verifier,
} from '../../../test/helpers/approval-facts.ts';
import type { RiskLevel } from '../capability.ts';
import type { Plan } from '../remediation/plan.ts';
import { approve } from './approve.ts';
import type { Changed } from './change.ts';
import { reject, start, withdraw } from './close.ts';
import { announce, expire, remind } from './lapse.ts';
import { planned, stale, unplannable } from './planning.ts';
import { type Approval, type ApprovalState, isOpen, isStrict } from './record.ts';
import type { Refused } from './refusal.ts';
import { statementOf } from './statement.ts';

const people = [...everybody.map(({ id }) => id), 'USTRANGER'];
const closedStates: readonly ApprovalState[] = [
  'approved',
  'started',
  'rejected',
  'expired',
  'stale',
  'withdrawn',
  'unplannable',
];

/** What a model-based run can do next; each names who does it and how careless he is. */
const move = fc.record({
  what: fc.constantFrom(
    'plan',
    'replan',
    'unplannable',
    'approve',
    'approve',
    'approve',
    'approve',
    'reject',
    'withdraw',
    'start',
    'start',
    'announce',
    'expire',
    'remind',
    'stale' as const,
  ),
  by: fc.oneof({ weight: 3, arbitrary: fc.constantFrom('UBOB', 'UCAROL', 'UDAVE') }, fc.constantFrom(...people)),
  minutes: fc.oneof(
    { weight: 9, arbitrary: fc.integer({ min: 0, max: 20 }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 1_000 }) },
  ),
  careless: fc.constantFrom(
    'no',
    'no',
    'no',
    'no',
    'old-plan',
    'no-name',
    'no-reason',
    'paused',
    'slack-down',
    'left-out' as const,
  ),
  variant: fc.constantFrom(0, 0, 0, 0, 0, 1),
});
type Move = typeof move extends fc.Arbitrary<infer T> ? T : never;

/** Whoever changes what he was handed is found out. */
const frozen = (approval: Approval): Approval =>
  Object.freeze({ ...approval, decisions: Object.freeze([...approval.decisions]) });

const variants = (risk: RiskLevel): readonly Plan[] => [
  plan(risk),
  plan(risk, { steps: plan(risk).steps.slice(0, 1) }),
];

function apply(approval: Approval, now: Date, { what, by, careless, variant }: Move): Changed | Refused | undefined {
  const { risk } = approval;
  const facts = factsOf(by, risk, {
    now,
    ...(careless === 'paused' ? { pause: { by: 'UCAROL', at: noon.toISOString(), reason: 'x' } } : {}),
    ...(careless === 'slack-down' ? { who: undefined } : {}),
  });
  const said = {
    ...consent(approval),
    ...(careless === 'old-plan' ? { planHash: 'old' } : {}),
    ...(careless === 'no-name' ? { confirmation: 'no' } : {}),
    ...(careless === 'left-out' ? { keep: approval.plan?.items.slice(0, 1).map(({ findingId }) => findingId) } : {}),
    reason: careless === 'no-reason' ? ' ' : 'because',
  };
  // What ends everything comes seldom, or little else would be seen.
  const seldom = careless === 'old-plan' || careless === 'slack-down';
  switch (what) {
    case 'plan':
    case 'replan':
      return planned(approval, variants(risk)[variant] ?? plan(risk), { now, account: account() });
    case 'unplannable':
      return approval.state === 'planning' ? unplannable(approval, 'no', now) : undefined;
    case 'approve':
      return approve(approval, said, facts);
    case 'reject':
      return seldom ? reject(approval, said, facts) : undefined;
    case 'withdraw':
      return seldom ? withdraw(approval, said, facts) : undefined;
    case 'start':
      return start(approval, said, facts);
    case 'announce':
      return announce(approval, facts);
    case 'expire':
      return expire(approval, now);
    case 'remind':
      return remind(approval, now);
    case 'stale':
      return seldom ? stale(approval, 'it drifted', now) : undefined;
  }
}

/** The law, written down once more without the code that it judges. */
const named = ['UBOB', 'UCAROL', 'UDAVE'];
const inGroup = ['UERIN', 'UBOB'];
const laws = (approval: Approval): void => {
  const { state, decisions, risk, plan: stored } = approval;
  if (!['approved', 'ready', 'started'].includes(state)) return;
  const strict = risk === 'disruptive' || risk === 'destructive';
  const valid = decisions.filter(({ what, planHash }) => what === 'approve' && planHash === stored?.hash);
  const distinct = new Set(valid.map(({ by }) => by));
  expect(distinct.size).toBe(valid.length);
  expect(distinct.size).toBeGreaterThanOrEqual(strict ? 2 : 1);
  for (const by of distinct) {
    expect(strict ? named : [...named, ...inGroup]).toContain(by);
    if (strict) expect(by).not.toBe(approval.requestedBy.userId);
  }
  for (const { signature, ...said } of decisions) {
    expect(verifier.verify(statementOf(approval, said), signature)).toBe(true);
    expect(Date.parse(said.at)).toBeLessThan(Date.parse(said.expiresAt ?? ''));
    if (strict && said.what === 'approve') expect(said.reason).toBeTruthy();
  }
  if (state === 'started') {
    const begun = decisions.filter(({ what }) => what === 'start');
    expect(begun).toHaveLength(1);
    expect(named).toContain(begun[0]?.by);
    const at = new Date(begun[0]?.at ?? '');
    expect([at.getUTCDay(), at.getUTCHours() >= 2 && at.getUTCHours() < 5]).toEqual([0, true]);
  }
};

describe('the state machine', () => {
  it.each(risks)('keeps the laws of a %s change, whatever people do in whatever order', (risk) => {
    const reached = new Map<ApprovalState, number>();
    const property = fc.property(
      fc.constantFrom('UALICE', 'UBOB'),
      // Saturday noon, an hour before the window opens, or inside it.
      fc.constantFrom(0, 13 * 60, 14 * 60 + 5),
      fc.array(move, { minLength: 10, maxLength: 50, size: 'max' }),
      (requester, startMinutes, moves) => {
        let now = noon.getTime() + startMinutes * 60_000;
        let approval: Approval = frozen({
          ...requestOf(risk),
          requestedBy: { userId: requester, channelId: 'C1' },
          expiresAt: new Date(now + 8 * 3_600_000).toISOString(),
        });
        let applied = 0;
        const plan = { what: 'plan', by: 'UALICE', minutes: 0, careless: 'no', variant: 0 } as const;
        for (const each of [plan, ...moves]) {
          now += each.minutes * 60_000;
          const result = apply(approval, new Date(now), each);
          if (result === undefined || 'may' in result) continue;
          if (closedStates.includes(approval.state)) throw new Error(`${each.what} changed what was ${approval.state}`);
          if (result.events.length > 0 || result.approval !== approval)
            expect(result.approval.version).toBe(approval.version + 1);
          approval = frozen(result.approval);
          applied += result.events.filter(({ kind }) => kind === 'apply').length;
          expect(applied).toBe(['approved', 'started'].includes(approval.state) ? 1 : 0);
          expect(isOpen(approval)).toBe(approval.closedAt === undefined);
          expect(isStrict(approval) ? 'approved' : 'ready').not.toBe(approval.state);
          laws(approval);
        }
        reached.set(approval.state, (reached.get(approval.state) ?? 0) + 1);
      },
    );
    fc.assert(property, { numRuns: 500 });
    // A model that never gets anywhere would prove nothing.
    expect([...reached.keys()]).toEqual(
      expect.arrayContaining(isStrict({ risk }) ? ['started', 'rejected'] : ['approved', 'rejected']),
    );
  });
});
