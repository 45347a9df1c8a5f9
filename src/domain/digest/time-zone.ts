import { IANAZone } from 'luxon';
import { didYouMean } from '../nearest.ts';

/** Names like `Europe/Berlin`; a few that are understood, like `UTC`, are not among them. */
const zoneNames = (): readonly string[] => [...Intl.supportedValuesOf('timeZone'), 'UTC'];

/** The time zone that a person means, or a sentence that names the nearest one. Offsets know no summer time. */
export function readZone(word: string): { readonly zone: string } | { readonly problem: string } {
  const names = zoneNames();
  const wanted = word.toLowerCase();
  const known = names.find((name) => name.toLowerCase() === wanted);
  if (known !== undefined) return { zone: known };
  if (/^[a-z]+\/[a-z]/i.test(word) && IANAZone.isValidZone(word)) return { zone: word };
  const city = names.find(
    (name) => name.split('/').at(-1)?.toLowerCase().replaceAll('_', ' ') === wanted.replaceAll('_', ' '),
  );
  const hint = city === undefined ? didYouMean(word, names) : ` Did you mean \`${city}\`?`;
  return { problem: `There is no time zone \`${word.slice(0, 80)}\`.${hint || ' Write it like `Europe/Berlin`.'}` };
}

/** `9:00` and `09:00` are the same time of day. */
export function readTimeOfDay(word: string): { readonly at: string } | { readonly problem: string } {
  const [, hour = '', minute = ''] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(word) ?? [];
  if (hour !== '') return { at: `${hour.padStart(2, '0')}:${minute}` };
  const guess = guessTime(word);
  return {
    problem: `\`${word.slice(0, 80)}\` is no time of day.${guess === undefined ? ' Write it like `09:00`.' : ` Did you mean \`${guess}\`?`}`,
  };
}

/** What somebody meant who wrote `9`, `930`, `9.30` or `9:30am`. */
function guessTime(word: string): string | undefined {
  const [, first, minute = '00', half] = /^(\d{1,2})(?:[.:h]?(\d\d))?\s*(am|pm)?$/i.exec(word) ?? [];
  if (first === undefined) return undefined;
  const hour = (Number(first) % (half === undefined ? 100 : 12)) + (half?.toLowerCase() === 'pm' ? 12 : 0);
  return hour < 24 && Number(minute) < 60 ? `${String(hour).padStart(2, '0')}:${minute}` : undefined;
}
