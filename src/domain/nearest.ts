import { closest, distance } from 'fastest-levenshtein';

/**
 * The candidate that a person most likely meant, or undefined when none is near
 * (more than a third of the letters differ).
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  if (candidates.length === 0) return undefined;
  const lower = new Map(candidates.map((candidate) => [candidate.toLowerCase(), candidate]));
  const wanted = word.slice(0, 100).toLowerCase();
  const found = closest(wanted, [...lower.keys()]);
  const allowed = Math.max(2, Math.floor(found.length / 3));
  return distance(wanted, found) <= allowed ? lower.get(found) : undefined;
}

/** ` Did you mean "x"?`, or nothing. Meant to end a sentence. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const found = nearest(word, candidates);
  return found === undefined ? '' : ` Did you mean \`${found}\`?`;
}
