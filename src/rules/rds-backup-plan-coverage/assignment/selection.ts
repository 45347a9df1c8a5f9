import type { Database } from '../database.ts';
import type { Selection } from '../plans/plan.ts';
import { matchingPattern } from './arn-pattern.ts';
import { type OptIn, optedIn, type RegionSettings } from './opt-in.ts';
import { all, any, byResources, byTags, notClear } from './ways.ts';

/** What one selection means for one database. */
export type Evaluation =
  | { readonly outcome: 'covers'; readonly clause: string }
  /** It would cover the database if its type were opted in. */
  | { readonly outcome: 'opted-out'; readonly clause: string; readonly optIn: OptIn }
  | { readonly outcome: 'unknown'; readonly why: readonly string[] }
  | { readonly outcome: 'misses' };

/**
 * Whether a selection covers a database: ((a resource matches AND all conditions hold) OR a tag of the list matches)
 * AND no excluded resource matches AND its type is opted in. Without resources and list of tags it takes everything.
 * API_BackupSelection; AWS Backup guide, "Select AWS services to backup" and "Assign resources with AWS CLI"; the union
 * of resources and list of tags: https://repost.aws/knowledge-center/backup-assign-resources
 * What AWS does not document, or contradicts itself in, is unknown rather than one of both.
 */
export function evaluateSelection(database: Database, selection: Selection, settings: RegionSettings): Evaluation {
  if (selection.unread !== undefined) return { outcome: 'unknown', why: [selection.unread] };
  if (matchingPattern(selection.notResources, database.arn) !== undefined) return { outcome: 'misses' };
  const optIn = optedIn(database.types, settings);
  const notExcluded = all(selection.unclear.notResources.map(() => undefined));
  const ways = [byResources(database, selection), byTags(database, selection)].map((way) => {
    const admitted = any([way.overridesOptIn, optIn.value]);
    return { way, admitted, covers: all([way.holds, admitted, notExcluded]) };
  });
  const sure = ways.find(({ covers }) => covers === true);
  if (sure !== undefined) return { outcome: 'covers', clause: sure.way.clause };
  const why = ways.flatMap(({ way, admitted, covers }) =>
    covers === undefined ? [...way.why, ...(admitted === undefined ? optInWords(optIn) : [])] : [],
  );
  if (ways.some(({ covers }) => covers === undefined))
    return { outcome: 'unknown', why: [...new Set([...why, ...selection.unclear.notResources.map(notClear)])] };
  const kept = ways.find(({ way }) => way.holds === true);
  return kept === undefined ? { outcome: 'misses' } : { outcome: 'opted-out', clause: kept.way.clause, optIn };
}

const optInWords = ({ why, off }: OptIn): readonly string[] =>
  off === undefined
    ? why
    : [`${off} is not opted in, and AWS does not say whether naming an RDS cluster overrides that`];
