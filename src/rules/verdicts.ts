import type { Remediation, Status } from '../domain/finding.ts';

/** What a rule decided about one resource, before its evidence is put beside it. */
export interface Verdict {
  readonly status: Status;
  readonly cause: string;
  /** One full sentence. */
  readonly reason: string;
  readonly remediation: Remediation | null;
}

/** What code owns has to be changed there, or the next deployment undoes it. */
export const mentionOwner = (verdict: Verdict, owner: string | undefined): Verdict =>
  owner === undefined || verdict.remediation === null
    ? verdict
    : { ...verdict, reason: `${verdict.reason} It is managed by ${owner}: change it there.` };
