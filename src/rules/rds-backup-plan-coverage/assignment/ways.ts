import type { Database } from '../database.ts';
import type { Selection } from '../plans/plan.ts';
import { matchingPattern, namesType } from './arn-pattern.ts';
import { conditionWords, holds, type TagCondition } from './tag-condition.ts';

/** True, false, or not known. */
export type Tristate = boolean | undefined;

export const all = (values: readonly Tristate[]): Tristate =>
  values.includes(false) ? false : values.includes(undefined) ? undefined : true;

export const any = (values: readonly Tristate[]): Tristate =>
  values.includes(true) ? true : values.includes(undefined) ? undefined : false;

/** A way into a selection: by its resources and conditions, or by its list of tags. */
export interface Way {
  readonly holds: Tristate;
  /** What matched, in a few words. */
  readonly clause: string;
  /** Why that is not known. */
  readonly why: readonly string[];
  /** Whether the way in names the resource's type, which makes opt-in irrelevant to some types. */
  readonly overridesOptIn: Tristate;
}

/** A selection without resources and tags means everything. */
export const takesEverything = ({ resources, anyTag, unclear }: Selection): boolean =>
  [resources.all, unclear.resources, anyTag, unclear.anyTag, unclear.prefixedTags].every((parts) => parts.length === 0);

export function byResources(database: Database, selection: Selection): Way {
  const { unclear, conditions } = selection;
  const everything = takesEverything(selection);
  const pattern = everything ? '*' : matchingPattern(selection.resources, database.arn);
  const matches = pattern !== undefined || (unclear.resources.length > 0 ? undefined : false);
  const rest = conditionsOf(database, selection);
  const wishes = conditions.map(conditionWords).join(' and ');
  return {
    holds: all([matches, rest.holds]),
    clause: `${everything ? 'every resource' : `resource ${pattern}`}${wishes === '' ? '' : ` with ${wishes}`}`,
    why: [...(pattern === undefined ? unclear.resources.map(notClear) : []), ...rest.why],
    overridesOptIn: pattern !== undefined && namesType(pattern, database.arn) && typeOverrides(database),
  };
}

/**
 * Naming instances overrides the opt-in of RDS, naming clusters never overrides that of Aurora. RDS clusters share the
 * ARN form with Aurora's, and AWS does not say what becomes of them ("Assign resources with AWS CLI", shared types).
 */
const typeOverrides = ({ kind, types }: Database): Tristate =>
  kind === 'instance' ? true : types.includes('Aurora') ? false : undefined;

/** Conditions belong to resources. Whether they bind listed tags, too, AWS does not say, so both have to hold here. */
export function byTags(database: Database, selection: Selection): Way {
  const { anyTag, unclear } = selection;
  const found = anyTag.find((condition) => holds(condition, database.tags) === true);
  const prefixed = unclear.prefixedTags.filter((condition) => holds(condition, database.tags) !== false);
  const untold = database.tags === undefined ? anyTag : [];
  const why = [
    ...prefixed.map((each) => notClear(`${conditionWords(each)} in ListOfTags with the key prefix of Conditions`)),
    ...unclear.anyTag.map(notClear),
    ...untold.map((condition) => unsureTag(database, condition)),
  ];
  const tagged = found !== undefined || (why.length > 0 ? undefined : false);
  const bound = tagged !== false && conditionsOf(database, selection).holds !== true;
  return {
    holds: bound ? undefined : tagged,
    clause: found === undefined ? '' : conditionWords(found),
    why: bound ? [...why, 'AWS does not say whether its Conditions bind its ListOfTags, too'] : why,
    overridesOptIn: false,
  };
}

/** All of them have to hold. */
function conditionsOf(database: Database, { conditions, unclear }: Selection): Pick<Way, 'holds' | 'why'> {
  const states = conditions.map((condition) => ({ condition, holds: holds(condition, database.tags) }));
  return {
    holds: all([...states.map((state) => state.holds), ...unclear.conditions.map(() => undefined)]),
    why: [
      ...unclear.conditions.map(notClear),
      ...states.flatMap(({ condition, holds }) => (holds === undefined ? [unsureTag(database, condition)] : [])),
    ],
  };
}

const unsureTag = ({ tags }: Database, condition: TagCondition): string =>
  `${notClear(conditionWords(condition))}: ${tags === undefined ? "AWS's answer held no tags" : 'AWS does not say whether * spans blanks'}`;

export const notClear = (part: string): string => `${part} cannot be judged`;
