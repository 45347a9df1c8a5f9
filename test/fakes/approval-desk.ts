import { ids } from '../../demo/slack/workspace.ts';
import type { MayDecide, Refusal } from '../../src/domain/approval/may-decide.ts';
import type { ApprovalSight } from '../../src/domain/approval/ports.ts';
import { type Approval, approvalKey, type Decision, openApprovalStates } from '../../src/domain/approval/record.ts';
import { narrowPlan, type Plan } from '../../src/domain/remediation/plan.ts';
import type { Pause } from '../../src/domain/remediation/ports.ts';
import type { Run } from '../../src/domain/remediation/run.ts';
import type { ApprovalDesk, DecisionRequest, Presser } from '../../src/slack/approval-desk.ts';
import { confirmationWord, needsReason } from '../../src/slack/views/approval-form.ts';
import { approval as blank } from '../helpers/approval-screens.ts';

export interface FakeDesk extends ApprovalDesk {
  /** What the worker does: makes the plan of an approval, and says what a viewer sees. */
  readonly plan: (approvalId: string) => Promise<ApprovalSight>;
  /** Changes a record as something elsewhere would. */
  readonly change: (approvalId: string, over: Partial<Approval>) => void;
  readonly setRun: (run: Run) => void;
  /** Every decision that was asked for, also those refused. */
  readonly asked: DecisionRequest[];
  /** Runs `before` ahead of the next decision; for what takes long or fails. */
  readonly next: (before: () => Promise<void>) => void;
  readonly get: (approvalId: string) => Approval;
}

export interface FakeDeskOptions {
  /** Slack user ids. */
  readonly approvers: readonly string[];
  /** What planning answers, or why it cannot. */
  readonly planOf: (approval: Approval) => Plan | { readonly problem: string };
  /** Called after every change that a card shows. */
  readonly onChange: (sight: ApprovalSight) => void;
}

const at = '2026-11-21T11:02:00.000Z';

