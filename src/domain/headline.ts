import { DateTime } from 'luxon';
import { explainedCause } from './cause.ts';
import type { CauseGroup } from './cause-group.ts';
import { severities } from './finding.ts';
import type { RuleMeta } from './rule.ts';
import type { AuditSummary } from './tally.ts';
import { plural } from './words.ts';

/** The first line of a report: literally true, and the answer to "do I need to do anything?". */
export function headline(summary: AuditSummary, metas: readonly RuleMeta[], maxLength = 150): string {
  const { coverage, counts, groups } = summary;
  if (coverage.targets === 0) return 'Nothing was audited: no target matches';
  if (coverage.scanned === 0) return `Nothing could be scanned: ${plural(coverage.targets, 'target')} failed`;
  const failures = byCause(groups.filter(({ status }) => status === 'fail'));
  if (failures.length === 0) return nothingFound(summary);
  const { known = 0 } = counts;
  // Not all of it need be new: an account may have been left out.
  const lead = known > 0 ? `Not in ${baseline(summary)}: ` : '';
  const besides = known + counts.muted > 0 ? `; ${asideWords(summary).join(', ')}` : '';
  return `${lead}${phrasesOf(failures, metas, maxLength - lead.length - besides.length)}${besides}`;
}

function phrasesOf(failures: readonly Cause[], metas: readonly RuleMeta[], maxLength: number): string {
  const phrases = failures.map((group) => explainedCause(group, metas).headline(group.count));
  let text = phrases[0] ?? '';
  let used = 1;
  for (const phrase of phrases.slice(1)) {
    const rest = phrases.length - used - 1;
    const room = maxLength - (rest > 0 ? ` and ${rest} more causes`.length : 0);
    if (`${text}, ${phrase}`.length > room) break;
    text = `${text}, ${phrase}`;
    used += 1;
  }
  const left = phrases.length - used;
  return left > 0 ? `${text} and ${plural(left, 'more cause')}` : text;
}

/** What was set aside is no failure that is news, but neither is it fine. */
function nothingFound(summary: AuditSummary): string {
  const { unknown } = summary.counts.byStatus;
  const { muted, known = 0 } = summary.counts;
  const unjudged = unknown > 0 ? [`${unknown.toLocaleString('en-US')} could not be judged`] : [];
  const rest = [...asideWords(summary), ...unjudged].join('; ');
  if (known > 0) return `${unknown > 0 ? 'No new failures found' : 'Nothing new'} since ${baseline(summary)}; ${rest}`;
  if (muted > 0) return `${unknown > 0 ? 'No other failures found' : 'No other database breaks your policy'}; ${rest}`;
  return unknown > 0 ? `No failures found; ${rest}` : 'No database breaks your policy';
}

const asideWords = ({ counts: { muted, known = 0 } }: AuditSummary): string[] => [
  ...(known > 0 ? [plural(known, 'known failure')] : []),
  ...(muted > 0 ? [`${muted.toLocaleString('en-US')} muted`] : []),
];

/** Headers take no date tokens, so the day is that of UTC. */
const baseline = ({ baselineAt }: AuditSummary): string =>
  baselineAt === undefined
    ? 'the baseline'
    : `the baseline of ${DateTime.fromISO(baselineAt, { zone: 'utc' }).toFormat('d LLL')}`;

type Cause = Pick<CauseGroup, 'ruleId' | 'cause' | 'severity' | 'count'>;

/** How things are mended does not matter here: groups of one cause count together, the worst first. */
function byCause(groups: readonly CauseGroup[]): Cause[] {
  const causes = new Map<string, Cause>();
  for (const { ruleId, cause, severity, count } of groups) {
    const key = `${ruleId}/${cause}`;
    const before = causes.get(key);
    causes.set(key, { ruleId, cause, severity: before?.severity ?? severity, count: count + (before?.count ?? 0) });
  }
  const rank = ({ severity }: Cause) => severities.indexOf(severity);
  return [...causes.values()].sort((a, b) => rank(b) - rank(a) || b.count - a.count);
}

/** `5 need you · 21 fine · 6 not applicable · 2 could not be judged · 1 exempt`: zeros are left out, except of the first. */
export function countsLine({ byStatus, exempt, muted, known = 0 }: AuditSummary['counts']): string {
  const parts: [number, string][] = [
    [byStatus.pass, 'fine'],
    [byStatus['not-applicable'], 'not applicable'],
    [byStatus.unknown, 'could not be judged'],
    [known, 'known'],
    [muted, 'muted'],
    [exempt, 'exempt'],
  ];
  return [
    `${plural(byStatus.fail, 'needs', 'need')} you`,
    ...parts.filter(([count]) => count > 0).map(([count, what]) => `${count.toLocaleString('en-US')} ${what}`),
  ].join(' · ');
}

/** `17 of 18 targets scanned`. */
export const coverageLine = ({ scanned, targets }: Pick<AuditSummary['coverage'], 'scanned' | 'targets'>): string =>
  `${scanned.toLocaleString('en-US')} of ${plural(targets, 'target')} scanned`;
