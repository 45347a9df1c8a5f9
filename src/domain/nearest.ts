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

/** The candidates that are nearest to a word, the nearest first; none that differs in more than a third of its letters. */
export async function nearestFew(word: string, candidates: AsyncIterable<string>, most: number): Promise<string[]> {
  const wanted = word.slice(0, 100).toLowerCase();
  const found: { readonly name: string; readonly off: number }[] = [];
  for await (const name of candidates) {
    // A name that goes on after the word is near, too: `orders` and `orders-replica-2`.
    const off = name.toLowerCase().startsWith(wanted) ? 1 : distance(wanted, name.toLowerCase());
    if (off > Math.max(2, Math.floor(name.length / 3))) continue;
    found.push({ name, off });
    found.sort((a, b) => a.off - b.off || (a.name < b.name ? -1 : 1)).splice(most);
  }
  return found.map(({ name }) => name);
}
