import type { KnownBlock } from '@slack/types';
import type { DigestContent } from '../../domain/digest/content.ts';
import { listed, plural } from '../../domain/words.ts';
import { context } from './limits.ts';
import { bold, dateToken, safe } from './mrkdwn.ts';

const shown = 3;
const dayMs = 86_400_000;

/** What is not a change of a finding, and yet worth a word. */
export function asides(content: DigestContent): KnownBlock[] {
  const lines = [
    ...between(content),
    ...elsewhere(content),
    ...mutes(content),
    ...waiting(content),
    ...copies(content),
  ];
  return lines.length === 0 ? [] : [context(lines.join(' · '))];
}

/** On a quiet day the same line holds them. */
export const quietAsides = (content: DigestContent): string[] => [
  ...elsewhere(content),
  ...mutes(content),
  ...waiting(content),
];

const between = ({ counts: { changes } }: DigestContent): string[] => {
  const count = changes['came-and-went'];
  return count === 0 ? [] : [`${plural(count, 'finding')} came and went in between`];
};

const elsewhere = ({ elsewhere: others }: DigestContent): string[] =>
  others
    .slice(0, shown)
    .map(({ channelId, count }) => `${plural(count, 'change is', 'changes are')} told in <#${channelId}>`);

function mutes({ mutesEnding }: DigestContent): string[] {
  const lines = mutesEnding
    .slice(0, shown)
    .map(({ label, until }) => `mute of ${bold(label)} ends ${dateToken(until, '{date_short_pretty}')}`);
  const rest = mutesEnding.length - lines.length;
  return rest > 0 ? [...lines, `${plural(rest, 'more mute ends', 'more mutes end')} soon`] : lines;
}

const waiting = ({ waiting: groups }: DigestContent): string[] =>
  groups.slice(0, shown).map(({ what, whom, count }) => {
    const people = listed(whom.map(safe), shown);
    return what === 'start'
      ? `${plural(count, 'approved change waits', 'approved changes wait')} to be started`
      : `${plural(count, 'approval waits', 'approvals wait')}${people === '' ? '' : ` for ${people}`}`;
  });

function copies({ copies: kept, composedAt }: DigestContent): string[] {
  if (kept === undefined) return [];
  const days = Math.floor((Date.parse(composedAt) - Date.parse(kept.oldestAt)) / dayMs);
  const cost = kept.unpriced === kept.count ? 'cost not known' : `${dollars(kept.usdPerDay)}/day`;
  const rest = kept.unpriced > 0 && kept.unpriced < kept.count ? `, ${kept.unpriced} of unknown cost` : '';
  const age = `${plural(Math.max(0, days), 'day')}${kept.count === 1 ? ' old' : ''}`;
  return [
    `${plural(kept.count, 'kept copy', 'kept copies')}, ${cost}${rest}, ${kept.count === 1 ? age : `oldest ${age}`}`,
  ];
}

/** Whole dollars from ten on, cents below. */
const dollars = (usd: number): string =>
  `$${usd.toLocaleString('en-US', usd >= 10 ? { maximumFractionDigits: 0 } : { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
