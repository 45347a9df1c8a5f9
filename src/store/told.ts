import { randomUUID } from 'node:crypto';
import type { Told, ToldFilter, ToldPage } from '../domain/digest/edition.ts';
import { pageSize } from '../domain/message.ts';
import { parse, type RedisClient, transact } from './client.ts';
import { editionKey, keepSeconds, toldGroupKey, toldKey } from './digest-keys.ts';

const chunk = 500;

/**
 * One list of everything, and one for each open group, under a name of its own: two workers may put the same edition
 * together, and only one of them gets to say where what it tells is. Answers that name.
 */
export async function writeTold(redis: RedisClient, id: string, told: readonly Told[]): Promise<string> {
  const name = randomUUID();
  const lists = new Map<string, Told[]>();
  const add = (list: string, each: Told) => {
    const known = lists.get(list);
    if (known === undefined) lists.set(list, [each]);
    else known.push(each);
  };
  for (const each of told) {
    add(toldKey(id, name), each);
    if (each.kind !== 'closed') add(toldGroupKey(id, name, each.group), each);
  }
  for (const [list, entries] of lists)
    for (let index = 0; index < entries.length; index += chunk)
      await transact(redis, [
        ['rpush', list, ...entries.slice(index, index + chunk).map((each) => JSON.stringify(each))],
        ['expire', list, keepSeconds],
      ]);
  return name;
}

/** Undefined when it is not kept any more. */
export async function readTold(
  redis: RedisClient,
  id: string,
  filter: ToldFilter,
  wanted: number,
): Promise<ToldPage | undefined> {
  const name = await redis.hget(editionKey(id), 'told');
  if (name === null) return undefined;
  const list = filter === 'all' ? toldKey(id, name) : toldGroupKey(id, name, Number(filter.slice('group:'.length)));
  const total = await redis.llen(list);
  if (total === 0) return undefined;
  const pages = Math.ceil(total / pageSize);
  const page = Math.min(Math.max(wanted, 0), pages - 1);
  const texts = await redis.lrange(list, page * pageSize, (page + 1) * pageSize - 1);
  return { filter, page, pages, total, told: texts.flatMap((text) => parse<Told>(text) ?? []) };
}
