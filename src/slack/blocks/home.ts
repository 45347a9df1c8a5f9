import type { HomeView, KnownBlock } from '@slack/types';
import type { ApprovalSight } from '../../domain/approval/ports.ts';
import { type Home, type HomeDigest, hasBeenAudited } from '../../domain/home/home.ts';
import type { AccountPosture } from '../../domain/home/posture.ts';
import type { Mute } from '../../domain/mute/mute.ts';
import { plural } from '../../domain/words.ts';
import { actionIds, numbered } from '../ids.ts';
import { approvalEntry, pauseBlocks } from './approvals-list.ts';
import { keptCopyLine } from './kept-copy.ts';
import { actions, button, context, divider, header, limits, section, sections } from './limits.ts';
import { bold, dateToken, mention, safe, shortSafe } from './mrkdwn.ts';
import type { RenderContext } from './rendered.ts';

const withdraw = actionIds.withdrawApproval;

/** The most of each list that is shown; the rest is a command away. */
const shown = { waiting: 8, requested: 5, running: 5, copies: 8, accounts: 15, mutes: 8, digests: 5 } as const;

/** One person's App Home, within Slack's 100 blocks: what waits for him comes first. */
export function homeView(home: Home, drawing: RenderContext): HomeView {
  const blocks: KnownBlock[] = [
    header(headline(home)),
    ...pauseBlocks(home.paused),
    ...(home.warning === undefined ? [] : [context(`:warning: ${safe(home.warning)}`)]),
    ...(hasBeenAudited(home) ? [] : firstSteps(home)),
    ...approvals('Waiting for you', home.waiting, shown.waiting, (sight) =>
      approvalEntry(sight, drawing, (id) => id !== withdraw || sight.approval.requestedBy.userId === home.userId),
    ),
    ...approvals('You asked for', home.requested, shown.requested, (sight) =>
      approvalEntry(sight, drawing, (id) => id === withdraw),
    ),
    ...approvals('Running now', home.running, shown.running, (sight) => approvalEntry(sight, drawing)),
    ...list('Kept copies', home.copies, shown.copies, (copy) => keptCopyLine(copy, drawing.now)),
    ...(hasBeenAudited(home) ? posture(home.accounts) : []),
    ...list('Mutes that end soon', home.mutesEnding, shown.mutes, muteLine),
    ...unmuteButtons(home.mutesEnding.slice(0, shown.mutes)),
    ...list('Last digests', home.digests, shown.digests, digestLine),
  ];
  return { type: 'home', callback_id: 'home', blocks: blocks.slice(0, limits.modalBlocks) };
}

/** Literally true, and the answer to "do I need to do anything?". */
function headline({ waiting, accounts, ...home }: Home): string {
  if (waiting.length > 0) return `${plural(waiting.length, 'approval waits', 'approvals wait')} for you`;
  if (!hasBeenAudited({ accounts })) return 'Nothing has been audited yet';
  const failing = accounts.reduce((sum, each) => sum + each.needsSomeone, 0);
  const known = accounts.reduce((sum, each) => sum + each.accepted, 0);
  const unread = accounts.reduce((sum, each) => sum + each.byStatus.unknown, 0);
  const unscanned = accounts.reduce((sum, each) => sum + each.failedTargets, 0);
  if (failing > known)
    return `Nothing waits for you · ${plural(failing - known, 'finding needs', 'findings need')} someone`;
  if (failing > 0) return `Nothing new since the baseline; ${plural(known, 'known failure')}`;
  if (unscanned > 0) return `No failures found; ${plural(unscanned, 'target')} could not be scanned`;
  if (unread > 0) return `No failures found; ${unread.toLocaleString('en-US')} could not be judged`;
  return home.running.length > 0
    ? 'No database breaks your policy; a fix is under way'
    : 'No database breaks your policy';
}

