import { setTimeout as sleep } from 'node:timers/promises';
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateLimit } from '../domain/ports.ts';
import { type RedisClient, key as redisKey } from './client.ts';

export interface Rate {
  readonly requests: number;
  readonly seconds: number;
}

/** By the first part of a key: `rds:111111111111:eu-west-1` is under `rds`. Each key has its own allowance. */
export type Rates = Readonly<Record<string, Rate>>;

/** `perSecond` may be a fraction: 0.5 is one request in two seconds. */
export const ratePerSecond = (perSecond: number): Rate =>
  perSecond >= 1 ? { requests: Math.floor(perSecond), seconds: 1 } : { requests: 1, seconds: Math.ceil(1 / perSecond) };

/** The same for each of many services. */
export const ratesPerSecond = (all: Readonly<Record<string, number>>): Rates =>
  Object.fromEntries(Object.entries(all).map(([name, perSecond]) => [name, ratePerSecond(perSecond)]));

type MakeLimiter = (name: string, limits: { points: number; duration: number }) => RateLimiterAbstract;

function createRateLimit(rates: Rates, make: MakeLimiter): RateLimit {
  const limiters = new Map(
    Object.entries(rates).map(([name, { requests, seconds }]) => [
      name,
      make(name, { points: requests, duration: seconds }),
    ]),
  );
  const tryTake = async (key: string): Promise<number> => {
    const name = key.split(':', 1)[0] ?? key;
    const limiter = limiters.get(name);
    if (limiter === undefined) throw new Error(`no request rate is set for ${name}`);
    try {
      await limiter.consume(key);
      return 0;
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      return Math.max(refusal.msBeforeNext, 5);
    }
  };
  return {
    tryTake,
    take: async (key, signal) => {
      for (;;) {
        signal?.throwIfAborted();
        const waitMs = await tryTake(key);
        if (waitMs === 0) return;
        await sleep(waitMs, undefined, signal && { signal });
      }
    },
  };
}

/** One limit for all processes that share the Redis. */
export const createSharedRateLimit = (redis: RedisClient, rates: Rates): RateLimit =>
  createRateLimit(
    rates,
    (name, limits) => new RateLimiterRedis({ storeClient: redis, keyPrefix: redisKey('rate', name), ...limits }),
  );

/** For a process that is alone, like the command line. */
export const createLocalRateLimit = (rates: Rates): RateLimit =>
  createRateLimit(rates, (name, limits) => new RateLimiterMemory({ keyPrefix: name, ...limits }));
