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
  risks,
  stage,
  strictRisks,
  verifier,
} from '../../../test/helpers/approval-facts.ts';
import { narrowPlan } from '../remediation/plan.ts';
import { approve } from './approve.ts';
import type { Changed } from './change.ts';
import { reject, start, withdraw } from './close.ts';
import { announce } from './lapse.ts';
import { mayDecide } from './may-decide.ts';
import { type Approval, approversOf } from './record.ts';
import { statementOf } from './statement.ts';

const kinds = ({ events }: Changed) => events.map((event) => (event.kind === 'trail' ? event.entry.what : event.kind));

/** Approved by Bob and Carol, waiting to be started. */
const ready = (over: Partial<Approval> = {}): Approval => {
  const first = changedTo(
    approve(pending('disruptive'), consent(pending('disruptive')), factsOf('UBOB', 'disruptive')),
  );
  const second = changedTo(approve(first.approval, consent(first.approval), factsOf('UCAROL', 'disruptive')));
  return { ...second.approval, ...over };
};
const inWindow = new Date('2026-11-22T02:30:00.000Z');

describe('approving', () => {
  it.each([
    'additive',
    'live-change',
  ] as const)('a %s change takes one, named or in a group, and lets it go', (risk) => {
    for (const [userId, because] of [
      ['UBOB', 'you are named for account shop &lt;prod&gt;'],
      ['UERIN', 'you are in <!subteam^SDBA>, which approves for shop &lt;prod&gt;'],
    ] as const) {
      const approval = pending(risk);
      const facts = factsOf(userId, risk);
      expect(mayDecide('approve', approval, facts)).toEqual({ may: true, because });
      const change = changedTo(approve(approval, { planHash: approval.plan?.hash ?? '' }, facts));
      expect(change.approval).toMatchObject({ state: 'approved', version: approval.version + 1, announced: true });
      expect(change.approval.closedAt).toBe(noon.toISOString());
      expect(kinds(change)).toEqual(['approval.approved', 'apply', 'render']);
    }
  });

  it('what one asked for oneself is fine for an additive change', () => {
    const approval = { ...pending('additive'), requestedBy: { userId: 'UBOB', channelId: 'C1' } };
    expect(changedTo(approve(approval, consent(approval), factsOf('UBOB', 'additive'))).approval.state).toBe(
      'approved',
    );
  });

  it.each(strictRisks)('a %s change takes two named people, becomes ready, and asks the others in between', (risk) => {
    const approval = pending(risk);
    const first = changedTo(approve(approval, consent(approval), factsOf('UBOB', risk)));
    expect(first.approval).toMatchObject({ state: 'pending', announced: true });
    expect(first.approval.remindAt).toBe(afterNoon(15).toISOString());
    expect(kinds(first)).toEqual(['approval.approved', 'ask', 'render']);
    const second = changedTo(approve(first.approval, consent(approval), factsOf('UCAROL', risk)));
    expect(second.approval.state).toBe('ready');
    expect(approversOf(second.approval)).toEqual(['UBOB', 'UCAROL']);
    expect(kinds(second)).toEqual(['approval.approved', 'ask', 'render']);
  });

  it('once ready it lasts until the end of the window, and says so when the window opens', () => {
    expect(ready()).toMatchObject({
      expiresAt: '2026-11-22T05:00:00.000Z',
      remindAt: '2026-11-22T02:00:00.000Z',
    });
    const soon = account({ policy: { changeWindow: 'Sat 11:30-13:00 UTC' } });
    const approval = pending('disruptive', { account: soon });
    const facts = (userId: string) => factsOf(userId, 'disruptive', { account: soon });
    const first = changedTo(approve(approval, consent(approval), facts('UBOB'))).approval;
    const done = changedTo(approve(first, consent(approval), facts('UCAROL'))).approval;
    expect(done.expiresAt).toBe(afterNoon(8 * 60).toISOString());
    expect(done.remindAt).toBeUndefined();
  });

  it.each(
    strictRisks,
  )('of a %s change is refused to groups, to the requester, and to the same person twice', (risk) => {
    const approval = pending(risk);
    const groups = refusedAs(approve(approval, consent(approval), factsOf('UERIN', risk)));
    expect(groups).toMatchObject({ why: 'not-an-approver' });
    expect(groups.text).toBe('You may not approve this. For shop &lt;prod&gt; <@UBOB>, <@UCAROL> or <@UDAVE> may.');
    const own = { ...approval, requestedBy: { userId: 'UBOB', channelId: 'C1' } };
    expect(refusedAs(approve(own, consent(own), factsOf('UBOB', risk)))).toMatchObject({ why: 'own-request' });
    const { approval: once } = changedTo(approve(approval, consent(approval), factsOf('UBOB', risk)));
    const twice = refusedAs(approve(once, consent(once), factsOf('UBOB', risk)));
    expect(twice).toMatchObject({ why: 'already-decided' });
    expect(twice.text).toMatch(
      /^You approved this already \(.*2026-11-21 12:00 UTC>\); one more person has to approve it\.$/,
    );
  });

  it.each([
    ['UGUEST', 'guest', 'you are a guest here'],
    ['UBOT', 'bot', 'you are an app'],
    ['UGONE', 'deactivated', 'your account is deactivated'],
    ['USTRANGER', 'stranger', 'you belong to another workspace'],
  ])('is refused to %s even when accounts.yaml names him', (userId, _, says) => {
    for (const risk of risks) {
      const named = account();
      const naming = { ...named, approvers: { ...named.approvers, users: [...named.approvers.users, userId] } };
      const facts = factsOf(userId, risk, { account: naming });
      const approval = pending(risk);
      for (const result of [approve(approval, consent(approval), facts), reject(approval, { reason: 'no' }, facts)]) {
        expect(refusedAs(result)).toMatchObject({ why: 'not-a-member' });
        expect(refusedAs(result).text).toContain(says);
      }
    }
  });

  it('is refused to everybody while Slack does not tell who they are', () => {
    const approval = pending('additive');
    const facts = factsOf('UBOB', 'additive', { who: undefined });
    for (const result of [approve(approval, consent(approval), facts), reject(approval, { reason: 'no' }, facts)])
      expect(refusedAs(result)).toMatchObject({ why: 'people-unavailable' });
  });

  it('is refused to whoever is not on the list, and the answer names who is', () => {
    const refused = refusedAs(
      approve(pending('additive'), consent(pending('additive')), factsOf('UFRANK', 'additive')),
    );
    expect(refused.text).toContain('<@UBOB>, <@UCAROL>, <@UDAVE> or members of <!subteam^SDBA> may.');
    const nobody = { ...account(), approvers: { ...account().approvers, users: [], groups: ['SDBA'] } };
    const strict = pending('disruptive');
    const facts = factsOf('UBOB', 'disruptive', { account: nobody });
    expect(refusedAs(approve(strict, consent(strict), facts)).text).toContain('No user is named for shop &lt;prod&gt;');
  });

  it('asks for as many as accounts.yaml says now, and never for fewer than when it was asked for', () => {
    const strictNow = account({ minApprovals: { additive: 2 } });
    const approval = pending('additive');
    const facts = factsOf('UBOB', 'additive', { account: strictNow });
    const change = changedTo(approve(approval, consent(approval), facts));
    expect(change.approval).toMatchObject({ state: 'pending', needed: 2 });
    const relaxed = { ...approval, needed: 2 };
    expect(changedTo(approve(relaxed, consent(relaxed), factsOf('UBOB', 'additive'))).approval.state).toBe('pending');
    // Written into Redis, a smaller number helps nobody.
    const forged = { ...pending('disruptive'), needed: 0 };
    expect(changedTo(approve(forged, consent(forged), factsOf('UBOB', 'disruptive'))).approval.state).toBe('pending');
  });
});

