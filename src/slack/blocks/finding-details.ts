import type { KnownBlock, ModalView } from '@slack/types';
import { evidenceInWords, type Wording } from '../../domain/evidence.ts';
import type { EvidenceValue, Finding } from '../../domain/finding.ts';
import type { Offer } from '../../domain/offer.ts';
import type { Fix, RuleMeta } from '../../domain/rule.ts';
import { viewIds } from '../ids.ts';
import { placeOf } from './finding-page.ts';
import { context, divider, header, limits, preformatted, section, sections } from './limits.ts';
import { code, dateToken, escapeText, link, safe, statusWord } from './mrkdwn.ts';
import { offerLine } from './offers.ts';

interface Seen {
  readonly offer: Offer | undefined;
  /** Where it was looked at, and so where its approval would be shown. */
  readonly channelId: string;
}

/** Everything known of one finding: verdict, what was read, why it matters, ready-to-paste fixes, references. */
export function findingDetails(finding: Finding, meta: RuleMeta, { offer, channelId }: Seen): ModalView {
  const { resource, target } = finding;
  const name = resource.type === 'target' ? `${target.accountName} ${target.region}` : resource.id;
  const blocks: KnownBlock[] = [
    header(name),
    section(
      `${finding.exempt ? ':white_circle: Exempt' : statusWord[finding.status]} · ${placeOf(finding)}\n${safe(finding.reason)}${offerLine(offer)}`,
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
    callback_id: viewIds.finding,
    title: { type: 'plain_text', text: 'Finding' },
    close: { type: 'plain_text', text: 'Close' },
    ...(offer?.kind === 'approve' ? { submit: { type: 'plain_text', text: 'Review & approve' } } : {}),
    private_metadata: JSON.stringify({ findingId: finding.id, channelId }),
    blocks: blocks.slice(0, limits.modalBlocks),
  };
}

const owner = ({ exempt }: Finding): string => (exempt?.owner === undefined ? '' : ` (${safe(exempt.owner)})`);

const wording: Wording = { text: safe, time: dateToken, listed: 12 };

function evidenceLine(entry: [string, EvidenceValue]): string {
  const { label, text } = evidenceInWords(entry, wording);
  return `${safe(label)}: ${text}`;
}

const fixBlocks = ({ title, text, format }: Fix): KnownBlock[] => [
  section(`*${escapeText(title)}*`),
  ...(format === 'console' ? sections(text.split('\n').map(safe).join('\n')) : preformatted(text)),
];
