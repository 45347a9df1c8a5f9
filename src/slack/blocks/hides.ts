import { plural } from '../../domain/words.ts';

/** What a mute hides, to stand after "Hides": `3 findings, 2 of them failing`. */
export function hiddenWords({ failing, unknown }: { readonly failing: number; readonly unknown: number }): string {
  if (failing + unknown === 0) return 'nothing';
  if (unknown === 0) return plural(failing, 'failing finding');
  return `${plural(failing + unknown, 'finding')}, ${failing === 0 ? 'none' : failing.toLocaleString('en-US')} of them failing`;
}