describe('the plan', () => {
  it('has to be the one that was on the screen', () => {
    const approval = pending('additive');
    const refused = refusedAs(approve(approval, { planHash: 'another' }, factsOf('UBOB', 'additive')));
    expect(refused).toMatchObject({ why: 'plan-changed' });
    expect(refused.text).toBe('The plan has changed since you opened it. Look at it again.');
  });

  it('may be narrowed by the first approver of an additive change; the next ones approve what he left', () => {
    const twoNeeded = account({ minApprovals: { additive: 2 } });
    const approval = pending('additive', { account: twoNeeded });
    const [orders, ledger, users] = approval.plan?.items.map(({ findingId }) => findingId) ?? [];
    const facts = (userId: string) => factsOf(userId, 'additive', { account: twoNeeded });
    const seen = approval.plan?.hash ?? '';
    const keep = [orders ?? '', users ?? ''];
    const first = changedTo(approve(approval, { planHash: seen, keep, options: [] }, facts('UBOB'))).approval;
    expect(first.plan?.items.map(({ findingId }) => findingId)).toEqual(keep);
    expect(first.plan?.steps.map(({ id }) => id)).toEqual(['tags']);
    expect(first.plan?.resources).toHaveLength(2);
    expect(first.decisions[0]?.planHash).toBe(first.plan?.hash);
    expect(first.plan?.hash).not.toBe(seen);

    const old = refusedAs(approve(first, { planHash: seen }, facts('UERIN')));
    expect(old).toMatchObject({ why: 'plan-changed' });
    expect(old.text).toContain('1 difference (ledger was left out)');
    const other = { planHash: first.plan?.hash ?? '', keep: [orders ?? ''] };
    expect(refusedAs(approve(first, other, facts('UERIN'))).text).toContain('<@UBOB> has approved a selection already');
    const same = { planHash: first.plan?.hash ?? '', keep, options: [] };
    expect(changedTo(approve(first, same, facts('UERIN'))).approval.state).toBe('approved');
    // Naming what was left out does not bring it back.
    const back = { planHash: first.plan?.hash ?? '', keep: [...keep, ledger ?? ''], options: ['first-backup'] };
    expect(changedTo(approve(first, back, facts('UERIN'))).approval.plan?.hash).toBe(first.plan?.hash);
  });

  it('is approved without the options that nobody chose', () => {
    const options = [{ id: 'first-backup', label: 'now', chosen: false }];
    const approval = pending('additive', { plan: plan('additive', { options }) });
    const seen = approval.plan?.hash ?? '';
    const asProposed = changedTo(approve(approval, { planHash: seen }, factsOf('UBOB', 'additive'))).approval;
    expect(asProposed.plan?.steps.map(({ id }) => id)).toEqual(['tags']);
    const chosen = { planHash: seen, options: ['first-backup'] };
    const withIt = changedTo(approve(approval, chosen, factsOf('UBOB', 'additive'))).approval;
    expect(withIt.plan?.steps.map(({ id }) => id)).toEqual(['tags', 'first']);
  });

  it('cannot be narrowed to nothing, and not at all when it changes something in use', () => {
    const none = { planHash: pending('additive').plan?.hash ?? '', keep: [], options: [] };
    expect(refusedAs(approve(pending('additive'), none, factsOf('UBOB', 'additive'))).text).toContain(
      'Nothing is left',
    );
    const live = pending('live-change', { plan: plan('live-change', { names: ['a', 'b'] }) });
    const half = { planHash: live.plan?.hash ?? '', keep: [live.plan?.items[0]?.findingId ?? ''] };
    expect(refusedAs(approve(live, half, factsOf('UBOB', 'live-change')))).toMatchObject({ why: 'refused-by-plan' });
  });

  it.each([
    ['refused-by-plan', { refusals: ['AWS <says> no'] }, 'AWS &lt;says&gt; no'],
    [
      'managed-by-code',
      { managedBy: 'CloudFormation stack shop' },
      'Managed by CloudFormation stack shop: change it there.',
    ],
    ['refused-by-plan', { steps: [] }, 'There is nothing to do.'],
  ] as const)('is not approved when it is %s', (why, over, text) => {
    for (const risk of risks) {
      const approval = pending(risk, { plan: plan(risk, over) });
      const facts = factsOf('UBOB', risk);
      expect(refusedAs(approve(approval, consent(approval), facts))).toMatchObject({ why, text });
      expect(refusedAs(announce(approval, facts))).toMatchObject({ why });
      expect(changedTo(reject(approval, { reason: 'no' }, facts)).approval.state).toBe('rejected');
    }
  });

  it.each([
    ['blocked', 'refused-by-plan', 'RDS Proxy: orders-proxy points at it'],
    ['unread', 'refused-by-plan', 'RDS Proxy: orders-proxy points at it'],
    ['acknowledge', 'confirmation', 'Acknowledge this first: RDS Proxy.'],
  ] as const)('of a cut-over with a pre-flight item that is %s is not approved', (state, why, text) => {
    const preflight = [{ id: 'proxy', what: 'RDS Proxy', state, detail: 'orders-proxy points at it' }];
    const approval = pending('disruptive', { plan: plan('disruptive', { preflight }) });
    const facts = factsOf('UBOB', 'disruptive');
    expect(refusedAs(approve(approval, consent(approval), facts))).toMatchObject({ why, text });
    const acknowledged = { ...consent(approval), acknowledged: ['proxy'] };
    const result = approve(approval, acknowledged, facts);
    if (state !== 'acknowledge') expect(refusedAs(result)).toMatchObject({ why });
    else expect(changedTo(result).approval.decisions[0]?.acknowledged).toEqual(['proxy']);
    const additive = pending('additive', { plan: plan('additive', { preflight }) });
    expect(changedTo(approve(additive, consent(additive), factsOf('UBOB', 'additive'))).approval.state).toBe(
      'approved',
    );
  });
});

