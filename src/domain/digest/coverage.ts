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
    unscanned.set(key, { accountName: target.accountName, regions, why, ...(since === undefined ? {} : { since }) });
  }
  return { targets: targets.length, scanned, unscanned: [...unscanned.values()] };
}

/** Since the digest before a target was scanned that is not any more. */
export const newlyUnscanned = ({ unscanned }: DigestContent['coverage'], toldAt: string | undefined): boolean =>
  toldAt !== undefined && unscanned.some(({ since }) => since !== undefined && since >= toldAt);

/** ISO time of the oldest scan that the verdicts rest on. */
export function oldestScan(targets: readonly Target[], latest: readonly LatestTarget[]): string | undefined {
  const wanted = new Set(targets.map(targetKey));
  return latest
    .filter(({ result }) => wanted.has(targetKey(result.target)))
    .flatMap(({ lastScannedAt }) => lastScannedAt ?? [])
    .sort()[0];
}
