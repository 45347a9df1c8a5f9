import { html } from 'ghtml';
import type { AuditDocument } from '../domain/exports/document.ts';
import type { Finding } from '../domain/finding.ts';
import { headline } from '../domain/headline.ts';
import type { RuleMeta } from '../domain/rule.ts';
import type { Picture } from '../domain/series.ts';
import { inReadingOrder, refOf } from '../domain/tally.ts';
import { readAssets } from './assets.ts';
import { detailData, tableData } from './data.ts';
import { countButtons, coverageOf, originOf, summaryOf } from './summary.ts';

export interface ReportPage {
  readonly document: AuditDocument;
  readonly metas: readonly RuleMeta[];
  /** Of Aurora Keeper. */
  readonly version: string;
  /** What it is limited to, in words; left out when it is everything. */
  readonly scope?: string | undefined;
  /** Open findings per day; only the SVG is used, which is trusted as it is. */
  readonly picture?: Pick<Picture, 'svg' | 'alt'> | undefined;
}

const longestHeadline = 300;

/**
 * One page that needs nothing but itself: it may not even make a request (its Content-Security-Policy says so), and
 * works from a disk. Findings stand in it as data, of which the reader's browser draws a hundred at a time.
 */
export async function reportPage({ document, metas, version, scope, picture }: ReportPage): Promise<string> {
  const findings = inOrder(document.findings);
  const summary = summaryOf(document);
  const title = headline(summary, metas, longestHeadline);
  const { script, style, policy } = readAssets();
  const details: string[] = [];
  let part = 0;
  for await (const data of detailData(findings, metas)) {
    details.push(`<script type="application/octet-stream" id="details-${part}">${data}</script>\n`);
    part += 1;
  }
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${title} · Aurora Keeper</title>
<style>!${style}</style>
</head>
<body>
<header>
<p class="origin">Aurora Keeper · ${originOf(document)}${scope === undefined ? '' : ` · ${scope}`}</p>
<h1>${title}</h1>
!${coverageOf(document, summary)}
!${countButtons(document)}
</header>
!${picture === undefined ? '' : html`<figure><figcaption>${picture.alt}</figcaption>!${picture.svg}</figure>`}
<main>
<noscript><p class="notice">This table needs JavaScript, all of which is in this file. The same findings come as CSV or JSON, too.</p></noscript>
<form id="filters" role="search" aria-label="Filter findings">
<label class="search">Search<input type="search" id="search" autocomplete="off" spellcheck="false" placeholder="name, ARN, tag, reason …"></label>
</form>
<p id="shown" role="status"></p>
<table id="findings"><caption>Findings</caption><thead></thead><tbody></tbody></table>
<nav id="pages" aria-label="Pages"><button type="button" id="previous">Previous</button><span id="page"></span><button type="button" id="next">Next</button></nav>
</main>
<footer>Aurora Keeper ${version} · audit ${document.auditId} · this file makes no requests</footer>
<script type="application/json" id="data">!${tableData(findings)}</script>
!${details}<script>!${script}</script>
</body>
</html>
`;
}

/** As people read them: what needs someone first. */
const inOrder = (findings: readonly Finding[]): Finding[] =>
  findings
    .map((finding) => ({ finding, ref: refOf(finding) }))
    .sort((a, b) => inReadingOrder(a.ref, b.ref))
    .map(({ finding }) => finding);
