import type { KnownBlock } from '@slack/types';
import type { DigestContent } from '../../domain/digest/content.ts';
import { listed, plural } from '../../domain/words.ts';
import { keptCopiesLine } from './kept-copy.ts';
import { context } from './limits.ts';
import { bold, dateToken, safe } from './mrkdwn.ts';

const shown = 3;

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

const copies = ({ copies: kept, composedAt }: DigestContent): string[] =>
  kept === undefined ? [] : [keptCopiesLine(kept, new Date(composedAt))];
