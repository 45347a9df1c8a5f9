import type { Remediation, Status } from '../../domain/finding.ts';
import type { Policy } from '../../domain/policy.ts';
import type { Assignment } from './assignment/assignment.ts';
import type { RegionSettings } from './assignment/opt-in.ts';
import type { Suggestion } from './assignment/suggest-fix.ts';
import type { Freshness } from './backups/freshness.ts';
import type { JobsOf } from './backups/jobs.ts';
import type { PointsOf } from './backups/recovery-points.ts';
import type { Plan } from './plans/plan.ts';

/** Everything that was read for one database. */
export interface Facts {
  readonly now: Date;
  readonly policy: Policy;
  readonly plans: { readonly read: readonly Plan[] } | { readonly unread: string };
  readonly settings: RegionSettings;
  readonly points: PointsOf;
  /** Why recovery points may exist that were not seen. */
  readonly pointsHidden: string | undefined;
  readonly jobs: JobsOf;
  /** What could not be read and yet leaves the verdict as it is, in whole sentences. */
  readonly notes: readonly string[];
}

export interface Verdict {
  readonly status: Status;
  readonly cause: string;
  readonly reason: string;
  readonly remediation: Remediation | null;
  /** Plan → selection → clause of each match, or what comes nearest to one. */
  readonly trace: readonly string[];
  readonly assignment?: Assignment;
  readonly freshness?: Freshness;
  readonly suggestion?: Suggestion;
}
