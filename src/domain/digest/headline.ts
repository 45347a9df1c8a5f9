import { DateTime } from 'luxon';
import { explainedCause } from '../cause.ts';
import { coverageLine } from '../headline.ts';
import type { RuleMeta } from '../rule.ts';
import { plural } from '../words.ts';
import type { DigestContent, OpenGroup } from './content.ts';

/** `Saturday 21 November` */
export const dateInWords = (date: string): string => DateTime.fromISO(date, { zone: 'utc' }).toFormat('cccc d LLLL');

type Told = Pick<DigestContent, 'date' | 'scope' | 'first' | 'quiet' | 'counts' | 'coverage' | 'problem'>;

const scopeShown = 40;

/**
 * The first line, as plain text: literally true, and the answer to "do I need to do anything?". `groups` are all the
 * open ones. News that do not fit `most` characters are counted instead of named.
 */
export function digestHeadline(
  told: Told,
  groups: readonly OpenGroup[],
  metas: readonly RuleMeta[],
  most = 150,
): string {
  const of = told.scope === 'all accounts' || told.scope.length > scopeShown ? '' : ` of ${told.scope}`;
  const start = `Databases${of}, ${dateInWords(told.date)} · `;
  return fitting(namedNews(groups, metas), most, (news) => start + phrases(told, news).join(', '));
}

/** The news alone, for a message of their own. */
export const newsInWords = (
  start: string,
  groups: readonly OpenGroup[],
  metas: readonly RuleMeta[],
  most = 150,
): string => fitting(namedNews(groups, metas), most, (news) => start + news.join(', '));

interface News {
  readonly words: string;
  readonly count: number;
}

/** As many of the news by name as fit; the others are a number. */
function fitting(news: readonly News[], most: number, say: (news: readonly string[]) => string): string {
  for (let named = news.length; named > 0; named -= 1) {
    const others = news.slice(named).reduce((sum, { count }) => sum + count, 0);
    const words = [...news.slice(0, named).map((each) => each.words), ...counted(others, 'more new')];
    const text = say(words);
    if (text.length <= most) return text;
  }
  return say(
    counted(
      news.reduce((sum, { count }) => sum + count, 0),
      'new',
    ),
  );
}

function phrases(told: Told, news: readonly string[]): string[] {
  const { counts, coverage, first, quiet, problem } = told;
  const scanned = coverageLine(coverage);
  if (coverage.scanned === 0 && coverage.targets > 0 && first) return ['nothing has been scanned so far'];
  if (first) return [counts.open === 0 ? 'nothing needs you' : `${plural(counts.open, 'needs', 'need')} you`, scanned];
  const still = counts.still === 0 ? 'nothing open' : `${counts.still.toLocaleString('en-US')} still open`;
  if (quiet) return ['nothing changed', still, scanned];
  const { returned, changed, unreadable, fixed, gone, 'set-aside': setAside } = counts.changes;
  const all = [
    ...news,
    ...counted(returned, 'back again'),
    ...counted(changed, 'failing for another reason'),
    ...counted(unreadable, 'that cannot be judged any more'),
    ...counted(fixed, 'fixed'),
    ...counted(gone, 'gone'),
    ...counted(setAside, 'set aside'),
  ];
  if (coverage.scanned === 0 && coverage.targets > 0) {
    const seen = counts.still === counts.open ? still : `${counts.open.toLocaleString('en-US')} open`;
    return ['nothing could be scanned', ...all, `${seen} when last seen`];
  }
  const nothing = all.length === 0 ? ['nothing changed in the end'] : all;
  const rest = counts.open === 0 ? 'nothing open' : still;
  const gaps = problem === undefined && coverage.scanned === coverage.targets ? [] : [scanned];
  return [...nothing, ...(counts.still === 0 && counts.open > 0 ? [] : [rest]), ...gaps];
}

const counted = (count: number, what: string): string[] =>
  count === 0 ? [] : [`${count.toLocaleString('en-US')} ${what}`];

/** `1 lost its backup plan`, `2 new without Backtrack`: what is new, by cause, the worst first. */
function namedNews(groups: readonly OpenGroup[], metas: readonly RuleMeta[]): News[] {
  const causes = new Map<string, { group: OpenGroup; count: number }>();
  for (const group of groups.filter(({ kind }) => kind === 'new')) {
    const key = [group.lost, group.group.ruleId, group.group.cause].join(' ');
    causes.set(key, { group, count: (causes.get(key)?.count ?? 0) + group.group.count });
  }
  return [...causes.values()].map(({ group: { lost, group }, count }) => {
    const text = explainedCause(group, metas);
    const words = (lost ? text.lost : text.found)?.(count) ?? `new: ${text.headline(count)}`;
    // Rules write a number as it is.
    return { words: words.replace(String(count), count.toLocaleString('en-US')), count };
  });
}
