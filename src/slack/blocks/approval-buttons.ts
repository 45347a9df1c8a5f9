import type { ActionsBlock } from '@slack/types';
import type { ApprovalSight } from '../../domain/approval/ports.ts';
import type { Approval } from '../../domain/approval/record.ts';
import type { Run } from '../../domain/remediation/run.ts';
import type { StageMeta } from '../../domain/remediation/strategy.ts';
import { approvalValue } from '../approval-value.ts';
import { actionIds } from '../ids.ts';
import { type ButtonLook, button } from './limits.ts';
import type { RenderContext } from './rendered.ts';
import { ifStoppedNow } from './run-state.ts';
import { strategyOfApproval, titleOf } from './title.ts';

type Element = ActionsBlock['elements'][number];

/** The stage that takes back another one of its strategy. */
const undoStage = 'undo';

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
      return followUps(approval, drawing).map((stage, index) => followUp(approval, stage, index));
    case 'failed':
    case 'stale':
    case 'cancelled':
      return [press('planAgain', 'Plan again')];
  }
}

/** The stage that comes next, and the one that takes this one back. */
function followUps(approval: Approval, { metas }: RenderContext): StageMeta[] {
  const stages = strategyOfApproval(approval, metas)?.stages ?? [];
  const forward = stages.filter(({ id }) => id !== undoStage);
  const at = forward.findIndex(({ id }) => id === approval.stage);
  const next = at === -1 ? undefined : forward[at + 1];
  const undo = approval.stage === undoStage ? undefined : stages.find(({ id }) => id === undoStage);
  return [next, undo].flatMap((stage) => stage ?? []);
}

function followUp({ id, plan }: Approval, stage: StageMeta, index: number): Element {
  const label = stage.id === undoStage && !/^undo/i.test(stage.title) ? `Undo: ${lower(stage.title)}` : stage.title;
  return button(
    `${actionIds.nextStage}.${index}`,
    label,
    JSON.stringify({ approvalId: id, stage: stage.id }),
    `${label} (${plan?.title ?? id})`,
  );
}

const lower = (text: string): string => `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`;
