import type { Finding, Status } from './finding.ts';
import type { AuditScope } from './scope.ts';
import type { Target } from './target.ts';

/** Somewhere in Slack, and who asked from there. */
export interface Requester {
  /** Slack user id. */
  readonly userId: string;
  /** Slack channel id. */
  readonly channelId: string;
}

export type AuditState = 'requested' | 'running' | 'reported' | 'failed';

/** One run over a set of targets. */
export interface Audit {
  readonly id: string;
  readonly scope: AuditScope;
  readonly requestedBy: Requester;
  /** A digest rests on it: it has no message of its own. */
  readonly for?: { readonly kind: 'digest'; readonly digestId: string };
  readonly requestedAt: string;
  readonly state: AuditState;
  /** Hash of the accounts file that the bot had read. */
  readonly estateHash: string;
  /** Set once the worker has resolved the scope. */
  readonly targets?: readonly Target[];
  readonly startedAt?: string;
  readonly finishedAt?: string;
  /** Why nothing could be audited at all; `failed` only. */
  readonly problem?: string;
}

export interface TargetError {
  /** AWS's or our own code, e.g. `AccessDenied`, `WorkerLost`. */
  readonly code: string;
  /** One sentence that a person can act on. */
  readonly message: string;
}

/** How the scan of one target ended. */
export interface TargetResult {
  readonly target: Target;
  readonly status: 'scanned' | 'failed';
  readonly error?: TargetError;
  readonly findingIds: readonly string[];
  /** HTTP requests sent to AWS, retries included. */
  readonly awsCalls: number;
  readonly elapsedMs: number;
}

export interface ScanReport {
  readonly result: TargetResult;
  readonly findings: readonly Finding[];
}

/** Numbers of a whole audit; what is set aside is not among `byStatus`. `resources` counts databases, not verdicts. */
export interface Counts {
  readonly byStatus: Readonly<Record<Status, number>>;
  readonly exempt: number;
  readonly muted: number;
  /** Part of the baseline; audits of older versions have none. */
  readonly known?: number;
  readonly resources: number;
}

export interface Coverage {
  readonly targets: number;
  readonly scanned: number;
  readonly failed: readonly { readonly target: Target; readonly error: TargetError }[];
}
