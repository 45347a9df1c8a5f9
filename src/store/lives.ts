import { findingId } from '../domain/finding.ts';
import type { Life } from '../domain/life/life.ts';
import { historyShown, type LifeLog, type LifeStore, type ResourceNames } from '../domain/life/ports.ts';
import type { NewTransition, Transition } from '../domain/life/transition.ts';
import { parse, type RedisClient } from './client.ts';
import { createFollow } from './follow.ts';
import { commit } from './life-commit.ts';
import { auditedKey, byFindingKey, headKey, livesKey, namesKey, rulesKey, transitionsKey } from './life-keys.ts';
import { scanHash } from './scan-hash.ts';
import { uneventfulLives } from './uneventful.ts';

const pageSize = 500;
const day = 86_400_000;

export interface LifeStoreOptions {
  readonly redis: RedisClient;
  readonly retentionDays: number;
  readonly now: () => number;
  /** How long a follower belongs to its worker without a sign of life; milliseconds, 30 seconds unless told. */
  readonly lockMs?: number;
}

/** The oldest transition that is kept. */
export const oldestKept = ({ now, retentionDays }: Pick<LifeStoreOptions, 'now' | 'retentionDays'>): string =>
  new Date(now() - retentionDays * day).toISOString();

export function createLifeStore(options: LifeStoreOptions): LifeStore & LifeLog & ResourceNames {
  const { redis, lockMs = 30_000 } = options;

  const transitions = async (numbers: readonly number[]): Promise<Transition[]> => {
    if (numbers.length === 0) return [];
    const texts = await redis.hmget(transitionsKey, ...numbers.map(String));
    return numbers.flatMap((seq, index) => {
      const known = parse<NewTransition>(texts[index]);
      return known === undefined ? [] : [{ ...known, seq }];
    });
  };

  const lives = async (ids: readonly string[]): Promise<Life[]> => {
    if (ids.length === 0) return [];
    const texts = await redis.hmget(livesKey, ...ids);
    const eventful = texts.flatMap((text) => parse<Life>(text) ?? []);
    const others = ids.filter((_, index) => texts[index] === null);
    return [...eventful, ...(await uneventfulLives(redis, others))];
  };

  const head = async () => {
    const [first, last] = await redis.hmget(headKey, 'first', 'last');
    return { first: Number(first ?? 1), last: Number(last ?? 0) };
  };

  async function* after(seq: number, upTo = Number.POSITIVE_INFINITY): AsyncGenerator<Transition> {
    const { first, last } = await head();
    const end = Math.min(last, upTo);
    for (let from = Math.max(seq + 1, first); from <= end; from += pageSize) {
      const count = Math.min(pageSize, end - from + 1);
      yield* await transitions(Array.from({ length: count }, (_, index) => from + index));
    }
  }

  return {
    get: async (id) => (await lives([id]))[0],
    ofResource: async (arn) => {
      const rules = await redis.hkeys(rulesKey);
      return lives(rules.sort().map((ruleId) => findingId(ruleId, arn)));
    },
    resourcesCalled: async (id) => {
      // A newline ends the name; the next character ends the range.
      const members = await redis.zrangebylex(namesKey, `[${id}\n`, `(${id}\v`);
      return members.map((member) => member.slice(member.indexOf('\n') + 1));
    },
    list: async function* () {
      for await (const [, text] of scanHash(redis, livesKey)) {
        const life = parse<Life>(text);
        if (life !== undefined) yield life;
      }
    },
    history: async (id) => {
      const members = await redis.zrevrangebylex(byFindingKey, `(${id};`, `[${id}:`, 'LIMIT', 0, historyShown);
      return transitions(members.map((member) => Number(member.slice(id.length + 1))));
    },
    append: async (happened) => {
      if (happened.length === 0) return;
      await commit(redis, { changes: happened.map((one) => ({ happened: one })), oldest: oldestKept(options) });
    },
    head: async () => (await head()).last,
    before: async (at) => {
      // Times grow with the numbers, give or take a scan.
      let { first: low, last: high } = await head();
      while (low <= high) {
        const middle = Math.floor((low + high) / 2);
        const [transition] = await transitions([middle]);
        if (transition === undefined || transition.at < at) low = middle + 1;
        else high = middle - 1;
      }
      return low - 1;
    },
    audited: () => redis.hkeys(auditedKey),
    names: async function* () {
      let last = '';
      for (;;) {
        const members = await redis.zrangebylex(
          namesKey,
          last === '' ? '-' : `(${last}\n\u{10ffff}`,
          '+',
          'LIMIT',
          0,
          pageSize,
        );
        if (members.length === 0) return;
        for (const member of members) {
          const name = member.slice(0, member.indexOf('\n'));
          if (name !== last) yield name;
          last = name;
        }
      }
    },
    after,
    follow: createFollow({ redis, lockMs, after }),
  };
}
