import type { ScanReport, TargetError } from '../audit.ts';
import type { Finding } from '../finding.ts';

/** What `aurora audit --format json` prints; other programs rely on it. */
export interface AuditDocument {
  readonly auditId: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly targets: readonly {
    readonly accountId: string;
    readonly accountName: string;
    readonly region: string;
    readonly status: 'scanned' | 'failed';
    readonly error?: TargetError;
    /** ISO 8601; only in a report of the newest verdicts, whose targets were scanned at different times. */
    readonly scannedAt?: string;
  }[];
  readonly findings: readonly Finding[];
}

export const toDocument = (
  audit: Pick<AuditDocument, 'auditId' | 'startedAt' | 'finishedAt'>,
  reports: readonly ScanReport[],
): AuditDocument => ({
  auditId: audit.auditId,
  startedAt: audit.startedAt,
  finishedAt: audit.finishedAt,
  targets: reports.map(({ result: { target, status, error } }) => ({ ...target, status, ...(error && { error }) })),
  findings: reports.flatMap(({ findings }) => findings),
});

export const toJson = (document: AuditDocument): string => `${JSON.stringify(document, null, 2)}\n`;
