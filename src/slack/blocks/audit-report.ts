import { exportFormats } from '../../domain/exports/formats.ts';
import { countsLine, coverageLine, headline } from '../../domain/headline.ts';
import type { View } from '../../domain/message.ts';
import type { RuleMeta } from '../../domain/rule.ts';
import type { AuditSummary } from '../../domain/tally.ts';
import { listed, plural } from '../../domain/words.ts';
import { actionIds } from '../ids.ts';
import { baselineButtons, baselineOffer } from './baseline.ts';
import { keptCopiesLine } from './kept-copy.ts';
import { actions, button, type Choice, context, divider, header, limits, section, select } from './limits.ts';
import { bold, mention, shortSafe } from './mrkdwn.ts';
import type { RenderContext, Rendered } from './rendered.ts';
import { groupPieces, inReport } from './report-group.ts';
import { withinMessage } from './within-message.ts';

type ReportView = Extract<View, { kind: 'audit-report' }>;

/** The report shows the worst groups; the thread has everything. */
export const groupsShown = 8;
const unscannedShown = 5;

const exportChoices = (auditId: string): readonly Choice[] =>
  exportFormats.map((format) => ({ text: `Export as ${format.toUpperCase()}`, value: `${format}:${auditId}` }));

/** How many exemptions etc. there are stands in one line; groups of one cause are shown together. */
export function auditReport({ audit, summary, baseline, copies, note }: ReportView, drawing: RenderContext): Rendered {
  const { metas, now } = drawing;
  const title = headline(summary, metas, limits.header);
  const shown = summary.groups.slice(0, groupsShown);
  const left = summary.groups.length - shown.length;
  return {
    text: `${title}. ${coverageLine(summary.coverage)}.`,
    blocks: withinMessage(
      [
        header(title),
        ...baselineOffer(audit.id, summary, baseline),
        section(coverage(summary)),
        context(`${countsLine(summary.counts)} · ${plural(summary.counts.resources, 'database')} judged`),
        ...(copies === undefined ? [] : [context(keptCopiesLine(copies, now))]),
        ...(note === undefined ? [] : [context(note)]),
        divider(),
      ],
      [
        ...shown.flatMap((group) => groupPieces(group, inReport(group, audit.id, drawing), drawing)),
        ...(left > 0 ? [[context(`${plural(left, 'more cause')} in the thread.`)]] : []),
      ],
      [
        ...(shown.length > 0 ? [divider()] : []),
        actions(`report-${audit.id}`, [
          button(actionIds.showAll, 'Show all', audit.id, 'Show all findings in the thread'),
          select(actionIds.exportAudit, 'Export…', exportChoices(audit.id)),
          ...baselineButtons(audit.id, summary, baseline),
        ]),
        context(footer(view(audit, summary), metas)),
      ],
      (rest) => context(`${plural(rest, 'more')} did not fit; *Show all* lists everything in the thread.`),
    ),
  };
}

interface Footer {
  readonly id: string;
  readonly ruleIds: readonly string[];
  readonly askedBy: string;
  readonly seconds: number | undefined;
  readonly awsCalls: number;
}

const view = (audit: ReportView['audit'], summary: AuditSummary): Footer => ({
  id: audit.id,
  ruleIds: summary.ruleIds,
  askedBy: audit.requestedBy.userId,
  seconds:
    audit.startedAt === undefined || audit.finishedAt === undefined
      ? undefined
      : (Date.parse(audit.finishedAt) - Date.parse(audit.startedAt)) / 1000,
  awsCalls: summary.awsCalls,
});

/** Only rules that gave a verdict: those of a pack that is off did not run. */
const footer = ({ id, ruleIds, askedBy, seconds, awsCalls }: Footer, metas: readonly RuleMeta[]): string =>
  [
    metas.flatMap((meta) => (ruleIds.includes(meta.id) ? (meta.references[0] ?? []) : [])).join(', '),
    `${seconds === undefined ? '' : `${seconds.toFixed(1)} s, `}${plural(awsCalls, 'AWS call')}`,
    `asked by ${mention(askedBy)}`,
    `audit ${id}`,
  ]
    .filter((part) => part !== '')
    .join(' · ');

/** Which targets are missing, and what to do about it; the same trouble of one account is told once. */
function coverage({ coverage: { failed, ...sums } }: AuditSummary): string {
  const troubles = new Map<string, { account: string; trouble: string; regions: string[] }>();
  for (const { target, error } of failed) {
    const entry = troubles.get(`${target.accountId} ${error.message}`) ?? {
      account: target.accountName,
      trouble: shortSafe(error.message, 300),
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
