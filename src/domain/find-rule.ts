import { ConfigurationError } from './errors.ts';
import { didYouMean } from './nearest.ts';
import type { RuleMeta } from './rule.ts';

export const rulesNames = (metas: readonly Pick<RuleMeta, 'id' | 'references'>[]): string[] =>
  metas.flatMap(({ id, references }) => [id, ...references]);

/** A rule by its id or by another of its names, like `RDS-034`. Throws a ConfigurationError that names the nearest. */
export function findRule<M extends Pick<RuleMeta, 'id' | 'references'>>(name: string, metas: readonly M[]): M {
  const wanted = name.toLowerCase();
  const found = metas.find(({ id, references }) => [id, ...references].some((each) => each.toLowerCase() === wanted));
  if (found !== undefined) return found;
  const known = `Known: ${metas.map(({ id }) => id).join(', ')}.`;
  throw new ConfigurationError([
    `There is no rule \`${name.slice(0, 100)}\`.${didYouMean(name, rulesNames(metas)) || ` ${known}`}`,
  ]);
}
