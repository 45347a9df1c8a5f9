import { describe, expect, it } from 'vitest';
import {
  account,
  afterNoon,
  changedTo,
  consent,
  factsOf,
  noon,
  pending,
  plan,
  refusedAs,
  requestOf,
} from '../../../test/helpers/approval-facts.ts';
import { sealPlan } from '../remediation/plan.ts';
import { approve } from './approve.ts';
import { differencesOf } from './differences.ts';
import { announce, expire, remind } from './lapse.ts';
import { planned, stale, unplannable } from './planning.ts';
import type { Approval } from './record.ts';

const facts = { now: noon, account: account() };
const ask = (approval: Approval) => changedTo(announce(approval, factsOf('UALICE', approval.risk))).approval;
const trailOf = (change: ReturnType<typeof changedTo>) =>
  change.events.flatMap((event) => (event.kind === 'trail' ? [event.entry] : []));

describe('planning', () => {
  it('opens it for decisions, for as long as the policy says', () => {
    const hasty = account({ policy: { approvalExpiryHours: 2 } });
    const change = changedTo(planned(requestOf('additive'), plan('additive'), { now: noon, account: hasty }));
    expect(change.approval).toMatchObject({ state: 'pending', version: 2, expiresAt: afterNoon(120).toISOString() });
    expect(change.approval.remindAt).toBeUndefined();
    expect(trailOf(change)).toMatchObject([
      {
        by: 'aurora-keeper',
        what: 'approval.planned',
        subject: 'abc123',
        details: { planHash: plan('additive').hash },
      },
    ]);
  });

  it('again with the same outcome keeps decisions and expiry, and brings costs up to date', () => {
    const approval = changedTo(
      approve(pending('disruptive'), consent(pending('disruptive')), factsOf('UBOB', 'disruptive')),
    ).approval;
    const dearer = plan('disruptive', { cost: { text: '$2 a month', basis: 'measured' } });
    const change = changedTo(planned(approval, dearer, { ...facts, now: afterNoon(60) }));
    expect(change.approval).toMatchObject({ decisions: approval.decisions, expiresAt: approval.expiresAt });
    expect(change.approval.plan?.cost.text).toBe('$2 a month');
    expect(change.events).toEqual([]);
  });

  it('again with the same outcome is the same also before anybody has chosen its options', () => {
    const options = [{ id: 'first-backup', label: 'now', chosen: false }];
    const approval = pending('additive', { plan: plan('additive', { options }) });
    const change = changedTo(planned(approval, plan('additive', { options }), { ...facts, now: afterNoon(60) }));
    expect(change.events).toEqual([]);
    expect(change.approval).toMatchObject({ expiresAt: approval.expiresAt, plan: { hash: approval.plan?.hash } });
  });

  it('again with another outcome drops what was decided on the old one, and says what differs', () => {
    const approval = changedTo(
      approve(pending('disruptive'), consent(pending('disruptive')), factsOf('UBOB', 'disruptive')),
    ).approval;
    const [item] = plan('disruptive').items;
    const other = plan('disruptive', {
      items: [
        {
          findingId: '',
          resource: { type: '', id: 'orders', arn: '' },
          ...item,
          changes: [{ what: 'tag backup', before: 'no', after: 'daily' }],
        },
      ],
      steps: plan('disruptive').steps.map((step) => ({ ...step, before: { backup: 'no' } })),
    });
    const change = changedTo(planned(approval, other, { ...facts, now: afterNoon(60) }));
    expect(change.approval).toMatchObject({
      state: 'pending',
      decisions: [],
      expiresAt: afterNoon(60 + 8 * 60).toISOString(),
      remindAt: afterNoon(75).toISOString(),
    });
    expect(trailOf(change)).toMatchObject([{ what: 'approval.plan-changed', details: { dropped: ['UBOB'] } }]);
    const late = refusedAs(approve(change.approval, consent(approval), factsOf('UCAROL', 'disruptive')));
    expect(late).toMatchObject({ why: 'plan-changed' });
    expect(late.text).toBe(
      'The plan has changed since you opened it: 1 difference (tag backup of orders: no → daily). Look at it again.',
    );
  });

  it('again after it was ready puts it back to waiting for approvals', () => {
    const first = changedTo(
      approve(pending('disruptive'), consent(pending('disruptive')), factsOf('UBOB', 'disruptive')),
    );
    const ready = changedTo(approve(first.approval, consent(first.approval), factsOf('UCAROL', 'disruptive'))).approval;
    const other = plan('disruptive', { steps: plan('disruptive').steps.slice(0, 1) });
    expect(changedTo(planned(ready, other, facts)).approval).toMatchObject({ state: 'pending', decisions: [] });
  });

  it('again keeps what the first approver left out, as long as the rest is as he saw it', () => {
    const two = account({ minApprovals: { additive: 2 } });
    const approval = pending('additive', { account: two });
    const keep = approval.plan?.items.slice(0, 1).map(({ findingId }) => findingId);
    const bob = factsOf('UBOB', 'additive', { account: two });
    const narrowed = changedTo(approve(approval, { planHash: approval.plan?.hash ?? '', keep }, bob)).approval;
    const same = changedTo(planned(narrowed, plan('additive'), facts)).approval;
    expect(same.decisions).toHaveLength(1);
    expect(same.plan?.hash).toBe(narrowed.plan?.hash);
    const fewer = plan('additive', { names: ['ledger', 'users'] });
    expect(changedTo(planned(narrowed, fewer, facts)).approval).toMatchObject({
      decisions: [],
      plan: { hash: fewer.hash },
    });
  });

  it('is refused once it is closed, and takes no plan of something else', () => {
    const over = changedTo(expire(pending('additive'), afterNoon(480))).approval;
    expect(refusedAs(planned(over, plan('additive'), facts))).toMatchObject({ why: 'expired' });
    expect(refusedAs(planned(pending('additive'), plan('additive'), { ...facts, now: afterNoon(480) }))).toMatchObject({
      why: 'expired',
    });
    expect(() => planned(requestOf('additive'), plan('disruptive'), facts)).toThrow('not one for approval abc123');
  });

  it('that cannot be done ends it, with the reason; of what was planned before it makes something stale', () => {
    const why = 'orders is gone.';
    expect(changedTo(unplannable(requestOf('additive'), why, noon)).approval).toMatchObject({
      state: 'unplannable',
      problem: why,
      closedAt: noon.toISOString(),
    });
    const change = changedTo(unplannable(ask(pending('additive')), why, noon));
    expect(change.approval).toMatchObject({ state: 'stale', problem: why });
    expect(change.events.map(({ kind }) => kind)).toEqual(['trail', 'render']);
    expect(stale(change.approval, why, noon)).toBeUndefined();
  });
});

