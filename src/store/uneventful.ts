import type { Finding } from '../domain/finding.ts';
import { uneventful } from '../domain/life/compare.ts';
import type { Life } from '../domain/life/life.ts';
import { parse, type RedisClient, transact } from './client.ts';
import { findingsKey, readField, readKey, seenKey } from './life-keys.ts';

/** When a rule was last read in a target. */
export interface ReadTimes {
  /** The start of the newest scan. */
  readonly at: string;
  /** The start of the newest scan in which it could list everything. */
  readonly complete?: string;
}

/** What is kept of when a finding was seen: since when, and until when if not as long as its rule. */
export interface Seen {
  readonly first: string;
  readonly last?: string;
}

export const readSeen = (text: string): Seen => {
  const [first = '', last] = text.split(' ');
  return last === undefined ? { first } : { first, last };
};
export const writeSeen = ({ first, last }: Seen): string => (last === undefined ? first : `${first} ${last}`);

/** Lives of findings that have never failed, from their newest verdicts. */
export async function uneventfulLives(redis: RedisClient, ids: readonly string[]): Promise<Life[]> {
  if (ids.length === 0) return [];
  const found = (await redis.hmget(findingsKey, ...ids)).flatMap((text) => parse<Finding>(text) ?? []);
  if (found.length === 0) return [];
  const answers = (await transact(
    redis,
    found.flatMap(({ id, target, ruleId }) => [
      ['hget', seenKey(target, ruleId), id] as const,
      ['hget', readKey, readField(target, ruleId)] as const,
    ]),
  )) as (string | null)[];
  return found.flatMap((finding, index) => {
    const seen = answers[index * 2];
    const times = parse<ReadTimes>(answers[index * 2 + 1]);
    if (typeof seen !== 'string' || times === undefined) return [];
    const { first, last } = readSeen(seen);
    return [uneventful(finding, first, last ?? times.complete ?? times.at)];
  });
}
