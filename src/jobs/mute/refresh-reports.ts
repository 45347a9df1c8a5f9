import type { FindingStore, JobQueue } from '../../domain/ports.ts';

export interface RefreshReportsDeps {
  readonly findings: Pick<FindingStore, 'targets'>;
  readonly queue: Pick<JobQueue, 'refreshReport'>;
}

/** The reports that hold the newest verdicts of these accounts show what is set aside now; older ones stay as they were. */
export async function refreshReports(
  { findings, queue }: RefreshReportsDeps,
  isConcerned: (accountId: string) => boolean = () => true,
): Promise<void> {
  const targets = (await findings.targets()).filter(({ result }) => isConcerned(result.target.accountId));
  for (const auditId of new Set(targets.map((each) => each.auditId))) await queue.refreshReport(auditId);
}