describe('what has to be typed', () => {
  it.each(strictRisks)('for a %s change is its name and a reason', (risk) => {
    const approval = pending(risk);
    const facts = factsOf('UBOB', risk);
    const typed = consent(approval);
    expect(refusedAs(approve(approval, { ...typed, confirmation: 'Orders' }, facts))).toMatchObject({
      why: 'confirmation',
      text: 'Type `orders`, exactly so, to approve this.',
    });
    expect(refusedAs(approve(approval, { ...typed, reason: '  ' }, facts))).toMatchObject({
      why: 'reason-missing',
      text: `A ${risk} change needs a reason.`,
    });
    expect(changedTo(approve(approval, typed, facts)).approval.decisions[0]?.reason).toBe(typed.reason);
  });
});

describe('policy', () => {
  const refusal = (over: Parameters<typeof factsOf>[2]) =>
    refusedAs(approve(pending('additive'), consent(pending('additive')), factsOf('UBOB', 'additive', over)));

  it('refuses while paused, where it is not enabled, what is left alone, and what no rule declares', () => {
    expect(refusal({ pause: { by: 'UCAROL', at: noon.toISOString(), reason: 'freeze <x>' } })).toMatchObject({
      why: 'paused',
      text: expect.stringMatching(/^Paused by <@UCAROL> since <!date.*2026-11-21 12:00 UTC>: freeze &lt;x&gt;$/),
    });
    expect(refusal({ account: { ...account(), capabilities: ['audit'] } })).toMatchObject({
      why: 'not-enabled',
      text: 'Not enabled for shop &lt;prod&gt;: capability `backup` is not in accounts.yaml.',
    });
    expect(refusal({ setAside: 'muted until tomorrow' })).toMatchObject({
      why: 'muted',
      text: 'Left alone: muted until tomorrow.',
    });
    expect(refusal({ account: undefined })).toMatchObject({ why: 'not-an-approver' });
    for (const declared of [undefined, { ...stage('additive'), risk: 'destructive' as const }])
      expect(refusal({ stage: declared })).toMatchObject({ why: 'closed' });
  });
});

