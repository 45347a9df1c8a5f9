import { createHash } from 'node:crypto';
import type { Mute } from './mute.ts';

export const dayMs = 86_400_000;
/** So many may come back on one day. */
const fewTogether = 3;
const longestSpreadDays = 7;

/** Days before the asked-for end over which `count` findings come back: at most a week and a fifth of the time. */
export function spreadDays(count: number, fromMs: number, untilMs: number): number {
  if (count <= fewTogether) return 0;
  const wanted = Math.min(longestSpreadDays, Math.ceil(count / fewTogether) - 1);
  return Math.max(0, Math.min(wanted, Math.floor((untilMs - fromMs) / dayMs / 5)));
}

/** 0 to `days`, always the same for the same seed. */
const drawn = (seed: string, days: number): number =>
  createHash('sha256').update(seed).digest().readUInt32BE(0) % (days + 1);

/** When one of its findings comes back: whole days before the mute's end, never after it. Milliseconds since the epoch. */
export const returnsAt = ({ id, until, spreadDays: days = 0 }: Mute, findingId: string): number =>
  Date.parse(until) - (days === 0 ? 0 : drawn(`${id}\n${findingId}`, days) * dayMs);

/** The first and the last moment at which findings of a mute come back; milliseconds since the epoch. */
export const returnsBetween = ({
  until,
  spreadDays: days = 0,
}: Pick<Mute, 'until' | 'spreadDays'>): readonly [first: number, last: number] => [
  Date.parse(until) - days * dayMs,
  Date.parse(until),
];

/** The first moment after `now` at which findings of a mute may come back; undefined when none is left. */
export function nextReturn(mute: Mute, now: number): number | undefined {
  const [first, last] = returnsBetween(mute);
  if (now < first) return first;
  if (now >= last) return undefined;
  return first + (Math.floor((now - first) / dayMs) + 1) * dayMs;
}

/**
 * The end of a new mute, when others end on the same day: as many whole days earlier as its id draws, never later than
 * asked for. Milliseconds since the epoch.
 */
export function staggered(id: string, fromMs: number, untilMs: number, others: readonly Mute[]): number {
  const day = Math.floor(untilMs / dayMs);
  const before = others.map(({ until }) => day - Math.floor(Date.parse(until) / dayMs));
  if (before.filter((days) => days === 0).length < fewTogether) return untilMs;
  const around = before.filter((days) => days >= 0 && days <= longestSpreadDays).length;
  return untilMs - drawn(id, spreadDays(around + 1, fromMs, untilMs)) * dayMs;
}
