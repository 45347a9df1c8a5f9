import type { Finding } from '../domain/finding.ts';
import type { PageFilter } from '../domain/message.ts';
import type { FindingRef } from '../domain/tally.ts';
import { key, parse, type RedisClient, transact } from './client.ts';

/** Single findings of an audit stay for a week; the newest verdicts are kept apart, in the finding store. */
export const detailSeconds = 7 * 86_400;

export const auditKey = (id: string, ...rest: string[]) => key('audit', id, ...rest);

export async function readFindings(redis: RedisClient, auditId: string, ids: readonly string[]): Promise<Finding[]> {
  if (ids.length === 0) return [];
  const stored = await redis.hmget(auditKey(auditId, 'findings'), ...ids);
  return stored.flatMap((text) => parse<Finding>(text) ?? []);
}

export const indexKey = (auditId: string, filter: PageFilter) => auditKey(auditId, 'index', filter);

export const chunk = 1_000;

/** One ordered list of ids per filter, so that any page is one range read. Those named before may have become empty. */
export async function writeIndexes(
  redis: RedisClient,
  auditId: string,
  refs: readonly FindingRef[],
  before: readonly PageFilter[] = [],
): Promise<void> {
  const lists = new Map<PageFilter, string[]>(before.map((filter) => [filter, []]));
  for (const ref of refs) {
    const filters: PageFilter[] = ['all', ref.aside ?? ref.status];
    if (ref.aside === undefined && (ref.status === 'fail' || ref.status === 'unknown'))
      filters.push(`group:${ref.group}`);
    for (const filter of filters) {
      const list = lists.get(filter) ?? [];
      lists.set(filter, list);
      list.push(ref.id);
    }
  }
  for (const [filter, ids] of lists) {
    const list = indexKey(auditId, filter);
    const pushes = Array.from({ length: Math.ceil(ids.length / chunk) }, (_, index) =>
      ids.slice(index * chunk, (index + 1) * chunk),
    );
    await transact(redis, [
      ['del', list],
      ...pushes.map((part) => ['rpush', list, ...part] as [string, ...string[]]),
      ['expire', list, detailSeconds],
    ]);
  }
}
