import type { Finding } from '../../domain/finding.ts';
import { asideOf } from '../../domain/tally.ts';
import { dateToken, mention, safe, statusWord } from './mrkdwn.ts';

const asideWord = {
  exempt: ':white_circle: Exempt',
  muted: ':no_bell: Muted',
  known: ':white_circle: Known',
} as const;

/** How a finding stands, in words: its status, or that it is set aside. */
export function standing(finding: Finding): string {
  const aside = asideOf(finding);
  return aside === undefined ? statusWord[finding.status] : asideWord[aside];
}

/** Who set it aside, why and until when, each on a line of its own; none when nobody did. */
export const asideNotes = ({ exempt, muted, accepted }: Finding): string[] => [
  ...(exempt === undefined
    ? []
    : [`Exempt: ${safe(exempt.reason)}${exempt.owner === undefined ? '' : ` (${safe(exempt.owner)})`}`]),
  ...(muted === undefined
    ? []
    : [`Muted until ${dateToken(muted.until)} by ${mention(muted.by)}: ${safe(muted.reason)}`]),
  ...(accepted === undefined
    ? []
    : [`Part of the baseline that ${mention(accepted.by)} accepted ${dateToken(accepted.at)}`]),
];
