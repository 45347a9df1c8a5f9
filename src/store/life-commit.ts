import { randomUUID } from 'node:crypto';
import type { NewTransition } from '../domain/life/transition.ts';
import { key, type RedisClient, transact } from './client.ts';
import { logKeys, transitionsKey } from './life-keys.ts';
import { commitScript } from './life-script.ts';

/** One write among those that are made together. */
export type LifeChange =
  | { readonly set: string; readonly field: string; readonly value: string }
  | { readonly del: string; readonly field: string }
  /** To a set sorted by name. */
  | { readonly add: string; readonly member: string }
  | { readonly happened: NewTransition };

export interface Commit {
  /** The target whose verdicts change, and the version that the changes rest on. */
  readonly target?: { readonly key: string; readonly version: number };
  readonly changes: readonly LifeChange[];
  /** ISO time of the oldest transition that is kept. */
  readonly oldest: string;
}

/** Strings in one command; more than that are staged first. */
const most = 1_500;
/** What a dead worker staged is forgotten after this time. */
const stagedSeconds = 600;

interface Write {
  readonly what: 'set' | 'del' | 'add' | 'happened';
  readonly key: string;
  readonly strings: string[];
}

/** Changes of one kind and key become one write; their order among themselves stays. */
function writesOf(changes: readonly LifeChange[]): Write[] {
  const writes = new Map<string, Write>();
  const put = (what: Write['what'], key: string, ...strings: readonly string[]) => {
    const write = writes.get(`${what} ${key}`) ?? { what, key, strings: [] };
    writes.set(`${what} ${key}`, write);
    write.strings.push(...strings);
  };
  for (const change of changes) {
    if ('set' in change) put('set', change.set, change.field, change.value);
    else if ('del' in change) put('del', change.del, change.field);
    else if ('add' in change) put('add', change.add, change.member);
    else {
      const { findingId, id } = change.happened;
      put('happened', transitionsKey, findingId, id, JSON.stringify(change.happened));
    }
  }
  return [...writes.values()];
}

/** Stores changes together or not at all; false when the target's version has moved on. */
export async function commit(redis: RedisClient, { target, changes, oldest }: Commit): Promise<boolean> {
  const writes = writesOf(changes);
  const isLarge = writes.reduce((sum, { strings }) => sum + strings.length, 0) > most;
  const keys = [...logKeys];
  const numberOf = (name: string): number => {
    if (!keys.includes(name)) keys.push(name);
    return keys.indexOf(name) + 1;
  };
  const args: (string | number)[] = [target?.key ?? '', target?.version ?? '', oldest];
  const token = randomUUID();
  for (const [index, write] of writes.entries()) {
    if (!isLarge) {
      args.push(write.what, numberOf(write.key), 0, write.strings.length, ...write.strings);
      continue;
    }
    const staged = key('lives', 'staged', token, String(index));
    await stage(redis, staged, write.strings);
    args.push(write.what, numberOf(write.key), numberOf(staged), 0);
  }
  return (await redis.eval(commitScript, keys.length, ...keys, ...args)) === 1;
}

async function stage(redis: RedisClient, staged: string, strings: readonly string[]): Promise<void> {
  for (let index = 0; index < strings.length; index += most)
    await transact(redis, [
      ['rpush', staged, ...strings.slice(index, index + most)],
      ['expire', staged, stagedSeconds],
    ]);
}
