import type { Database } from '../database.ts';
import { matchesPattern, type PatternList } from './arn-pattern.ts';

/** How far a database's ARN is from a list of ARNs and patterns. */
export interface ArnMiss {
  readonly cost: number;
  /** Completes "selection x of plan y …". */
  readonly text: string;
}

/** Steps of distance, on the scale of `tagCosts`; an ARN that nothing comes near costs more than any tag. */
export const arnCosts = { spelling: 1, wrongType: 1.5, elsewhere: 3, otherType: 3.5, unrelated: 10 } as const;

/** The nearest of a list of resources, none of which matches. */
export function arnMiss(list: PatternList, database: Database): ArnMiss {
  const alike = [database.name, ...database.members].flatMap((name) => list.byName.get(name.toLowerCase()) ?? []);
  const found = [
    ...alike.map((arn) => exactMiss(arn, database)),
    ...list.wildcards.map((each) => wildMiss(each, database)),
  ];
  return found
    .filter((miss) => miss !== undefined)
    .reduce(nearer, { cost: arnCosts.unrelated, text: 'selects other resources' });
}

const nearer = (a: ArnMiss, b: ArnMiss): ArnMiss =>
  a.cost < b.cost || (a.cost === b.cost && a.text <= b.text) ? a : b;

const placeOf = (arn: string): string => arn.split(':').slice(0, 5).join(':');
const typeOf = (arn: string): string => arn.split(':')[5] ?? '';

/** An ARN that ends in this database's name, or in the name of one of its members. */
function exactMiss(arn: string, { arn: own, name, kind }: Database): ArnMiss | undefined {
  const here = placeOf(arn) === placeOf(own);
  if (arn.toLowerCase() === own.toLowerCase())
    return { cost: arnCosts.spelling, text: `names ${arn}; this ${kind} is ${own}` };
  const isMember = !arn.toLowerCase().endsWith(`:${name.toLowerCase()}`);
  if (isMember)
    return here && typeOf(arn) === 'db'
      ? {
          cost: arnCosts.spelling,
          text: `names the member instance ${arn}; AWS Backup takes the cluster, not its members`,
        }
      : undefined;
  if (here) return { cost: arnCosts.wrongType, text: `names ${arn}; this ${kind} is ${own}` };
  return typeOf(arn) === typeOf(own)
    ? { cost: arnCosts.elsewhere, text: `names ${arn}, a ${kind} of this name elsewhere` }
    : undefined;
}

const otherType = { db: 'cluster', cluster: 'db' };

function wildMiss(pattern: string, { arn, kind }: Database): ArnMiss | undefined {
  if (matchesPattern(pattern.toLowerCase(), arn.toLowerCase()))
    return { cost: arnCosts.spelling, text: `wants ${pattern}; this ${kind} is ${arn}` };
  if (matchesPattern(pattern.replace(':instance:', ':db:'), arn))
    return { cost: arnCosts.wrongType, text: `wants ${pattern}; the ARN of a DB instance says db, not instance` };
  if (matchesPattern(anywhere(pattern), arn))
    return { cost: arnCosts.elsewhere, text: `wants ${pattern}, which is another Region or account` };
  const type = typeOf(arn) as keyof typeof otherType;
  if (matchesPattern(pattern, arn.replace(`:${type}:`, `:${otherType[type]}:`)))
    return {
      cost: arnCosts.otherType,
      text: `wants ${pattern}, which is ${kind === 'cluster' ? 'DB instances' : 'DB clusters'}`,
    };
  return undefined;
}

/** The same pattern for every partition, Region and account. */
function anywhere(pattern: string): string {
  const parts = pattern.split(':');
  return parts.length < 7 ? pattern : ['arn', '*', parts[2], '*', '*', ...parts.slice(5)].join(':');
}
