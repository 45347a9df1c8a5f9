import type { KnownBlock } from '@slack/types';
import type { ApprovalSight } from '../../domain/approval/ports.ts';
import type { Pause } from '../../domain/remediation/ports.ts';
import { finalRunStates } from '../../domain/remediation/run.ts';
import { plural } from '../../domain/words.ts';
import { approvalButtons } from './approval-buttons.ts';
import { approvers, stateLine } from './approval-state.ts';
import { actions, context, section } from './limits.ts';
import { bold, dateToken, mention, safe, shortSafe, truncate } from './mrkdwn.ts';
import type { RenderContext, Rendered } from './rendered.ts';
import { titleOf } from './title.ts';
import { withinMessage } from './within-message.ts';

const stateShown = 700;

/** The kill switch, wherever somebody may wonder why nothing happens. */
export const pauseBlocks = (paused: Pause | undefined): KnownBlock[] =>
  paused === undefined
    ? []
    : [
        section(
          `:double_vertical_bar: *Paused* by ${mention(paused.by)} since ${dateToken(paused.at)}: ${shortSafe(paused.reason, 500)}\nNothing is applied until somebody types \`/aurora resume\`.`,
        ),
      ];

const place = ({ approval }: ApprovalSight): string => {
  const { target, requestedBy, requestedAt } = approval;
  const by = approvers(approval);
  return [
    `${safe(target.accountName)} · ${target.region}`,
    `asked by ${mention(requestedBy.userId)} ${dateToken(requestedAt)}`,
    ...(by === '' || approval.state === 'pending' || approval.state === 'ready' ? [] : [`approved by ${by}`]),
  ].join(' · ');
};

/** One approval or run with its buttons, wherever it is listed; of these only what `may` be of use to its reader. */
export function approvalEntry(
  sight: ApprovalSight,
  drawing: RenderContext,
  may: (actionId: string) => boolean = () => true,
): KnownBlock[] {
  const { approval, run } = sight;
  const buttons = approvalButtons(sight, drawing).filter((each) => 'action_id' in each && may(each.action_id ?? ''));
  return [
    section(
      `${bold(truncate(titleOf(approval, drawing.metas), 200))}\n${truncate(stateLine(sight, drawing), stateShown)}`,
    ),
    context(place(sight)),
    ...(buttons.length === 0
      ? []
      : [actions(`entry-${approval.id}-${approval.version}-${run?.version ?? 0}`, buttons)]),
  ];
}

/** What waits for somebody, the oldest first; seen by one person only. */
export function approvalsList(
  open: readonly ApprovalSight[],
  paused: Pause | undefined,
  drawing: RenderContext,
): Rendered {
  const title =
    open.length === 0 ? 'Nothing waits for approval.' : `${plural(open.length, 'approval is', 'approvals are')} open`;
  return {
    text: title,
    blocks: withinMessage(
      [section(`*${title}*`), ...pauseBlocks(paused)],
      open.map((sight) => approvalEntry(sight, drawing)),
      [],
      (left) => context(`${plural(left, 'more')} did not fit here.`),
    ),
  };
}

/** Runs that have not ended first, then the newest. */
export function jobsList(
  runs: readonly ApprovalSight[],
  paused: Pause | undefined,
  warning: string | undefined,
  drawing: RenderContext,
): Rendered {
  const underWay = runs.filter(({ run }) => run !== undefined && !finalRunStates.includes(run.state)).length;
  const title = underWay === 0 ? 'No fix is under way.' : `${plural(underWay, 'fix is', 'fixes are')} under way`;
  const head = [
    section(`*${title}*`),
    ...pauseBlocks(paused),
    ...(warning === undefined ? [] : [context(`:warning: ${safe(warning)}`)]),
  ];
  return {
    text: title,
    blocks: withinMessage(
      head,
      runs.map((sight) => approvalEntry(sight, drawing)),
      runs.length === 0
        ? [context('None has run yet. *Review & approve* on a finding of `/aurora audit` starts one.')]
        : [],
      (left) => context(`${plural(left, 'more')} did not fit here.`),
    ),
  };
}
