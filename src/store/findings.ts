import type { Finding } from '../domain/finding.ts';
import type { FindingStore, LatestTarget } from '../domain/ports.ts';
import { parse } from './client.ts';
import { findingsKey, targetsKey } from './life-keys.ts';
import { createReplace } from './replace.ts';
import type { ReplaceOptions } from './scan-changes.ts';
import { scanHash } from './scan-hash.ts';

/** The newest verdict on everything, whatever audit it comes from. */
export function createFindingStore(options: ReplaceOptions): FindingStore {
  const { redis } = options;
  return {
    replace: createReplace(options),
    get: async (findingId) => parse<Finding>(await redis.hget(findingsKey, findingId)),
    list: async function* () {
      for await (const [, text] of scanHash(redis, findingsKey)) {
        const finding = parse<Finding>(text);
        if (finding !== undefined) yield finding;
      }
    },
    targets: async () =>
      Object.values(await redis.hgetall(targetsKey)).flatMap((text) => parse<LatestTarget>(text) ?? []),
  };
}