/** The rules of approval as far as the screens show them, in memory: a real desk behind the same port is tested elsewhere. */
export function createFakeDesk({ approvers, planOf, onChange }: FakeDeskOptions): FakeDesk {
  const approvals = new Map<string, Approval>();
  const runs = new Map<string, Run>();
  const asked: DecisionRequest[] = [];
  let paused: Pause | undefined;
  let before: (() => Promise<void>) | undefined;

  const get = (id: string): Approval => {
    const found = approvals.get(id);
    if (found === undefined) throw new Error(`no approval ${id}`);
    return found;
  };
  const sightOf = (approval: Approval): ApprovalSight => ({ approval, run: runs.get(approval.id) });
  const change = (id: string, over: Partial<Approval>): Approval => {
    const old = get(id);
    const next = { ...old, ...over, version: old.version + 1 };
    approvals.set(id, next);
    onChange(sightOf(next));
    return next;
  };
  const refuse = (why: Refusal, text: string) => ({ ok: false as const, why, text });

  const mayDecide = (approval: Approval, { userId }: Presser): MayDecide => {
    const no = (why: Refusal, text: string): MayDecide => ({ may: false, why, text });
    if (!approvers.includes(userId))
      return no('not-an-approver', `You may not approve for ${approval.target.accountName}; <@${approvers[0]}> may.`);
    if (needsReason(approval.risk) && approval.requestedBy.userId === userId)
      return no('own-request', 'It is your own request: somebody else has to approve it.');
    if (approval.decisions.some(({ by, what }) => by === userId && what === 'approve'))
      return no('already-decided', `You approved it at ${at}.`);
    return { may: true, because: `you are named for account ${approval.target.accountName}` };
  };

  const decide = (request: DecisionRequest) => {
    const { approvalId, userId, what, planHash, reason } = request;
    const approval = get(approvalId);
    const made = (state: Approval['state'], says: string, over: Partial<Approval> = {}) => {
      const decision: Decision = {
        what,
        by: userId,
        at,
        planHash,
        signature: 'signed',
        ...(reason === undefined ? {} : { reason }),
      };
      const decisions = [...approval.decisions, decision];
      return { ok: true as const, says, approval: change(approvalId, { state, decisions, announced: true, ...over }) };
    };
    if (paused !== undefined)
      return refuse('paused', `Paused by <@${paused.by}> since ${paused.at}: ${paused.reason}.`);
    const last = approval.decisions.at(-1);
    if (!openApprovalStates.includes(approval.state) && last !== undefined)
      return refuse('already-decided', `Already ${approval.state} by <@${last.by}> at ${last.at}.`);
    if (approval.state === 'expired') return refuse('expired', 'It has expired. Plan it again.');
    if (what === 'withdraw')
      return approval.requestedBy.userId === userId
        ? made('withdrawn', 'Withdrawn. Nothing was changed.')
        : refuse('not-an-approver', `Only <@${approval.requestedBy.userId}>, who asked, may withdraw it.`);
    if (!approvers.includes(userId)) return refuse('not-an-approver', `You may not do that; <@${approvers[0]}> may.`);
    if (approval.plan === undefined || approval.plan.hash !== planHash)
      return refuse('plan-changed', 'The plan has changed since you opened it: 2 settings differ.');
    if (what === 'reject') return made('rejected', 'Rejected. Whoever asked is told why.');
    if (what === 'start') return made('started', 'Started. All checks run again first.');
    const may = mayDecide(approval, request);
    if (!may.may) return refuse(may.why, may.text);
    const typed = request.confirmation;
    if (needsReason(approval.risk) && reason === undefined) return refuse('reason-missing', 'Say why.');
    if (needsReason(approval.risk) && typed !== confirmationWord(approval.plan))
      return refuse('confirmation', `That is not the name: type ${confirmationWord(approval.plan)}.`);
    const { keep, options } = request;
    const plan =
      keep === undefined && options === undefined
        ? approval.plan
        : narrowPlan(
            approval.plan,
            keep ?? approval.plan.items.map(({ findingId }) => findingId),
            options ?? approval.plan.options.flatMap(({ id, chosen }) => (chosen ? [id] : [])),
          );
    const count = approval.decisions.length + 1;
    if (count < approval.needed) return made('pending', `Approved, ${count} of ${approval.needed}.`, { plan });
    return needsReason(approval.risk)
      ? made('ready', 'Approved. It is ready to be started in its window.', { plan })
      : made('approved', 'Approved. It starts now; the card in the channel shows how it goes.', { plan });
  };

  const control = (who: Presser, act: () => string) =>
    approvers.includes(who.userId)
      ? { ok: true, text: act() }
      : { ok: false, text: `Only approvers may do that, like <@${approvers[0]}>.` };

  return {
    asked,
    get,
    change: (id, over) => void change(id, over),
    setRun: (run) => {
      runs.set(run.id, run);
      onChange(sightOf(get(run.id)));
    },
    next: (work) => {
      before = work;
    },
    plan: async (id) => {
      const planned = planOf(get(id));
      return sightOf(
        'problem' in planned
          ? change(id, { state: 'unplannable', problem: planned.problem })
          : change(id, {
              state: 'pending',
              plan: planned,
              risk: planned.risk,
              strategy: planned.strategy,
              stage: planned.stage,
              ruleId: planned.ruleId,
              target: planned.target,
              needed: needsReason(planned.risk) ? 2 : 1,
            }),
      );
    },
    requestApproval: async ({ findingIds, strategy = 'keeper-plan', stage = 'assign', previousRunId, by }) => {
      const key = approvalKey({ findingIds, strategy, stage });
      const open = [...approvals.values()].find(
        (each) => openApprovalStates.includes(each.state) && approvalKey(each) === key,
      );
      if (open !== undefined) return { outcome: 'already-open', approval: open };
      if (findingIds.includes('muted')) return { refused: 'That finding is muted until 2026-12-24T00:00:00Z.' };
      const { plan: _, ...base } = blank();
      const approval: Approval = {
        ...base,
        id: `approval${approvals.size + 1}`,
        version: 1,
        state: 'planning',
        findingIds,
        strategy,
        stage,
        requestedBy: by,
        ...(previousRunId === undefined ? {} : { previousRunId }),
      };
      approvals.set(approval.id, approval);
      return { outcome: 'opened', approval };
    },
    sight: async (id) => {
      const approval = approvals.get(id);
      return approval && sightOf(approval);
    },
    mayDecide: async (approval, who) => mayDecide(approval, who),
    decide: async (request) => {
      asked.push(request);
      const work = before;
      before = undefined;
      await work?.();
      return decide(request);
    },
    announce: async (id) => {
      change(id, { announced: true });
      return { ok: true, text: `<@${approvers[0]}> and ${approvers.length - 1} more have been asked.` };
    },
    stopRun: async (id, { userId }) => {
      const run = runs.get(id);
      if (run === undefined) return { ok: false, text: 'There is nothing to stop.' };
      runs.set(id, { ...run, stopAskedBy: userId, version: run.version + 1 });
      onChange(sightOf(get(id)));
      return { ok: true, text: 'It stops after the step at work.' };
    },
    listOpen: async () =>
      [...approvals.values()].filter(({ state }) => openApprovalStates.includes(state)).map(sightOf),
    recentRuns: async (count) => [...runs.values()].slice(-count).map((run) => sightOf(get(run.id))),
    paused: async () => paused,
    pause: async (who, reason) =>
      control(who, () => {
        paused = { by: who.userId, at, reason };
        return 'Paused. Nothing is applied until somebody types `/aurora resume`.';
      }),
    resume: async (who) =>
      control(who, () => {
        const was = paused;
        paused = undefined;
        return was === undefined ? 'It was not paused.' : `Resumed. It was paused by <@${was.by}> since ${was.at}.`;
      }),
    exportTrail: async ({ from, to }, who) =>
      control(who, () => `The audit log from ${from ?? 'the beginning'} to ${to ?? 'now'} comes to you as a file.`),
  };
}

export const everybodyWhoApproves = [ids.bob, ids.carol];
