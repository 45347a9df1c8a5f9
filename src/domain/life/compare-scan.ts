import type { ScanReport } from '../audit.ts';
import type { Finding } from '../finding.ts';
import { targetArn } from '../target.ts';
import { type Compared, compare, gone } from './compare.ts';
import type { Life } from './life.ts';
import type { Actor, NewTransition } from './transition.ts';

/** A rule that could not list its resources says so by one `unknown` of the whole target (jobs/scan.ts). */
const couldNotList = ({ status, cause, resource, target }: Finding): boolean =>
  status === 'unknown' && cause === 'could-not-read' && resource.arn === targetArn(target);

/** Which of a scan's rules saw all that there is. What the others did not come upon may be there all the same. */
export function completeRules({ findings }: Pick<ScanReport, 'findings'>, ruleIds: readonly string[]): string[] {
  const incomplete = new Set(findings.filter(couldNotList).map(({ ruleId }) => ruleId));
  return ruleIds.filter((ruleId) => !incomplete.has(ruleId));
}

export interface ScanChanges {
  /** As they are now; of findings that have ever failed. */
  readonly lives: readonly Life[];
  readonly transitions: readonly NewTransition[];
}

export interface ScanComparison {
  readonly findings: readonly Finding[];
  /** Ids of what complete rules did not come upon any more. */
  readonly missing: Iterable<string>;
  /** What was known of a finding. */
  readonly before: (findingId: string) => Life | undefined;
  /** ISO time of the scan. */
  readonly at: string;
  readonly by: Actor;
}

/** What has happened to a target's findings. A finding without a story gets none until it fails. */
export function compareScan({ findings, missing, before, at, by }: ScanComparison): ScanChanges {
  const compared: Compared[] = findings.map((finding) => compare(before(finding.id), finding, at, by));
  for (const id of missing) {
    const life = before(id);
    if (life !== undefined) compared.push(gone(life, at, by));
  }
  return {
    lives: compared.map(({ life }) => life).filter(({ events }) => events > 0),
    transitions: compared.flatMap(({ transitions }) => transitions),
  };
}
