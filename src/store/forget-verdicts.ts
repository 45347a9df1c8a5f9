import { readTarget } from './known-target.ts';
import { commit, type LifeChange } from './life-commit.ts';
import { findingsKey, readField, readKey, seenKey } from './life-keys.ts';
import type { LifeStoreOptions } from './lives.ts';
import { scanHash } from './scan-hash.ts';

/** `111111111111/eu-west-1|rds-backup-retention`. */
const placeOf = (field: string) => {
  const [, accountId = '', region = '', ruleId = ''] = /^([^/]*)\/([^|]*)\|(.*)$/.exec(field) ?? [];
  return { target: { accountId, accountName: accountId, region }, ruleId };
};

/**
 * Drops verdicts that no audit has come upon since `oldest`: of an account or rule that is no longer configured, or
 * behind a rule that has not been able to list everything all that time. They become neither fixed nor gone.
 */
export async function forgetVerdicts({ redis }: LifeStoreOptions, oldest: string): Promise<void> {
  for await (const [field] of scanHash(redis, readKey)) {
    const { target, ruleId } = placeOf(field);
    const known = await readTarget(redis, target, [ruleId]);
    const { times, seen } = known.rules.get(ruleId) ?? {};
    if (times === undefined || (times.complete ?? '') >= oldest) continue;
    const changes: LifeChange[] = [...(seen ?? [])]
      .filter(([, { last }]) => (last ?? times.complete ?? times.at) < oldest)
      .flatMap(([id]) => [
        { del: findingsKey, field: id },
        { del: seenKey(target, ruleId), field: id },
      ]);
    if (times.at < oldest) changes.push({ del: readKey, field: readField(target, ruleId) });
    if (changes.length === 0) continue;
    const { version } = known;
    await commit(redis, { target: { key: `${target.accountId}/${target.region}`, version }, changes, oldest });
  }
}
