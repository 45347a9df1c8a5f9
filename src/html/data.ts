import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Finding } from '../domain/finding.ts';
import type { RuleMeta } from '../domain/rule.ts';
import { columns } from './columns.ts';
import { detailsOf } from './details.ts';

/** What was read and the fixes of so many findings are packed, and unpacked, together. */
const packed = 100;

/** A JSON text that no HTML parser can take for the end of its script: `<`, `>` and `&` only occur inside strings. */
export const scriptJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** Columns and rows, as client/report.js reads them. */
export const tableData = (findings: readonly Finding[]): string =>
  scriptJson({
    columns: columns.map(({ cell, ...column }) => column),
    rows: findings.map((finding) => columns.map(({ cell }) => cell(finding))),
    packed,
  });

const zip = promisify(gzip);

/**
 * What the rows open to. In plain text it would be a hundred times as long as the table (35 MB for 10,000 findings that
 * fail), and most of it the same again and again: so packed in gzip, and written in base64.
 */
export async function* detailData(findings: readonly Finding[], metas: readonly RuleMeta[]): AsyncGenerator<string> {
  const byId = new Map(metas.map((meta) => [meta.id, meta]));
  for (let start = 0; start < findings.length; start += packed) {
    const part = findings.slice(start, start + packed).map((finding) => detailsOf(finding, byId.get(finding.ruleId)));
    yield (await zip(JSON.stringify(part))).toString('base64');
  }
}
