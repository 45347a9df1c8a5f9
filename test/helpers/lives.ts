import type { Redis } from 'ioredis';
import type { Finding } from '../../src/domain/finding.ts';
import type { Transition } from '../../src/domain/life/transition.ts';
import { type Target, targetArn, targetKey } from '../../src/domain/target.ts';
import { createFindingStore } from '../../src/store/findings.ts';
import { createForget } from '../../src/store/forget.ts';
import { createLifeStore } from '../../src/store/lives.ts';
import { finding, scanned, target } from './findings.ts';

export const rule = 'aurora-backtrack-enabled';

/** A minute of the day of the test. */
export const at = (minute: number): string => new Date(Date.UTC(2026, 10, 21, 9, minute)).toISOString();

/** What a rule leaves behind that could not list its resources. */
export const unlisted = (where: Target = target(), ruleId = rule): Finding =>
  finding({
    ruleId,
    target: where,
    status: 'unknown',
    cause: 'could-not-read',
    reason: 'Access denied.',
    resource: { type: 'target', id: targetKey(where), arn: targetArn(where) },
  });

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** The stores, and short ways to scan and to tell what has happened. */
export function openLives(redis: Redis, now: () => number = () => Date.parse(at(59)), retentionDays = 400) {
  const options = { redis, retentionDays, now, lockMs: 600 };
  const findings = createFindingStore(options);
  const lives = createLifeStore(options);
  const told = async () => collect(lives.after(0));
  return {
    findings,
    lives,
    forget: createForget(options),
    /** Stores what one rule found in a target at a minute. */
    scan: (minute: number, found: readonly Finding[], where = target(), ruleIds: readonly string[] = [rule]) =>
      findings.replace(`audit-${minute}`, ruleIds, scanned(found, where), at(minute)),
    told,
    /** `orders opened`. */
    news: async () => (await told()).map(({ resource, kind }: Transition) => `${resource.id} ${kind}`),
    verdicts: async () =>
      (await collect(findings.list())).map(({ resource, status }) => `${resource.id} ${status}`).sort(),
  };
}
