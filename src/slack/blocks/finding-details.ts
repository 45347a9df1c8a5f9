import type { KnownBlock, ModalView } from '@slack/types';
import type { EvidenceValue, Finding } from '../../domain/finding.ts';
import type { Fix, RuleMeta } from '../../domain/rule.ts';
import { placeOf } from './finding-page.ts';
import { context, divider, header, limits, preformatted, section, sections } from './limits.ts';
import { code, dateToken, escapeText, link, safe, statusWord } from './mrkdwn.ts';

/** Everything known of one finding: verdict, what was read, why it matters, ready-to-paste fixes, references. */
export function findingDetails(finding: Finding, meta: RuleMeta): ModalView {
  const { resource, target } = finding;
  const name = resource.type === 'target' ? `${target.accountName} ${target.region}` : resource.id;
  const blocks: KnownBlock[] = [
    header(name),
    section(
      `${finding.exempt ? ':white_circle: Exempt' : statusWord[finding.status]} · ${placeOf(finding)}\n${safe(finding.reason)}`,
    ),
    ...(finding.exempt === undefined ? [] : [section(`Exempt: ${safe(finding.exempt.reason)}${owner(finding)}`)]),
    ...sections(['*What was read*', ...Object.entries(finding.evidence).map(evidenceLine)].join('\n')),
    section(`*Why it matters*\n${safe(meta.why)}`),
    ...meta.fixes(finding).flatMap(fixBlocks),
    divider(),
    context(meta.links.map(({ title, url }) => link(url, title)).join('  ·  ')),
    context(
      `${safe(meta.title)} · ${finding.references.map(safe).join(', ')} · severity ${finding.severity}`,
      `${code(resource.arn)} · finding ${finding.id}`,
    ),
  ];
  return {
    type: 'modal',
    callback_id: 'finding-details',
    title: { type: 'plain_text', text: 'Finding' },
    close: { type: 'plain_text', text: 'Close' },
    blocks: blocks.slice(0, limits.modalBlocks),
  };
}

const owner = ({ exempt }: Finding): string => (exempt?.owner === undefined ? '' : ` (${safe(exempt.owner)})`);

const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/** `backtrackWindowSeconds: 86400` → `Backtrack window: 86,400 seconds`. */
function evidenceLine([name, value]: [string, EvidenceValue]): string {
  const words = name.replace(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase();
  const unit = /\b(seconds|days|hours|minutes)$/.exec(words)?.[1];
  const label = unit === undefined ? words : words.slice(0, -unit.length).trim();
  return `${label.slice(0, 1).toUpperCase()}${escapeText(label.slice(1))}: ${evidenceText(value)}${unit === undefined || value === null ? '' : ` ${unit}`}`;
}

const listShown = 12;

function evidenceText(value: EvidenceValue): string {
  if (value === null) return 'not set';
  if (Array.isArray(value)) {
    const shown = value.slice(0, listShown).map(evidenceText).join(', ');
    return value.length === 0
      ? 'none'
      : value.length > listShown
        ? `${shown} and ${value.length - listShown} more`
        : shown;
  }
  if (typeof value === 'number') return value.toLocaleString('en-US');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return isoTime.test(String(value)) ? dateToken(String(value)) : safe(String(value));
}

const fixBlocks = ({ title, text, format }: Fix): KnownBlock[] => [
  section(`*${escapeText(title)}*`),
  ...(format === 'console' ? sections(text.split('\n').map(safe).join('\n')) : preformatted(text)),
];
