import type { KnownBlock } from '@slack/types';
import { explainedCause } from '../../domain/cause.ts';
import type { CauseGroup, GroupMember } from '../../domain/cause-group.ts';
import { countsLine, coverageLine, headline } from '../../domain/headline.ts';
import type { View } from '../../domain/message.ts';
import type { RuleMeta } from '../../domain/rule.ts';
import type { AuditSummary } from '../../domain/tally.ts';
import { listed, plural } from '../../domain/words.ts';
import { actionIds, numbered } from '../ids.ts';
import {
  actions,
  button,
  type Choice,
  context,
  divider,
  header,
  limits,
  section,
  select,
  withinMessage,
} from './limits.ts';
import { bold, mention, safe, statusWord, truncate } from './mrkdwn.ts';

type ReportView = Extract<View, { kind: 'audit-report' }>;

/** The report shows the worst groups; the thread has everything. */
export const groupsShown = 8;
const reasonShown = 500;
const unscannedShown = 5;
/** A small group has a button for each of its databases. */
const detailsShown = 4;

const exportChoices = (auditId: string): readonly Choice[] => [
  { text: 'Export as CSV', value: `csv:${auditId}` },
  { text: 'Export as JSON', value: `json:${auditId}` },
  { text: 'Export as OCSF', value: `ocsf:${auditId}` },
];

/** How many exemptions etc. there are stands in one line; groups of one cause are shown together. */
export function auditReport(
  { audit, summary, note }: ReportView,
  metas: readonly RuleMeta[],
): { text: string; blocks: KnownBlock[] } {
  const title = headline(summary, metas, limits.header);
  const shown = summary.groups.slice(0, groupsShown);
  const left = summary.groups.length - shown.length;
  return {
    text: `${title}. ${coverageLine(summary.coverage)}.`,
    blocks: withinMessage(
      [
        header(title),
        section(coverage(summary)),
        context(`${countsLine(summary.counts)} · ${plural(summary.counts.resources, 'database')} judged`),
        ...(note === undefined ? [] : [context(note)]),
        divider(),
      ],
      [
        ...shown.map((group) => groupBlocks(group, audit.id, metas)),
        ...(left > 0 ? [[context(`${plural(left, 'more cause')} in the thread.`)]] : []),
      ],
      [
        ...(shown.length > 0 ? [divider()] : []),
        actions(`report-${audit.id}`, [
          button(actionIds.showAll, 'Show all', audit.id, 'Show all findings in the thread'),
          select(actionIds.exportAudit, 'Export…', exportChoices(audit.id)),
        ]),
        context(footer(view(audit, summary), metas)),
      ],
      (rest) => context(`${plural(rest, 'more cause')} in the thread.`),
    ),
  };
}

interface Footer {
  readonly id: string;
  readonly askedBy: string;
  readonly seconds: number | undefined;
  readonly awsCalls: number;
}

const view = (audit: ReportView['audit'], summary: AuditSummary): Footer => ({
  id: audit.id,
  askedBy: audit.requestedBy.userId,
  seconds:
    audit.startedAt === undefined || audit.finishedAt === undefined
      ? undefined
      : (Date.parse(audit.finishedAt) - Date.parse(audit.startedAt)) / 1000,
  awsCalls: summary.awsCalls,
});

const footer = ({ id, askedBy, seconds, awsCalls }: Footer, metas: readonly RuleMeta[]): string =>
  [
    metas.flatMap(({ references }) => references[0] ?? []).join(', '),
    `${seconds === undefined ? '' : `${seconds.toFixed(1)} s, `}${plural(awsCalls, 'AWS call')}`,
    `asked by ${mention(askedBy)}`,
    `audit ${id}`,
  ].join(' · ');

/** Which targets are missing, and what to do about it; the same trouble of one account is told once. */
function coverage({ coverage: { failed, ...sums } }: AuditSummary): string {
  const troubles = new Map<string, { account: string; trouble: string; regions: string[] }>();
  for (const { target, error } of failed) {
    const entry = troubles.get(`${target.accountId} ${error.message}`) ?? {
      account: target.accountName,
      trouble: truncate(safe(error.message), 300),
      regions: [],
    };
    troubles.set(`${target.accountId} ${error.message}`, entry);
    entry.regions.push(target.region);
  }
  const lines = [...troubles.values()].map(
    ({ account, trouble, regions }) => `:warning: ${bold(account)} (${listed(regions, 4)}): ${trouble}`,
  );
  const more = lines.length > unscannedShown ? [`and ${plural(lines.length - unscannedShown, 'more trouble')}`] : [];
  return [`${coverageLine(sums)}.`, ...lines.slice(0, unscannedShown), ...more].join('\n');
}

function groupBlocks(group: CauseGroup, auditId: string, metas: readonly RuleMeta[]): KnownBlock[] {
  const [only] = group.members;
  const cause = explainedCause(group, metas);
  const fix = cause.fix === undefined || group.status !== 'fail' ? '' : ` Fix: ${cause.fix}.`;
  if (group.count === 1 && only !== undefined) {
    const name = isTarget(only) ? memberName(only) : `${bold(only.name)} · ${safe(only.accountName)} · ${only.region}`;
    return [
      section(`${mark(group)}${name}\n${truncate(safe(only.reason), reasonShown)}${fix}`),
      actions(`group-${group.key}`, [button(actionIds.details, 'Details', only.findingId, `Details of ${only.name}`)]),
    ];
  }
  const what = group.status === 'unknown' ? reasonsOf(group) : `${cause.headline(group.count)}.${fix}`;
  const all = group.count <= detailsShown ? group.members : [];
  return [
    section(`${mark(group)}${membersLine(group)}\n${what}`),
    actions(`group-${group.key}`, [
      ...all.map((member, index) =>
        button(
          numbered(actionIds.details, index),
          `Details: ${nameOf(member)}`,
          member.findingId,
          `Details of ${nameOf(member)}`,
        ),
      ),
      button(
        actionIds.showGroup,
        `Show ${group.count}`,
        JSON.stringify({ auditId, group: group.key }),
        `Show the ${group.count} findings of this cause`,
      ),
    ]),
  ];
}

const mark = (group: CauseGroup): string => `${statusWord[group.status].split(' ', 1)[0]} `;

const reasonsOf = ({ members }: CauseGroup): string =>
  [...new Set(members.map(({ reason }) => reason))]
    .slice(0, 2)
    .map((reason) => truncate(safe(reason), reasonShown / 2))
    .join('\n');

function membersLine({ members, count, accounts }: CauseGroup): string {
  const names = members.slice(0, 5).map(memberName);
  const more = count - names.length;
  const where = accounts === 1 ? safe(members[0]?.accountName ?? '') : plural(accounts, 'account');
  return `${names.join(', ')}${more > 0 ? ` and ${more.toLocaleString('en-US')} more` : ''} · ${where}`;
}

/** A verdict on a whole target has no database to name. */
const isTarget = ({ name, accountName }: GroupMember): boolean => name === accountName;

const nameOf = (member: GroupMember): string =>
  isTarget(member) ? `${member.accountName} ${member.region}` : member.name;

const memberName = (member: GroupMember): string =>
  isTarget(member) ? `${bold(member.accountName)} ${member.region}` : bold(member.name);
