import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ids } from '../demo/slack/workspace.ts';
import type { MayDecide } from '../src/domain/approval/may-decide.ts';
import type { Approval, ApprovalState } from '../src/domain/approval/record.ts';
import { type Plan, sealPlan } from '../src/domain/remediation/plan.ts';
import type { Run, RunState } from '../src/domain/remediation/run.ts';
import { approvalsList, jobsList } from '../src/slack/blocks/approvals-list.ts';
import { render } from '../src/slack/blocks/render.ts';
import { approvalModal, planningView } from '../src/slack/views/approval-modal.ts';
import { tellView } from '../src/slack/views/modal.ts';
import { patchView } from '../src/slack/views/patch-modal.ts';
import { rejectView } from '../src/slack/views/reject-modal.ts';
import { approval, cutoverPlan, decision, drawing, run } from './helpers/approval-screens.ts';
import { finding } from './helpers/findings.ts';
import { expectMessage, expectModal, nasty } from './helpers/slack-takes.ts';

const context = await drawing();

const approvalStates: readonly ApprovalState[] = [
  'planning',
  'unplannable',
  'pending',
  'approved',
  'ready',
  'started',
  'rejected',
  'expired',
  'stale',
  'withdrawn',
];
const runStates: readonly RunState[] = ['queued', 'running', 'waiting', 'verified', 'failed', 'stale', 'cancelled'];

const many = <T>(arbitrary: fc.Arbitrary<T>, maxLength = 12) => fc.array(arbitrary, { maxLength });

const somePlan: fc.Arbitrary<Plan> = fc
  .record({
    title: nasty,
    summary: many(nasty),
    warnings: many(nasty),
    refusals: fc.oneof({ weight: 3, arbitrary: fc.constant<string[]>([]) }, { weight: 1, arbitrary: many(nasty) }),
    names: many(nasty, 40),
    changes: many(
      fc.record({ what: nasty, before: fc.option(nasty, { nil: null }), after: fc.option(nasty, { nil: null }) }),
      8,
    ),
    steps: many(fc.record({ title: nasty, ifStopped: nasty }), 60),
    options: many(nasty),
    preflight: many(
      fc.record({
        what: nasty,
        detail: nasty,
        state: fc.constantFrom('clear' as const, 'acknowledge' as const, 'acknowledge' as const),
      }),
      30,
    ),
    cost: fc.record({ text: nasty, basis: nasty }),
    patch: nasty,
    managedBy: fc.option(nasty, { nil: undefined, freq: 5 }),
    risk: fc.constantFrom('additive' as const, 'live-change' as const, 'disruptive' as const, 'destructive' as const),
    accountName: nasty,
  })
  .map(({ names, changes, patch, managedBy, accountName, steps, options, preflight, ...rest }) => {
    const { hash: _, ...base } = cutoverPlan();
    return sealPlan({
      ...base,
      ...rest,
      target: { ...base.target, accountName },
      items: names.map((id, n) => ({
        findingId: `f-${n}`,
        resource: { type: 'AWS::RDS::DBCluster', id, arn: `arn:aws:rds:eu-west-1:1:cluster:${n}` },
        changes,
      })),
      steps: steps.map((step, n) => ({
        ...step,
        id: `s${n}`,
        step: 's',
        input: null,
        before: null,
        deadlineMinutes: 30,
        ...(n % 5 === 0 && options.length > 0 ? { option: 'o0' } : {}),
      })),
      options: options.map((label, n) => ({ id: `o${n}`, label, chosen: n % 2 === 0 })),
      preflight: preflight.map((item, n) => ({ ...item, id: `p${n}` })),
      patches: [
        { format: 'cli', title: patch, text: patch },
        { format: 'console', title: patch, text: patch },
      ],
      ...(managedBy === undefined ? {} : { managedBy }),
    });
  });

const someApproval: fc.Arbitrary<Approval> = fc
  .record({
    plan: somePlan,
    state: fc.constantFrom(...approvalStates, 'pending' as const, 'pending' as const),
    problem: fc.option(nasty, { nil: undefined }),
    reason: fc.option(nasty, { nil: undefined }),
    decided: fc.subarray(['approve', 'reject', 'start', 'withdraw'] as const),
    announced: fc.boolean(),
  })
  .map(({ plan, state, problem, reason, decided, announced }) =>
    approval(plan, {
      state,
      announced,
      decisions: decided.map((what) => decision(ids.carol, what, reason === undefined ? {} : { reason })),
      ...(problem === undefined ? {} : { problem }),
    }),
  );

const someRun = (plan: Plan): fc.Arbitrary<Run> =>
  fc
    .record({
      state: fc.constantFrom(...runStates),
      done: fc.nat(plan.steps.length),
      says: nasty,
      message: fc.option(nasty, { nil: undefined }),
      stopped: fc.boolean(),
    })
    .map(({ state, done, says, message, stopped }) => {
      const base = run(plan, state, done);
      return {
        ...base,
        steps: base.steps.map((step) => ({ ...step, says })),
        ...(stopped ? { stopAskedBy: ids.carol, overdueSince: '2026-11-21T11:55:00Z' } : {}),
        ...(message === undefined ? {} : { problem: { code: message, message, reference: 'a1b2c3' } }),
      };
    });

