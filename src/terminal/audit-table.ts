import Table from 'cli-table3';
import type { ScanReport } from '../domain/audit.ts';
import { explainedCause } from '../domain/cause.ts';
import type { Finding } from '../domain/finding.ts';
import { countsLine, coverageLine, headline } from '../domain/headline.ts';
import type { RuleMeta } from '../domain/rule.ts';
import { createTally } from '../domain/tally.ts';
import { plural } from '../domain/words.ts';
import type { Colors } from './colors.ts';
import { plain } from './plain.ts';

export interface TableOptions {
  readonly metas: readonly RuleMeta[];
  readonly colors: Colors;
  /** Columns of the terminal; undefined when the output is not one. */
  readonly width: number | undefined;
}

/** The whole answer of `aurora audit` for people: what needs someone, then the sums. */
export function auditTable(reports: readonly ScanReport[], options: TableOptions): string {
  const { colors, metas } = options;
  const tally = createTally();
  const byId = new Map<string, Finding>();
  for (const report of reports) {
    tally.add(report);
    for (const finding of report.findings) byId.set(finding.id, finding);
  }
  const rows = tally.refs().flatMap(({ id, status, aside }) => {
    const finding = byId.get(id);
    const shown = aside !== undefined || status === 'fail' || status === 'unknown';
    return finding !== undefined && shown ? [rowOf(finding, options)] : [];
  });
  const summary = tally.summary();
  const unscanned = summary.coverage.failed.map(({ target, error }) => [
    colors.magenta('unscanned'),
    '',
    plain(target.accountName),
    target.region,
    plain(`${error.message}`),
    '',
  ]);
  const all = [...rows, ...unscanned];
  return [
    ...(all.length === 0 ? [] : [draw(all, options)]),
    colors.bold(headline(summary, metas, 1_000)),
    `${coverageLine(summary.coverage)} · ${plural(summary.counts.resources, 'database')} judged`,
    countsLine(summary.counts),
    '',
  ].join('\n');
}

function rowOf(finding: Finding, { metas, colors }: TableOptions): string[] {
  const fix = explainedCause({ ruleId: finding.ruleId, cause: finding.cause, count: 1 }, metas).fix ?? '';
  const status = finding.exempt
    ? colors.dim('exempt')
    : finding.status === 'fail'
      ? colors.red('fail')
      : colors.yellow('unknown');
  return [
    status,
    finding.resource.type === 'target' ? '' : colors.bold(plain(finding.resource.id)),
    plain(finding.target.accountName),
    finding.target.region,
    plain(finding.exempt ? `${finding.reason} Exempt: ${finding.exempt.reason}` : finding.reason),
    finding.exempt ? '' : fix,
  ];
}

const heads = ['status', 'database', 'account', 'Region', 'what', 'fix'];
/** Two border characters and two blanks for each of six columns. */
const frame = 19;

function draw(rows: readonly string[][], { colors, width }: TableOptions): string {
  const style = { head: [], border: [] };
  const head = heads.map((name) => colors.bold(name));
  const table =
    width === undefined || width < 80
      ? new Table({ head, style })
      : new Table({ head, style, wordWrap: true, colWidths: columnWidths(width - frame).map((each) => each + 2) });
  table.push(...rows.map((row) => [...row]));
  return table.toString();
}

/** What is read most gets what is left. */
function columnWidths(available: number): number[] {
  const [status, region] = [9, 14];
  const [database, account, fix] = [0.2, 0.15, 0.22].map((share) => Math.floor(available * share)) as [
    number,
    number,
    number,
  ];
  return [status, database, account, region, available - status - region - database - account - fix, fix];
}