describe('rejecting', () => {
  it.each(risks)('a %s change is open to anyone authorised, the requester too, whatever has been approved', (risk) => {
    for (const userId of ['UBOB', 'UCAROL', 'UERIN']) {
      const first = changedTo(
        approve(pending('disruptive'), consent(pending('disruptive')), factsOf('UBOB', 'disruptive')),
      );
      for (const approval of [pending(risk), first.approval, ready()]) {
        const own = { ...approval, requestedBy: { userId, channelId: 'C1' } };
        const change = changedTo(reject(own, { reason: ' too risky ' }, factsOf(userId, approval.risk)));
        expect(change.approval).toMatchObject({ state: 'rejected', announced: true });
        expect(change.approval.decisions.at(-1)).toMatchObject({ what: 'reject', by: userId, reason: 'too risky' });
        expect(kinds(change)).toEqual(['approval.rejected', 'render']);
      }
    }
  });

  it('needs a reason, and is nobody else’s business', () => {
    expect(refusedAs(reject(pending('additive'), {}, factsOf('UBOB', 'additive')))).toMatchObject({
      why: 'reason-missing',
    });
    expect(refusedAs(reject(pending('additive'), { reason: 'no' }, factsOf('UFRANK', 'additive')))).toMatchObject({
      why: 'not-an-approver',
    });
  });
});