const someSight = someApproval.chain((about) =>
  fc.record({
    approval: fc.constant(about),
    run: about.plan === undefined ? fc.constant(undefined) : fc.option(someRun(about.plan), { nil: undefined }),
  }),
);

const someMay: fc.Arbitrary<MayDecide> = fc.oneof(
  nasty.map((because) => ({ may: true as const, because })),
  fc.record({
    may: fc.constant(false as const),
    why: fc.constantFrom('not-an-approver' as const, 'own-request' as const, 'paused' as const),
    text: nasty,
  }),
);

describe('whatever plans, people and AWS say', () => {
  it('a card is one that Slack takes, in every state', () => {
    fc.assert(
      fc.property(
        someSight,
        fc.option(fc.constant(`<@${ids.carol}>: asked because …`), { nil: undefined }),
        (sight, note) =>
          expectMessage(render({ kind: 'approval', sight, ...(note === undefined ? {} : { note }) }, context)),
      ),
      { numRuns: 300 },
    );
  });

  it('a review is one that Slack takes, for everybody', () => {
    fc.assert(
      fc.property(someSight, someMay, fc.constantFrom(ids.bob, ids.carol), (sight, may, userId) =>
        expectModal(approvalModal({ sight, viewer: { userId, may } }, context)),
      ),
      { numRuns: 300 },
    );
  });

  it('lists of approvals and jobs are', () => {
    const pause = { by: ids.carol, at: '2026-11-21T09:00:00Z' };
    fc.assert(
      fc.property(fc.array(someSight, { maxLength: 40 }), nasty, (some, reason) => {
        const sights = some.map((sight, n) => ({ ...sight, approval: { ...sight.approval, id: `approval-${n}` } }));
        expectMessage(approvalsList(sights, { ...pause, reason }, context));
        expectMessage(jobsList(sights, { ...pause, reason }, reason || undefined, context));
      }),
      { numRuns: 40 },
    );
  });

  it('what is told instead of a form, and why something is rejected, are', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        expectModal(tellView(text));
        expectModal(rejectView('k7f3m2qa', 'h'.repeat(64), text));
        expectModal(planningView(text));
      }),
    );
  });

  it('patches of many databases are', () => {
    fc.assert(
      fc.property(fc.array(nasty, { minLength: 1, maxLength: 40 }), (names) =>
        expectModal(
          patchView(
            names.map((name, n) =>
              finding({ name, evidence: n % 2 === 0 ? { managedBy: name } : {}, cause: 'window-below-policy' }),
            ),
            context.metas,
          ),
        ),
      ),
      { numRuns: 60 },
    );
  });
});

describe('a plan of 300 databases and 500 steps with the longest texts', () => {
  const long = '😀<&*`'.repeat(800);
  const { hash: _, ...base } = cutoverPlan();
  const huge = (over: Partial<Plan> = {}) =>
    sealPlan({
      ...base,
      title: long,
      summary: Array(20).fill(long),
      warnings: Array(20).fill(long),
      items: Array.from({ length: 300 }, (_, n) => ({
        findingId: `f-${n}`,
        resource: { type: 'AWS::RDS::DBCluster', id: `${n}${long}`, arn: `arn:aws:rds:eu-west-1:1:cluster:${n}` },
        changes: Array.from({ length: 10 }, (_, m) => ({ what: `${n} ${m} ${long}`, before: long, after: long })),
      })),
      steps: Array.from({ length: 500 }, (_, n) => ({
        id: `s${n}`,
        step: 's',
        title: long,
        input: null,
        before: null,
        ifStopped: long,
        deadlineMinutes: 30,
      })),
      options: Array.from({ length: 30 }, (_, n) => ({ id: `o${n}`, label: long, chosen: true })),
      preflight: Array.from({ length: 100 }, (_, n) => ({
        id: `p${n}`,
        what: long,
        detail: long,
        state: 'acknowledge' as const,
      })),
      cost: { text: long, basis: long },
      patches: Array(8).fill({ format: 'cloudformation', title: long, text: long.repeat(3) }),
      ...over,
    });

  it.each<[string, Partial<Plan>]>([
    ['to approve', {}],
    ['refused', { refusals: Array(30).fill(long) }],
    ['owned by code', { managedBy: long }],
  ])('%s', (_, over) => {
    const plan = huge(over);
    const may = { may: true as const, because: long };
    expectModal(approvalModal({ sight: { approval: approval(plan) }, viewer: { userId: ids.bob, may } }, context));
  });

  it.each(runStates)('%s', (state) => {
    const plan = huge();
    const base = run(plan, state, 250);
    const problem = { code: long, message: long, reference: 'a1b2c3' };
    const steps = base.steps.map((step) => ({ ...step, says: long }));
    const sight = { approval: approval(plan, { state: 'started' }), run: { ...base, steps, problem } };
    const shown = render({ kind: 'approval', sight }, context);
    expectMessage(shown);
    expect(JSON.stringify(shown.blocks)).toContain('payments-prod');
  });
});
