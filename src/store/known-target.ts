import type { Finding } from '../domain/finding.ts';
import { uneventful } from '../domain/life/compare.ts';
import type { Life } from '../domain/life/life.ts';
import type { LatestTarget } from '../domain/ports.ts';
import { type Target, targetKey } from '../domain/target.ts';
import { parse, type RedisClient, transact } from './client.ts';
import { findingsKey, livesKey, readField, readKey, seenKey, targetsKey, versionsKey } from './life-keys.ts';
import { type ReadTimes, readSeen, type Seen } from './uneventful.ts';

export interface KnownRule {
  readonly times?: ReadTimes | undefined;
  /** Finding id → when it was seen. */
  readonly seen: ReadonlyMap<string, Seen>;
}

export interface KnownTarget {
  readonly version: number;
  readonly latest?: LatestTarget | undefined;
  readonly rules: ReadonlyMap<string, KnownRule>;
}

/** What is stored of a target's rules, as of one moment. */
export async function readTarget(redis: RedisClient, target: Target, ruleIds: readonly string[]): Promise<KnownTarget> {
  const [version, latest, ...answers] = await transact(redis, [
    ['hget', versionsKey, targetKey(target)],
    ['hget', targetsKey, targetKey(target)],
    ...ruleIds.flatMap((ruleId) => [
      ['hget', readKey, readField(target, ruleId)] as const,
      ['hgetall', seenKey(target, ruleId)] as const,
    ]),
  ]);
  const rules = ruleIds.map((ruleId, index): [string, KnownRule] => {
    const seen = pairs(answers[index * 2 + 1]).map(([id, text]): [string, Seen] => [id, readSeen(text)]);
    return [ruleId, { times: parse<ReadTimes>(answers[index * 2] as string | null), seen: new Map(seen) }];
  });
  return {
    version: Number(version ?? 0),
    latest: parse<LatestTarget>(latest as string | null),
    rules: new Map(rules),
  };
}

/** HGETALL inside MULTI answers a flat list, or an object, as the client likes. */
const pairs = (answer: unknown): [string, string][] => {
  if (!Array.isArray(answer)) return Object.entries(answer as Record<string, string>);
  const flat = answer as string[];
  return Array.from({ length: flat.length / 2 }, (_, index) => [flat[index * 2] ?? '', flat[index * 2 + 1] ?? '']);
};

const chunk = 500;

async function readMany<T>(redis: RedisClient, hash: string, ids: readonly string[]): Promise<Map<string, T>> {
  const found = new Map<string, T>();
  for (let index = 0; index < ids.length; index += chunk) {
    const some = ids.slice(index, index + chunk);
    const texts = await redis.hmget(hash, ...some);
    for (const [place, id] of some.entries()) {
      const value = parse<T>(texts[place]);
      if (value !== undefined) found.set(id, value);
    }
  }
  return found;
}

/** Lives of findings; of those that have never failed only where one fails now, since only then it is needed. */
export async function readLives(
  redis: RedisClient,
  { rules }: KnownTarget,
  findings: readonly Finding[],
  missing: readonly string[],
): Promise<ReadonlyMap<string, Life>> {
  const lives = await readMany<Life>(redis, livesKey, [...findings.map(({ id }) => id), ...missing]);
  const seenOf = ({ ruleId, id }: Finding) => rules.get(ruleId)?.seen.get(id);
  const opening = findings.filter(
    (finding) => finding.status === 'fail' && !lives.has(finding.id) && seenOf(finding) !== undefined,
  );
  const verdicts = await readMany<Finding>(
    redis,
    findingsKey,
    opening.map(({ id }) => id),
  );
  for (const finding of opening) {
    const [verdict, seen] = [verdicts.get(finding.id), seenOf(finding)];
    if (verdict !== undefined && seen !== undefined)
      lives.set(finding.id, uneventful(verdict, seen.first, seen.last ?? seen.first));
  }
  return lives;
}
