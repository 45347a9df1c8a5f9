import type { KnownBlock, ModalView } from '@slack/types';
import { evidenceInWords, type Wording } from '../../domain/evidence.ts';
import type { EvidenceValue, Finding } from '../../domain/finding.ts';
import type { Life } from '../../domain/life/life.ts';
import type { Transition } from '../../domain/life/transition.ts';
import type { Offer } from '../../domain/offer.ts';
import type { Fix, RuleMeta } from '../../domain/rule.ts';
import { actionIds, viewIds } from '../ids.ts';
import { asideNotes, standing } from './aside.ts';
import { placeOf } from './finding-page.ts';
import { historyLine } from './life.ts';
import { actions, button, context, divider, header, limits, preformatted, section, sections } from './limits.ts';
import { code, dateToken, escapeText, link, safe } from './mrkdwn.ts';
import { muteChoice, offerLine } from './offers.ts';

interface Seen {
  readonly offer: Offer | undefined;
  /** Where it was looked at, and so where its approval would be shown. */
  readonly channelId: string;
  /** How it came to this; the newest first. */
  readonly life?: Life | undefined;
  readonly history?: readonly Transition[];
}

/** Everything known of one finding: verdict, what was read, why it matters, ready-to-paste fixes, references. */
export function findingDetails(
  finding: Finding,
  meta: RuleMeta,
  { offer, channelId, life, history = [] }: Seen,
): ModalView {
  const { resource, target } = finding;
  const name = resource.type === 'target' ? `${target.accountName} ${target.region}` : resource.id;
  const blocks: KnownBlock[] = [
    header(name),
    section(`${standing(finding)} · ${placeOf(finding)}\n${safe(finding.reason)}${offerLine(offer)}`),
    ...asideNotes(finding).map((note) => section(note)),
    ...(life === undefined ? [] : [context(historyLine(life, history))]),
    ...muteButton(finding),
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

function muteButton(finding: Finding): KnownBlock[] {
  const choice = muteChoice(finding);
  if (choice === undefined) return [];
  const [what, value] = choice.value.split(':') as [string, string];
  const action = what === 'mute' ? actionIds.mute : actionIds.unmute;
  return [actions(`mute-${finding.id}`, [button(action, choice.text, value, `${choice.text} ${finding.resource.id}`)])];
}

const wording: Wording = { text: safe, time: dateToken, listed: 12 };

function evidenceLine(entry: [string, EvidenceValue]): string {
  const { label, text } = evidenceInWords(entry, wording);
  return `${safe(label)}: ${text}`;
}

const fixBlocks = ({ title, text, format }: Fix): KnownBlock[] => [
  section(`*${escapeText(title)}*`),
  ...(format === 'console' ? sections(text.split('\n').map(safe).join('\n')) : preformatted(text)),
];
