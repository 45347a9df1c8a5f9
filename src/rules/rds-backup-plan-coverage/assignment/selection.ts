import type { Database } from '../database.ts';
import type { Selection } from '../plans/plan.ts';
import { matchingPattern, namesInstances } from './arn-pattern.ts';
import { type OptIn, optedIn, type RegionSettings } from './opt-in.ts';
import { conditionWords, holds, type TagCondition } from './tag-condition.ts';

/** What one selection means for one database. */
export type Evaluation =
  | { readonly outcome: 'covers'; readonly clause: string }
  /** It would cover the database if its type were opted in. */
  | { readonly outcome: 'opted-out'; readonly clause: string; readonly optIn: OptIn }
  | { readonly outcome: 'unknown'; readonly why: readonly string[] }
  | { readonly outcome: 'misses' };

/** A way into a selection: by its resources and conditions, or by its list of tags. */
interface Way {
  readonly holds: boolean | undefined;
  /** What matched, in a few words. */
  readonly clause: string;
  readonly why: readonly string[];
  /** Names DB instances, which makes opt-in irrelevant. */
  readonly explicit: boolean;
}

/**
 * Whether a selection covers a database: ((a resource matches AND all conditions hold) OR a tag of the list matches)
 * AND no excluded resource matches AND its type is opted in. Without resources and list of tags it takes everything.
 * API_BackupSelection; AWS Backup guide, "Select AWS services to backup" and "Assign resources with AWS CLI"; the union
 * of resources and list of tags: https://repost.aws/knowledge-center/backup-assign-resources
 * Aurora has to be opted in whatever the selection names; so do RDS clusters, which share the ARN form with it.
 */
export function evaluateSelection(database: Database, selection: Selection, settings: RegionSettings): Evaluation {
  if (selection.unread !== undefined) return { outcome: 'unknown', why: [selection.unread] };
  if (matchingPattern(selection.notResources, database.arn) !== undefined) return { outcome: 'misses' };
  const optIn = optedIn(database.types, settings);
  const ways = [byResources(database, selection), byTags(database, selection)].map((way) => ({
    way,
    covers: all([way.holds, way.explicit || optIn.value, ...selection.unclear.notResources.map(() => undefined)]),
  }));
  const sure = ways.find(({ covers }) => covers === true);
  if (sure !== undefined) return { outcome: 'covers', clause: sure.way.clause };
  const unsure = ways.filter(({ covers }) => covers === undefined);
  if (unsure.length > 0) {
    const why = unsure.flatMap(({ way }) => [...way.why, ...(way.explicit ? [] : optIn.why)]);
    const unclear = [...why, ...selection.unclear.notResources.map(notClear)];
    return { outcome: 'unknown', why: [...new Set(unclear)] };
  }
  const kept = ways.find(({ way }) => way.holds === true);
  return kept === undefined ? { outcome: 'misses' } : { outcome: 'opted-out', clause: kept.way.clause, optIn };
}

/** AND of what is true, false or not known. */
const all = (values: readonly (boolean | undefined)[]): boolean | undefined =>
  values.includes(false) ? false : values.includes(undefined) ? undefined : true;

/** A selection of resources alone, of tags alone, or of nothing, which means everything. */
export const takesEverything = ({ resources, anyTag, unclear }: Selection): boolean =>
  [resources.all, unclear.resources, anyTag, unclear.anyTag, unclear.prefixedTags].every((parts) => parts.length === 0);

function byResources(database: Database, selection: Selection): Way {
  const { unclear, conditions } = selection;
  const everything = takesEverything(selection);
  const pattern = everything ? '*' : matchingPattern(selection.resources, database.arn);
  const states = conditions.map((condition) => ({ condition, holds: holds(condition, database.tags) }));
  const matches = pattern !== undefined || (unclear.resources.length > 0 ? undefined : false);
  return {
    holds: all([matches, ...states.map((state) => state.holds), ...unclear.conditions.map(() => undefined)]),
    clause: [everything ? 'every resource' : `resource ${pattern}`, ...conditions.map(conditionWords)].join(' with '),
    why: [
      ...(pattern === undefined ? unclear.resources : []).map(notClear),
      ...unclear.conditions.map(notClear),
      ...states.flatMap(({ condition, holds }) => (holds === undefined ? [unsureTag(database, condition)] : [])),
    ],
    explicit: database.kind === 'instance' && pattern !== undefined && namesInstances(pattern),
  };
}

function byTags(database: Database, { anyTag, unclear }: Selection): Way {
  const found = anyTag.find((condition) => holds(condition, database.tags) === true);
  const prefixed = unclear.prefixedTags.filter((condition) => holds(condition, database.tags) !== false);
  const untold = database.tags === undefined ? anyTag : [];
  const why = [
    ...prefixed.map((each) => notClear(`${conditionWords(each)} in ListOfTags with the key prefix of Conditions`)),
    ...unclear.anyTag.map(notClear),
    ...untold.map((condition) => unsureTag(database, condition)),
  ];
  return {
    holds: found !== undefined || (why.length > 0 ? undefined : false),
    clause: found === undefined ? '' : conditionWords(found),
    why,
    explicit: false,
  };
}

const unsureTag = ({ tags }: Database, condition: TagCondition): string =>
  `${notClear(conditionWords(condition))}: ${tags === undefined ? "AWS's answer held no tags" : 'AWS does not say whether * spans blanks'}`;

const notClear = (part: string): string => `${part} cannot be judged`;
