import { type MuteTime, readTime } from '../../domain/mute/time.ts';

export type ParsedMute =
  | { readonly name: 'mute'; readonly what: string; readonly time: MuteTime; readonly reason: string }
  | { readonly problem: string };

const usage = 'Write `/aurora mute WHAT TIME REASON`, like `/aurora mute legacy-etl 14d moves to another cluster`.';

/** Reads `WHAT TIME REASON`; the reason is whatever is left, with or without quotes. */
export function readMute(args: readonly string[]): ParsedMute {
  const [what = '', ...rest] = args;
  if (what.trim() === '') return { problem: `Mute what? ${usage}` };
  const read = readTime(rest);
  if ('problem' in read) return read;
  const reason = read.rest.join(' ').trim();
  if (reason === '') return { problem: `Say why: whoever misses it wants to know. ${usage}` };
  return { name: 'mute', what: what.trim(), time: read.time, reason };
}
