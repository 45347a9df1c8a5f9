import type { ScanReport } from '../domain/audit.ts';
import type { Finding } from '../domain/finding.ts';
import { compareScan, completeRules } from '../domain/life/compare-scan.ts';
import type { NewTransition } from '../domain/life/transition.ts';
import type { LatestTarget } from '../domain/ports.ts';
import { targetKey } from '../domain/target.ts';
import { baselineKey } from './baseline.ts';
import { type KnownTarget, readLives } from './known-target.ts';
import type { LifeChange } from './life-commit.ts';
import {
  auditedKey,
  findingsKey,
  livesKey,
  nameMember,
  namesKey,
  readField,
  readKey,
  rulesKey,
  seenKey,
  targetsKey,
} from './life-keys.ts';
import type { LifeStoreOptions } from './lives.ts';
import { type ReadTimes, writeSeen } from './uneventful.ts';

export interface ReplaceOptions extends LifeStoreOptions {
  /** Says who brought a transition about where that is known better than "an audit saw it". */
  readonly credit?: (transitions: readonly NewTransition[]) => Promise<readonly NewTransition[]>;
}

/** Clocks may differ by this much; milliseconds. */
const clockMarginMs = 3_600_000;

export interface Replacement {
  readonly auditId: string;
  readonly ran: readonly string[];
  readonly report: ScanReport;
  readonly at: string;
}

/** Everything that a scan's verdicts change, after what is known of their target. */
export async function changesOf(
  { redis, now, credit }: ReplaceOptions,
  known: KnownTarget,
  { auditId, ran, report, at }: Replacement,
): Promise<LifeChange[]> {
  const { target } = report.result;
  // A time that has not come yet is a clock that was wrong, and must not stand in the way until then.
  const soon = new Date(now() + clockMarginMs).toISOString();
  const isNewer = (time = '') => time > at && time < soon;
  const rules = ran.filter((ruleId) => !isNewer(known.rules.get(ruleId)?.times?.at));
  const complete = new Set(completeRules(report, rules));
  const byId = new Map(report.findings.map((finding) => [finding.id, finding]));
  const findings = [...byId.values()].filter(({ ruleId }) => rules.includes(ruleId));
  const missingOf = (ruleId: string): string[] =>
    complete.has(ruleId) ? [...(known.rules.get(ruleId)?.seen.keys() ?? [])].filter((id) => !byId.has(id)) : [];
  const missing = rules.flatMap(missingOf).sort();
  const lives = await readLives(redis, known, findings, missing);
  const compared = compareScan({
    findings,
    missing,
    before: (id) => lives.get(id),
    at,
    by: { kind: 'audit', auditId },
  });
  const transitions = credit === undefined ? compared.transitions : await credit(compared.transitions);

  const changes: LifeChange[] = [];
  if (!isNewer(known.latest?.scannedAt)) {
    const lastScannedAt = report.result.status === 'scanned' ? at : known.latest?.lastScannedAt;
    const latest: LatestTarget = {
      result: { ...report.result, findingIds: [] },
      auditId,
      scannedAt: at,
      ...(lastScannedAt === undefined ? {} : { lastScannedAt }),
    };
    changes.push({ set: targetsKey, field: targetKey(target), value: JSON.stringify(latest) });
  }
  if (report.result.status === 'scanned') changes.push({ set: auditedKey, field: quarterOf(at), value: '1' });
  for (const ruleId of rules) {
    const times = known.rules.get(ruleId)?.times;
    const completeAt = complete.has(ruleId) ? at : times?.complete;
    const read: ReadTimes = { at, ...(completeAt === undefined ? {} : { complete: completeAt }) };
    changes.push({ set: readKey, field: readField(target, ruleId), value: JSON.stringify(read) });
    if (times === undefined) changes.push({ set: rulesKey, field: ruleId, value: '1' });
    const seen = seenKey(target, ruleId);
    for (const id of missingOf(ruleId))
      for (const del of [findingsKey, seen, baselineKey]) changes.push({ del, field: id });
  }
  for (const finding of findings) changes.push(...changesOfFinding(finding, known, complete.has(finding.ruleId), at));
  for (const life of compared.lives)
    changes.push({ set: livesKey, field: life.findingId, value: JSON.stringify(life) });
  for (const happened of transitions) changes.push({ happened });
  return changes;
}

/** Some time zones are a quarter of an hour off. */
const quarterOf = (at: string): string => {
  const quarter = 15 * 60_000;
  return new Date(Math.floor(Date.parse(at) / quarter) * quarter).toISOString();
};

function changesOfFinding(finding: Finding, { rules }: KnownTarget, complete: boolean, at: string): LifeChange[] {
  const { id, ruleId, target, resource } = finding;
  const changes: LifeChange[] = [{ set: findingsKey, field: id, value: JSON.stringify(finding) }];
  const seen = rules.get(ruleId)?.seen.get(id);
  const now = { first: seen?.first ?? at, ...(complete ? {} : { last: at }) };
  if (seen === undefined || seen.last !== now.last)
    changes.push({ set: seenKey(target, ruleId), field: id, value: writeSeen(now) });
  if (seen === undefined && resource.type !== 'target') changes.push({ add: namesKey, member: nameMember(resource) });
  return changes;
}
