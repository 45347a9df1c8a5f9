import type { KnownBlock, ModalView } from '@slack/types';
import type { Approval } from '../../domain/approval/record.ts';
import type { RiskLevel } from '../../domain/capability.ts';
import type { ModalContent } from '../../domain/ports.ts';
import type { Plan } from '../../domain/remediation/plan.ts';
import { plural } from '../../domain/words.ts';
import { stateLine } from '../blocks/approval-state.ts';
import { context, divider, header, section, sections } from '../blocks/limits.ts';
import { safe, shortSafe, told } from '../blocks/mrkdwn.ts';
import type { RenderContext } from '../blocks/rendered.ts';
import { secondFactorBlocks } from '../blocks/second-factor.ts';
import { titleOf } from '../blocks/title.ts';
import { viewIds } from '../ids.ts';
import { formOf } from './approval-form.ts';
import { modal } from './modal.ts';
import { changesBlocks, checksBlocks, costBlocks, patchBlocks, sentencesBlock, stepsBlocks } from './plan-blocks.ts';
import { isApplicable, roleOf, standingText } from './standing.ts';

const title = 'Review & approve';

/** While the plan is being made. `warning` says why that may take long. */
export const planningView = (warning?: string): ModalView =>
  modal({
    callbackId: viewIds.planning,
    title,
    head: [
      section('*Planning …*\nThe database is read afresh, so that what you approve is how things are now.'),
      ...(warning === undefined ? [] : [context(`:warning: ${told(warning)}`)]),
    ],
  });

const risks: Readonly<Record<RiskLevel, string>> = {
  additive: 'only adds, changes nothing in use',
  'live-change': 'a setting of something in use, no outage',
  disruptive: 'interrupts the database',
  destructive: 'removes something for good',
};

/** What one person sees of an approval: the plan, his own standing, and the form if he may decide. */
export function approvalModal(content: ModalContent, drawing: RenderContext): ModalView {
  const { approval } = content.sight;
  if (approval.state === 'planning') return planningView();
  const { plan } = approval;
  const name = titleOf(approval, drawing.metas);
  const head = [
    header(name),
    context(
      `${safe(approval.target.accountName)} · ${approval.target.region} · ${risks[approval.risk]}${plan === undefined || plan.items.length < 2 ? '' : ` · ${plural(plan.items.length, 'database')}`}`,
    ),
  ];
  if (plan === undefined || approval.state !== 'pending') return closedModal(content, head, drawing);
  if (!isApplicable(approval)) return refusedModal(plan, head);
  const role = roleOf(content);
  return modal({
    title,
    ...submitOf(role, approval, plan),
    metadata: { approvalId: approval.id, planHash: plan.hash },
    head: [...head, ...sentencesBlock(plan.summary), ...sentencesBlock(plan.warnings, ':warning: ')],
    details: [...changesBlocks(plan), ...stepsBlocks(plan), ...checksBlocks(plan), ...costBlocks(plan)],
    tail: [
      divider(),
      section(standingText(content)),
      ...secondFactorBlocks(approval, drawing),
      ...(role === 'approve' ? formOf(approval, plan) : []),
    ],
  });
}

function submitOf(role: ReturnType<typeof roleOf>, { decisions }: Approval, { items }: Plan) {
  if (role === 'look') return { callbackId: viewIds.told };
  if (role === 'ask') return { callbackId: viewIds.ask, submit: 'Ask the approvers' };
  const some = items.length > 1 && decisions.some(({ what }) => what === 'approve') ? ` all ${items.length}` : '';
  return { callbackId: viewIds.approve, submit: `Approve${some}` };
}

/** Nothing to approve: why, and the same change to paste where that helps. */
function refusedModal(plan: Plan, head: readonly KnownBlock[]): ModalView {
  const { managedBy, refusals, preflight, items } = plan;
  const owner =
    managedBy === undefined
      ? []
      : [
          section(
            `:no_entry: Managed by ${shortSafe(managedBy, 300)}: change it there. A change from here would be undone by its next deployment.`,
          ),
        ];
  const unclear = preflight.some(({ state }) => state === 'blocked' || state === 'unread')
    ? [section(':no_entry: Not every check is clear, so it cannot be approved yet.')]
    : [];
  const nothing = items.length === 0 && refusals.length === 0 ? [section('Nothing is left to do.')] : [];
  return modal({
    callbackId: viewIds.told,
    title,
    head: [...head, ...owner, ...sentencesBlock(refusals, ':no_entry: '), ...unclear, ...nothing],
    details: [...checksBlocks(plan), ...changesBlocks(plan), ...toPaste(plan)],
  });
}

const toPaste = ({ patches }: Plan): KnownBlock[] =>
  patches.length === 0 ? [] : [divider(), context('The same change, to make it elsewhere:'), ...patchBlocks(patches)];

/** It has been decided, is under way, or cannot be planned: how it stands, and what can still be done. */
function closedModal({ sight }: ModalContent, head: readonly KnownBlock[], drawing: RenderContext): ModalView {
  const { approval } = sight;
  const again = approval.state === 'expired' || approval.state === 'stale' || approval.state === 'unplannable';
  return modal({
    title,
    ...(again
      ? { callbackId: viewIds.planAgain, submit: 'Plan again', metadata: { approvalId: approval.id } }
      : { callbackId: viewIds.told }),
    head: [...head, ...sections(stateLine(sight, drawing))],
    ...(approval.plan === undefined
      ? {}
      : { details: [...changesBlocks(approval.plan), ...stepsBlocks(approval.plan)] }),
  });
}
