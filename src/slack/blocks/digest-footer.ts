import type { KnownBlock } from '@slack/types';
import type { DigestContent } from '../../domain/digest/content.ts';
import { coverageLine } from '../../domain/headline.ts';
import { listed, plural } from '../../domain/words.ts';
import { context } from './limits.ts';
import { bold, dateToken, safe, shortSafe } from './mrkdwn.ts';

const unscannedShown = 5;
const dayMs = 86_400_000;

/** Which targets are missing, and since when. */
export function unscannedLines({ coverage: { unscanned } }: DigestContent): KnownBlock[] {
  if (unscanned.length === 0) return [];
  const lines = unscanned.slice(0, unscannedShown).map(({ accountName, regions, why, since }) => {
    const when = since === undefined ? 'never scanned so far' : `not scanned since ${dateToken(since)}`;
    return `:warning: ${bold(accountName)} (${listed(regions, 4)}) ${when}: ${shortSafe(why, 300)}`;
  });
  const rest = unscanned.length - lines.length;
  return [context([...lines, ...(rest > 0 ? [`and ${plural(rest, 'more trouble')}`] : [])].join('\n'))];
}

/** How things stand besides: numbers that are zero are left out. */
export function countsOf({ counts, longestOpen, composedAt, first }: DigestContent): string[] {
  const { open, still, muted, exempt, accepted, unknown } = counts;
  const apart: [number, string][] = [
    [unknown, 'could not be judged'],
    [muted, 'muted'],
    [exempt, 'exempt'],
    [accepted, 'of the baseline'],
  ];
  const standing = `${number(open)} open${first || still === open ? '' : ' in all'}`;
  return [
    [standing, ...apart.filter(([count]) => count > 0).map(([count, what]) => `${number(count)} ${what}`)].join(' · '),
    ...(longestOpen === undefined ? [] : [longest(longestOpen, composedAt)]),
  ];
}

const number = (count: number): string => count.toLocaleString('en-US');

function longest({ name, accountName, since }: NonNullable<DigestContent['longestOpen']>, now: string): string {
  const days = Math.floor((Date.parse(now) - Date.parse(since)) / dayMs);
  return `longest open: ${bold(name)} (${safe(accountName)}), ${days < 1 ? 'less than a day' : plural(days, 'day')}`;
}

export const footer = ({ scope, coverage }: DigestContent): string =>
  `${safe(scope)} · ${coverageLine(coverage)} · \`/aurora findings\` lists what is open, \`/aurora digest status\` says when this comes`;
