import { html } from 'ghtml';
import type { AuditDocument } from '../domain/exports/document.ts';
import { coverageLine } from '../domain/headline.ts';
import type { AuditSummary } from '../domain/tally.ts';
import { createTally } from '../domain/tally.ts';
import { targetKey } from '../domain/target.ts';
import { plural } from '../domain/words.ts';
import { everyStanding, type Standing, standingOf, standings } from './columns.ts';
import { writtenTime } from './times.ts';

/** The sums of a document, by the same tally as those of a report in Slack. */
export function summaryOf({ targets, findings }: AuditDocument): AuditSummary {
  const tally = createTally();
  for (const [index, { status, error, ...target }] of targets.entries()) {
    const result = {
      target,
      status,
      ...(error === undefined ? {} : { error }),
      findingIds: [],
      awsCalls: 0,
      elapsedMs: 0,
    };
    tally.add({ result, findings: index === 0 ? findings : [] });
  }
  return tally.summary();
}

/** Said after a number. */
const counted: Readonly<Record<Standing, (count: number) => string>> = {
  fail: (count) => (count === 1 ? 'needs you' : 'need you'),
  unknown: () => 'could not be judged',
  exempt: () => 'exempt',
  'not-applicable': () => 'not applicable',
  pass: () => 'fine',
};

/** Numbers by status; each is a button that shows only those. */
export function countButtons({ findings }: Pick<AuditDocument, 'findings'>): string {
  const counts = new Map<Standing, number>();
  for (const finding of findings) counts.set(standingOf(finding), (counts.get(standingOf(finding)) ?? 0) + 1);
  const buttons = everyStanding.flatMap((standing) => {
    const count = counts.get(standing) ?? 0;
    return count === 0 && standing !== 'fail'
      ? []
      : html`<button type="button" class="count" data-standing="${standings[standing]}" aria-pressed="false"><b>${count.toLocaleString('en-US')}</b> ${counted[standing](count)}</button>`;
  });
  return html`<div class="counts" role="group" aria-label="Findings by status">!${buttons}</div>`;
}

/** How much was looked at, and what was not, with the reason; the same trouble of one account is told once. */
export function coverageOf({ targets, findings }: AuditDocument, summary: AuditSummary): string {
  const troubles = new Map<string, { account: string; id: string; why: string; code: string; regions: string[] }>();
  for (const { status, accountName, accountId, region, error } of targets) {
    if (status !== 'failed') continue;
    const { code = '', message: why = 'unknown error' } = error ?? {};
    const trouble = troubles.get(`${accountId} ${why}`) ?? {
      account: accountName,
      id: accountId,
      why,
      code,
      regions: [],
    };
    troubles.set(`${accountId} ${why}`, trouble);
    trouble.regions.push(region);
  }
  const line = html`<p class="coverage">${coverageLine(summary.coverage)} · ${plural(summary.counts.resources, 'database')} judged</p>`;
  if (troubles.size === 0) return line;
  const missed = new Set(targets.filter(({ status }) => status === 'failed').map(targetKey));
  const earlier = findings.some(({ target }) => missed.has(targetKey(target)))
    ? html`<p>What was found there earlier is listed as it was then.</p>`
    : '';
  const rows = [...troubles.values()].map(
    ({ account, id, why, code, regions }) =>
      html`<tr><td>${account} <small>${id}</small></td><td>${regions.join(', ')}</td><td>${why} <small>${code}</small></td></tr>`,
  );
  return html`!${line}<details class="unscanned"!${troubles.size <= 10 ? ' open' : ''}><summary>Not scanned: ${plural(summary.coverage.failed.length, 'target')}</summary>!${earlier}<div class="scroll"><table><thead><tr><th scope="col">Account</th><th scope="col">Regions</th><th scope="col">Why</th></tr></thead><tbody>!${rows}</tbody></table></div></details>`;
}

/** Which audit this is, or from when on the newest verdicts are. */
export function originOf({ auditId, startedAt, finishedAt, targets }: AuditDocument): string {
  const scans = targets.flatMap(({ scannedAt }) => scannedAt ?? []).sort();
  const [oldest] = scans;
  if (oldest === undefined) return `Audit ${auditId}, ${writtenTime(startedAt)}`;
  return `The newest verdicts on ${writtenTime(finishedAt)}, the oldest of them read on ${writtenTime(oldest)}`;
}