describe('withdrawing', () => {
  it('is for the requester, before it is let go, and makes no noise when nobody was asked', () => {
    const facts = factsOf('UALICE', 'additive', { who: undefined });
    for (const approval of [requestOf('additive'), pending('additive'), ready()]) {
      const change = changedTo(withdraw(approval, {}, facts));
      expect(change.approval.state).toBe('withdrawn');
      expect(kinds(change)).toEqual(approval.announced ? ['approval.withdrawn', 'render'] : ['approval.withdrawn']);
    }
    expect(refusedAs(withdraw(pending('additive'), {}, factsOf('UBOB', 'additive'))).text).toBe(
      'Only <@UALICE>, who asked for this, can withdraw it.',
    );
  });
});

describe('starting', () => {
  const facts = (userId: string, now = inWindow) => factsOf(userId, 'disruptive', { now });

  it('is for a named person, inside the window', () => {
    const change = changedTo(start(ready(), {}, facts('UDAVE')));
    expect(change.approval).toMatchObject({ state: 'started' });
    expect(kinds(change)).toEqual(['approval.started', 'render', 'apply']);
    expect(refusedAs(start(ready(), {}, facts('UERIN')))).toMatchObject({ why: 'not-an-approver' });
    expect(refusedAs(start(ready(), {}, facts('UDAVE', afterNoon(60))))).toMatchObject({ why: 'outside-window' });
  });

  it('is refused when it would not end in time, by what was measured or else by the deadlines', () => {
    const late = new Date('2026-11-22T04:30:00.000Z');
    expect(changedTo(start(ready(), {}, facts('UBOB', late))).approval.state).toBe('started');
    const long = ready();
    const measured = { ...long, plan: { ...plan('disruptive'), needsMinutes: 50 } };
    expect(refusedAs(start(measured, {}, facts('UBOB', late))).text).toContain('needs about 50 minutes');
  });

  it('is refused before it is approved, when it is blocked meanwhile, and when approvers have left', () => {
    expect(refusedAs(start(pending('disruptive'), {}, facts('UBOB', noon))).text).toBe(
      'It needs 2 more approvals first.',
    );
    const paused = { by: 'UCAROL', at: noon.toISOString(), reason: 'no' };
    expect(refusedAs(start(ready(), {}, { ...facts('UBOB'), pause: paused }))).toMatchObject({ why: 'paused' });
    const base = account();
    const left = { ...base, approvers: { ...base.approvers, users: ['UDAVE', 'UBOB'] } };
    expect(refusedAs(start(ready(), {}, { ...facts('UDAVE'), account: left })).text).toContain(
      '<@UCAROL> may not approve',
    );
  });
});

