import type { ActionsBlock } from '@slack/types';
import type { ApprovalSight } from '../../domain/approval/ports.ts';
import type { Approval } from '../../domain/approval/record.ts';
import { followUps } from '../../domain/remediation/follow-ups.ts';
import type { Run } from '../../domain/remediation/run.ts';
import type { StageMeta } from '../../domain/remediation/strategy.ts';
import { approvalValue } from '../approval-value.ts';
import { actionIds, numbered } from '../ids.ts';
import { type ButtonLook, button } from './limits.ts';
import type { RenderContext } from './rendered.ts';
import { ifStoppedNow } from './run-state.ts';
import { strategyOfApproval, titleOf } from './title.ts';

type Element = ActionsBlock['elements'][number];

/** What can be pressed now; nothing that would only be refused for its state. */
export function approvalButtons({ approval, run }: ApprovalSight, drawing: RenderContext): Element[] {
  const title = titleOf(approval, drawing.metas);
  const value = approvalValue(approval.id, approval.plan?.hash ?? '');
  const press = (action: keyof typeof actionIds, label: string, look?: ButtonLook) =>
    button(actionIds[action], label, value, `${label}: ${title}`, look);
  switch (approval.state) {
    case 'planning':
      return [press('withdrawApproval', 'Withdraw')];
    case 'pending':
      return [
        press('reviewApproval', 'Review & approve', { style: 'primary' }),
        press('rejectApproval', 'Reject', { style: 'danger' }),
        press('withdrawApproval', 'Withdraw'),
      ];
    case 'ready':
      return [
        press('startApproval', 'Start', {
          style: 'primary',
          confirm: {
            title: 'Start now?',
            text: `${title}. All checks run again first.`,
            yes: 'Start',
          },
        }),
        press('reviewApproval', 'Show the plan'),
        press('withdrawApproval', 'Withdraw'),
      ];
    case 'unplannable':
    case 'expired':
    case 'stale':
      return [press('planAgain', 'Plan again')];
    case 'approved':
    case 'started':
      return run === undefined ? [] : runButtons(approval, run, press, drawing);
    case 'rejected':
    case 'withdrawn':
      return [];
  }
}

type Press = (action: keyof typeof actionIds, label: string, look?: ButtonLook) => Element;

function runButtons(approval: Approval, run: Run, press: Press, drawing: RenderContext): Element[] {
  switch (run.state) {
    case 'queued':
    case 'running':
    case 'waiting': {
      const leaves = ifStoppedNow(approval, run);
      if (leaves === undefined || run.stopAskedBy !== undefined) return [];
      const label = run.state === 'queued' ? 'Stop before it starts' : 'Stop after this step';
      return [press('stopRun', label, { confirm: { title: `${label}?`, text: leaves, yes: 'Stop' } })];
    }
    case 'verified':
      return next(approval, run, drawing);
    case 'failed':
      return [press('planAgain', 'Plan again'), ...otherWay(approval, drawing), ...next(approval, run, drawing)];
    case 'cancelled':
      return [press('planAgain', 'Plan again'), ...next(approval, run, drawing)];
    case 'stale':
      return [press('planAgain', 'Plan again')];
  }
}

const next = (approval: Approval, run: Run, { metas }: RenderContext): Element[] =>
  followUps(strategyOfApproval(approval, metas), approval.stage, run).map((stage, index) =>
    followUp(approval, stage, index),
  );

/** The strategy to try instead, when the first stage of this one did not get through. */
function otherWay(approval: Approval, { metas }: RenderContext): Element[] {
  const strategy = strategyOfApproval(approval, metas);
  const other = metas.find(({ id }) => id === approval.ruleId)?.strategies?.find(({ id }) => id === strategy?.instead);
  if (other === undefined || strategy?.stages[0]?.id !== approval.stage) return [];
  const value = JSON.stringify({ approvalId: approval.id, strategy: other.id });
  return [button(actionIds.otherWay, `${other.title} instead`, value, `${other.title} instead`)];
}

function followUp(
  { id, plan }: Approval,
  { id: stage, title, label = title, risk }: StageMeta,
  index: number,
): Element {
  return button(
    numbered(actionIds.nextStage, index),
    label,
    JSON.stringify({ approvalId: id, stage }),
    `${label} (${plan?.title ?? id})`,
    risk === 'destructive' ? { style: 'danger' } : undefined,
  );
}
