import type { LatestTarget } from '../ports.ts';
import { type Target, targetKey } from '../target.ts';
import type { DigestContent, Unscanned } from './content.ts';

const neverScanned = 'it has not been scanned yet';

/** Which targets the newest verdicts cover, and since when the others are missing; an account's like troubles together. */
export function coverageOf(targets: readonly Target[], latest: readonly LatestTarget[]): DigestContent['coverage'] {
  const known = new Map(latest.map((each) => [targetKey(each.result.target), each]));
  const unscanned = new Map<string, Unscanned>();
  let scanned = 0;
  for (const target of targets) {
    const last = known.get(targetKey(target));
    if (last?.result.status === 'scanned') {
      scanned += 1;
      continue;
    }
    const why = last?.result.error?.message ?? neverScanned;
    const since = last?.lastScannedAt;
    const key = [target.accountId, why, since].join('\n');
    const regions = [...(unscanned.get(key)?.regions ?? []), target.region];
    unscanned.set(key, {
      accountId: target.accountId,
      accountName: target.accountName,
      regions,
      why,
      ...(since === undefined ? {} : { since }),
    });
  }
  return { targets: targets.length, scanned, unscanned: [...unscanned.values()] };
}

/** Targets that could not be scanned, as `<account id>/<Region>`. */
export const unscannedKeys = ({ unscanned }: DigestContent['coverage']): string[] =>
  unscanned.flatMap(({ accountId, regions }) => regions.map((region) => targetKey({ accountId, region })));

/** Nothing at all could be scanned, or a target could not that nobody has been told of yet. */
export const isWorse = (coverage: DigestContent['coverage'], told: readonly string[]): boolean =>
  (coverage.targets > 0 && coverage.scanned === 0) || unscannedKeys(coverage).some((key) => !told.includes(key));

/** ISO time of the oldest scan that the verdicts rest on. */
export function oldestScan(targets: readonly Target[], latest: readonly LatestTarget[]): string | undefined {
  const wanted = new Set(targets.map(targetKey));
  return latest
    .filter(({ result }) => wanted.has(targetKey(result.target)))
    .flatMap(({ lastScannedAt }) => lastScannedAt ?? [])
    .sort()[0];
}