const firstSteps = ({ accounts }: Home): KnownBlock[] => [
  section(
    [
      '*First steps*',
      `1. Audit: it only reads, ${plural(accounts.length, 'account')} at once, and answers in a direct message here.`,
      '2. Open *Details* of a finding: why it matters, and the fix to paste.',
      '3. *Review & approve* shows the exact change before anybody agrees to it.',
    ].join('\n'),
  ),
  actions('home-first-steps', [
    button(actionIds.auditEverything, 'Audit everything', 'all', 'Audit every account', { style: 'primary' }),
  ]),
];

const title = (text: string, count: number): KnownBlock[] => [
  divider(),
  section(`*${text}* · ${count.toLocaleString('en-US')}`),
];

function approvals(
  name: string,
  sights: readonly ApprovalSight[],
  most: number,
  entry: (sight: ApprovalSight) => KnownBlock[],
): KnownBlock[] {
  if (sights.length === 0) return [];
  const more = sights.length - most;
  return [
    ...title(name, sights.length),
    ...sights.slice(0, most).flatMap(entry),
    ...(more > 0 ? [context(`and ${more.toLocaleString('en-US')} more: \`/aurora approvals\``)] : []),
  ];
}

function list<T>(name: string, all: readonly T[], most: number, line: (one: T) => string): KnownBlock[] {
  if (all.length === 0) return [];
  const more = all.length - most;
  return [
    ...title(name, all.length),
    ...sections(all.slice(0, most).map(line).join('\n')),
    ...(more > 0 ? [context(`and ${more.toLocaleString('en-US')} more`)] : []),
  ];
}

const digestLine = ({ channelId, headline }: HomeDigest): string => `<#${channelId}> · ${safe(headline)}`;

const muteLine = ({ label, until, by, reason }: Mute): string =>
  `${bold(label)} until ${dateToken(until, '{date_short_pretty}')} · by ${mention(by)}: ${shortSafe(reason, 150)}`;

const unmuteButtons = (mutes: readonly Mute[]): KnownBlock[] =>
  mutes.length === 0
    ? []
    : [
        actions(
          'home-mutes',
          mutes.map(({ id, label }, index) =>
            button(numbered(actionIds.unmute, index), `Unmute ${label}`, id, `Unmute ${label}`),
          ),
        ),
      ];

function posture(accounts: readonly AccountPosture[]): KnownBlock[] {
  const targets = accounts.reduce((sum, each) => sum + each.targets, 0);
  const failed = accounts.reduce((sum, each) => sum + each.failedTargets, 0);
  const oldest = accounts
    .flatMap(({ readSince }) => readSince ?? [])
    .sort()
    .at(0);
  return [
    ...list('Accounts', accounts, shown.accounts, accountLine),
    context(
      `${targets - failed} of ${plural(targets, 'target')} scanned${oldest === undefined ? '' : `, the oldest read ${dateToken(oldest)}`}`,
    ),
    actions('home-posture', [button(actionIds.auditEverything, 'Audit everything now', 'all', 'Audit every account')]),
  ];
}

function accountLine(account: AccountPosture): string {
  const { name, byStatus, muted, exempt, accepted, failedTargets, targets, trouble, needsSomeone } = account;
  if (targets === 0) return `${bold(name)} · not audited yet`;
  const parts: [number, string][] = [
    [accepted, 'of them known'],
    [byStatus.unknown, 'could not be judged'],
    [byStatus.pass, 'fine'],
    [muted, 'muted'],
    [exempt, 'exempt'],
  ];
  const numbers = parts
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${count.toLocaleString('en-US')} ${what}`);
  const scanned =
    failedTargets === 0
      ? ''
      : `\n:warning: ${failedTargets} of ${plural(targets, 'target')} could not be scanned: ${shortSafe(trouble?.message ?? '', 150)}`;
  const dot =
    needsSomeone > accepted
      ? ':red_circle:'
      : failedTargets > 0 || byStatus.unknown > 0
        ? ':large_yellow_circle:'
        : ':large_green_circle:';
  return `${dot} ${bold(name)} · ${[`${plural(needsSomeone, 'needs', 'need')} someone`, ...numbers].join(' · ')}${scanned}`;
}
