import type { KnownBlock } from '@slack/types';
import type { Approval } from '../../domain/approval/record.ts';
import type { View } from '../../domain/message.ts';
import { keptCopies } from '../../domain/remediation/made.ts';
import type { Run } from '../../domain/remediation/run.ts';
import { plural } from '../../domain/words.ts';
import { approvalButtons } from './approval-buttons.ts';
import { approvers, stateLine } from './approval-state.ts';
import { actions, context, limits, section, sections } from './limits.ts';
import { bold, capped, code, dateToken, mention, safe, shortSafe, shortTold, truncate } from './mrkdwn.ts';
import { changeText } from './plan-text.ts';
import type { RenderContext, Rendered } from './rendered.ts';
import { foundLines, ifStoppedNow, tookText } from './run-state.ts';
import { timesText } from './run-times.ts';
import { secondFactorBlocks } from './second-factor.ts';
import { titleOf } from './title.ts';

type CardView = Extract<View, { kind: 'approval' }>;

const summaryShown = 3;
const changesShown = 3;
const namesShown = 12;
const copiesShown = 3;

/** The card of an approval and of the run that follows from it: one message, edited in place, alike in every copy. */
export function approvalCard({ sight, note }: CardView, drawing: RenderContext): Rendered {
  const { approval, run } = sight;
  const title = titleOf(approval, drawing.metas);
  const buttons = approvalButtons(sight, drawing);
  const first = `${bold(truncate(title, 300))}\n${stateLine(sight, drawing)}`;
  return {
    text: `${title}: ${stateWord(approval, run)}`,
    blocks: [
      section(first),
      ...(note === undefined ? [] : [section(note)]),
      ...found(run),
      ...(run === undefined ? [] : small(timesText(approval, run), goesText(run))),
      ...(approval.state === 'pending' || approval.state === 'ready' ? planLines(approval) : []),
      ...(approval.state === 'ready' ? secondFactorBlocks(approval, drawing) : []),
      ...stopLine(approval, run),
      ...(buttons.length === 0
        ? []
        : [actions(`approval-${approval.id}-${approval.version}-${run?.version ?? 0}`, buttons)]),
      ...reasons(approval),
      context(footer(approval, run)),
    ],
  };
}

const found = (run: Run | undefined): KnownBlock[] => {
  const lines = run === undefined ? [] : foundLines(run);
  return lines.length === 0 ? [] : sections(lines.join('\n'));
};

const small = (...texts: readonly string[]): KnownBlock[] => {
  const some = texts.filter((text) => text !== '');
  return some.length === 0 ? [] : [context(some.join('\n'))];
};

/** What a run has made and will be removed by itself; nothing once a person has decided about it. */
function goesText(run: Run): string {
  if (run.state !== 'verified' || run.followed?.some((id) => id === 'keep-copy' || id === 'remove-copy')) return '';
  const going = keptCopies([run]).flatMap(({ arn, removeAt }) => (removeAt === undefined ? [] : [{ arn, removeAt }]));
  const [first] = going;
  if (first === undefined) return '';
  const names = capped(going, copiesShown, 'others', ({ arn }) => truncate(safe(arn.split(':').at(-1) ?? arn), 80));
  return `To be removed ${dateToken(first.removeAt, '{date_short_pretty}')}, unless somebody keeps it: ${names.join(', ')}`;
}

/** For notifications, which show no blocks. */
function stateWord({ state, decisions, needed }: Approval, run: Run | undefined): string {
  if (state === 'pending') {
    const count = decisions.filter(({ what }) => what === 'approve').length;
    return count === 0 ? `needs ${plural(needed, 'approval')}` : `${count} of ${plural(needed, 'approval')}`;
  }
  if ((state === 'approved' || state === 'started') && run !== undefined) return run.state;
  return state === 'unplannable' ? 'cannot be planned' : state;
}

/** The gist of the plan; the review has all of it. */
function planLines({ plan }: Approval): KnownBlock[] {
  if (plan === undefined) return [];
  const { items, summary, warnings, cost } = plan;
  const [only] = items;
  const [warning] = warnings;
  const others = warnings.length > 1 ? ` (${plural(warnings.length - 1, 'more warning')})` : '';
  const lines = [
    ...summary.slice(0, summaryShown).map((each) => shortTold(each, 400)),
    ...(items.length > 1
      ? [capped(items, namesShown, 'databases', ({ resource }) => bold(truncate(resource.id, 80))).join(', ')]
      : capped(only?.changes ?? [], changesShown, 'changes', (change) => `• ${changeText(change)}`)),
    ...(warning === undefined ? [] : [`:warning: ${shortTold(warning, 300)}${others}`]),
    `Cost: ${shortTold(cost.text, 300)}`,
  ];
  return [section(truncate(lines.join('\n'), limits.section))];
}

/** What a press on Stop leaves behind is said beforehand. */
function stopLine(approval: Approval, run: Run | undefined): KnownBlock[] {
  if (run === undefined || run.stopAskedBy !== undefined || !['running', 'waiting'].includes(run.state)) return [];
  const leaves = ifStoppedNow(approval, run);
  return leaves === undefined ? [] : [context(`If stopped after this step: ${shortTold(leaves, 400)}`)];
}

function footer(approval: Approval, run: Run | undefined): string {
  const { target, requestedBy, requestedAt, state } = approval;
  const by = approvers(approval);
  return [
    `${safe(target.accountName)} · ${target.region}`,
    `asked by ${mention(requestedBy.userId)} ${dateToken(requestedAt)}`,
    ...(by === '' || state === 'pending' || state === 'ready' || state === 'expired' ? [] : [`approved by ${by}`]),
    ...(approval.mandate === undefined ? [] : ['approved beforehand, with an earlier stage']),
    ...(run === undefined ? [] : [tookText(run)]),
    ...(run?.state === 'verified' && run.judgeAt !== undefined ? [`judged again ${dateToken(run.judgeAt)}`] : []),
    ...(run?.problem === undefined
      ? []
      : [`${code(truncate(run.problem.code, 100))}, ref ${safe(run.problem.reference)}`]),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

/** Why people approved, in their own words. */
const reasons = ({ decisions }: Approval): KnownBlock[] => {
  const given = decisions.flatMap(({ what, by, reason }) =>
    what === 'approve' && reason !== undefined ? [`${mention(by)}: “${shortSafe(reason, 300)}”`] : [],
  );
  return given.length === 0 ? [] : [context(...given)];
};
