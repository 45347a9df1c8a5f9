import type { Logger } from 'pino';
import type { Account } from '../../domain/accounts.ts';
import type { AuditAccess, FindingStore, JobQueue, RemediationAccess } from '../../domain/ports.ts';
import type { Approvals } from '../../domain/remediation/approvals.ts';
import type { AllRemediations } from '../../domain/remediation/find-stage.ts';
import type { PauseStore, RunStore, TagReader } from '../../domain/remediation/ports.ts';
import type { RuleMeta } from '../../domain/rule.ts';

/** What planning needs; nothing in it can write to AWS. */
export interface PlanningDeps {
  readonly accounts: readonly Account[];
  readonly metas: readonly RuleMeta[];
  readonly remediations: AllRemediations;
  /** The audit role. */
  readonly access: AuditAccess;
  readonly findings: FindingStore;
  readonly runs: RunStore;
  readonly approvals: Approvals;
  readonly logger: Logger;
}

export interface ApplyingDeps extends PlanningDeps {
  /** The remediation role. */
  readonly remediation: RemediationAccess;
  readonly tags: TagReader;
  readonly pause: PauseStore;
  readonly queue: JobQueue;
  /** Names this worker in the log and beside the lease. */
  readonly workerId: string;
  /** How long a run belongs to its worker without a sign of life; milliseconds. */
  readonly leaseMs: number;
  /** For this long in a row AWS may fail to answer before a run is given up; milliseconds. */
  readonly troublePatienceMs: number;
}