describe('differences of two plans', () => {
  const before = plan('additive', { names: ['a', 'b'] });
  it('are named by database, setting and step', () => {
    expect(differencesOf(before, plan('additive', { names: ['b', 'c'] }))).toEqual([
      'a is not in it any more',
      'c is new in it',
    ]);
    const changes = [{ what: 'window', before: '12 h', after: null }];
    const [first] = before.items;
    const settings = { ...before, items: first === undefined ? [] : [{ ...first, changes }, ...before.items.slice(1)] };
    expect(differencesOf(before, settings)).toEqual(['tag backup of a stays as it is', 'window of a: 12 h → none']);
    expect(
      differencesOf(before, { ...before, steps: before.steps.map((step) => ({ ...step, title: `${step.title}!` })) }),
    ).toEqual(['new step: Add the tags!', 'new step: Start a first backup!']);
    expect(differencesOf(before, { ...before, steps: [] })).toEqual(['2 steps fewer']);
    const drifted = sealPlan({ ...before, steps: before.steps.map((step) => ({ ...step, before: { x: 1 } })) });
    expect(differencesOf(before, drifted)).toEqual(['values that its steps start from']);
  });
});

describe('asking', () => {
  it('shows the card once and asks once', () => {
    const change = changedTo(announce(pending('additive'), factsOf('UALICE', 'additive')));
    expect(change.approval).toMatchObject({ announced: true, remindAt: afterNoon(15).toISOString() });
    expect(change.events.map(({ kind }) => kind)).toEqual(['trail', 'ask', 'render']);
    expect(trailOf(change)).toMatchObject([{ by: 'UALICE', what: 'approval.announced' }]);
    expect(announce(change.approval, factsOf('UBOB', 'additive'))).toEqual({ approval: change.approval, events: [] });
  });

  it('is refused before there is a plan, and for what nobody could approve', () => {
    expect(refusedAs(announce(requestOf('additive'), factsOf('UALICE', 'additive')))).toMatchObject({
      why: 'not-ready',
    });
    const aside = factsOf('UALICE', 'additive', { setAside: 'exempt' });
    expect(refusedAs(announce(pending('additive'), aside))).toMatchObject({ why: 'muted' });
  });
});

describe('reminders', () => {
  it('come after 15, 30, 60, … minutes and never after the expiry', () => {
    let approval = ask(pending('disruptive'));
    const minutes: number[] = [];
    while (approval.remindAt !== undefined) {
      const now = new Date(approval.remindAt);
      expect(remind(approval, new Date(now.getTime() - 1))).toBeUndefined();
      minutes.push((now.getTime() - noon.getTime()) / 60_000);
      const change = changedTo(remind(approval, now));
      approval = change.approval;
      expect(change.events).toContainEqual({ kind: 'ask', approvalId: 'abc123', reminder: minutes.length });
    }
    expect(minutes).toEqual([15, 45, 105, 225, 465]);
    expect(approval.reminders).toBe(5);
  });

  it('of one that is being planned make the plan once more, every two minutes', () => {
    const change = changedTo(remind(requestOf('additive'), afterNoon(2)));
    expect(change.events).toEqual([{ kind: 'plan', approvalId: 'abc123' }]);
    expect(change.approval).toMatchObject({ state: 'planning', reminders: 0, remindAt: afterNoon(4).toISOString() });
  });
});

describe('the end of its time', () => {
  it('closes what is open, aloud only where people were asked', () => {
    for (const approval of [requestOf('additive'), pending('additive'), ask(pending('additive'))]) {
      expect(expire(approval, afterNoon(479))).toBeUndefined();
      const change = changedTo(expire(approval, afterNoon(480)));
      expect(change.approval).toMatchObject({ state: 'expired', closedAt: afterNoon(480).toISOString() });
      expect(change.approval.remindAt).toBeUndefined();
      expect(change.events.map(({ kind }) => kind)).toEqual(approval.announced ? ['trail', 'render'] : ['trail']);
      expect(expire(change.approval, afterNoon(1_000))).toBeUndefined();
      expect(remind(change.approval, afterNoon(1_000))).toBeUndefined();
    }
  });
});