describe('what is closed stays closed, and says by whom', () => {
  const approved = () =>
    changedTo(approve(pending('additive'), consent(pending('additive')), factsOf('UBOB', 'additive'))).approval;
  const told = (approval: Approval, now = noon) =>
    refusedAs(approve(approval, consent(approval), factsOf('UCAROL', approval.risk, { now })));

  it('approved', () => {
    expect(told(approved())).toMatchObject({
      why: 'already-decided',
      text: expect.stringMatching(
        /^Already approved by <@UBOB> \(<!date\^\d+\^\{date_short_pretty\} \{time\}\|2026-11-21 12:00 UTC>\)\.$/,
      ),
    });
    expect(told(ready()).text).toMatch(
      /^Already approved by <@UBOB> and <@UCAROL> \(.*\)\. It is ready to be started\.$/,
    );
  });

  it('rejected, withdrawn, expired, stale', () => {
    const rejected = changedTo(
      reject(pending('additive'), { reason: 'not <now>' }, factsOf('UBOB', 'additive')),
    ).approval;
    expect(told(rejected)).toMatchObject({
      why: 'already-decided',
      text: expect.stringMatching(/^Rejected by <@UBOB> \(.*\): not &lt;now&gt;$/),
    });
    const withdrawn = changedTo(withdraw(pending('additive'), {}, factsOf('UALICE', 'additive'))).approval;
    expect(told(withdrawn)).toMatchObject({
      why: 'closed',
      text: expect.stringMatching(/^Withdrawn by <@UALICE> \(.*\)\.$/),
    });
    expect(told({ ...pending('additive'), state: 'stale', problem: 'Two settings differ.' }).text).toBe(
      'Two settings differ. Plan it again.',
    );
  });

  it('and after the expiry nobody decides, swept up or not', () => {
    const late = afterNoon(8 * 60);
    for (const risk of risks) {
      const approval = pending(risk);
      const inTime = factsOf('UBOB', risk, { now: afterNoon(8 * 60 - 1) });
      expect(changedTo(approve(approval, consent(approval), inTime)).approval.version).toBe(approval.version + 1);
      for (const state of ['pending', 'expired'] as const) {
        const over = { ...approval, state };
        expect(told(over, late)).toMatchObject({ why: 'expired', text: expect.stringContaining('plan it again') });
        expect(refusedAs(reject(over, { reason: 'no' }, factsOf('UBOB', risk, { now: late }))).why).toBe('expired');
        expect(refusedAs(withdraw(over, {}, factsOf('UALICE', risk, { now: late }))).why).toBe('expired');
      }
    }
    const tooLate = factsOf('UBOB', 'disruptive', { now: new Date('2026-11-22T05:00:00.000Z') });
    expect(refusedAs(start(ready(), {}, tooLate)).why).toBe('expired');
  });
});

it('every decision is signed over who, what, when, why, the risk, and the findings left in', () => {
  const approval = ready();
  for (const { signature, ...said } of approval.decisions) {
    expect(verifier.verify(statementOf(approval, said), signature)).toBe(true);
    for (const changed of [
      { ...said, by: 'UMALLORY' },
      { ...said, what: 'reject' as const },
      { ...said, at: afterNoon(1).toISOString() },
      { ...said, reason: 'another' },
      { ...said, planHash: 'another' },
      { ...said, expiresAt: afterNoon(10_000).toISOString() },
      { ...said, acknowledged: ['proxy'] },
    ]) {
      expect(verifier.verify(statementOf(approval, changed), signature)).toBe(false);
    }
    const narrowed = narrowPlan(plan('disruptive'), [], []);
    for (const other of [
      { ...approval, id: 'another' },
      { ...approval, risk: 'additive' as const },
      { ...approval, capability: 'backup' as const },
      { ...approval, requestedBy: { userId: 'UMALLORY', channelId: 'C1' } },
      { ...approval, plan: narrowed },
    ]) {
      expect(verifier.verify(statementOf(other, said), signature)).toBe(false);
    }
  }
});
