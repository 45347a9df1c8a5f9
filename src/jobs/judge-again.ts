import type { Finding } from '../domain/finding.ts';
import type { FindingStore, JobQueue } from '../domain/ports.ts';
import type { Approvals } from '../domain/remediation/approvals.ts';
import { judged } from '../domain/remediation/ending.ts';
import { eventsOf } from '../domain/remediation/events.ts';
import { verdictOn } from '../domain/remediation/judge.ts';
import { approvedPart } from '../domain/remediation/new-run.ts';
import type { RunStore } from '../domain/remediation/ports.ts';
import type { Run } from '../domain/remediation/run.ts';
import { everything } from '../domain/scope.ts';
import type { JobContext, Payload } from './catalog.ts';
import { isoAfter } from './remediation/turn.ts';
import { type ScanDeps, scan } from './scan.ts';

export interface JudgeAgainDeps extends ScanDeps {
  readonly findings: FindingStore;
  readonly runs: RunStore;
  readonly approvals: Pick<Approvals, 'get'>;
  readonly queue: JobQueue;
}

/**
 * Audits a finished run's target once more, with its rule alone, so that the newest verdicts show the effect; again
 * and again, ever more rarely, until its findings pass or the time for that is over, which people are told.
 */
export const judgeAgain =
  (deps: JudgeAgainDeps) =>
  async ({ runId, count }: Payload<'judge-again'>, { signal }: JobContext): Promise<void> => {
    const run = await deps.runs.get(runId);
    if (run?.judgeAt === undefined || (run.judgements ?? 0) !== count) return;
    const approval = await deps.approvals.get(runId);
    if (approval?.plan === undefined) return settle(deps, run, 'Its approval is not stored any more.');
    const { target, ruleId } = approval;
    const began = await deps.runs.now();
    const { report, ruleIds, transient } = await scan(deps, target, { ...everything, rules: [ruleId] }, signal);
    const at = await deps.runs.now();
    let found: readonly Finding[] | undefined;
    if (transient === undefined && report.result.status === 'scanned') {
      found = report.findings;
      await deps.findings.replace(runId, ruleIds, report, new Date(began).toISOString());
    }
    const { judgement, againMs } = verdictOn(run, approvedPart(approval.plan), found, at);
    const again = againMs === undefined ? undefined : isoAfter(judgement.at, againMs);
    const change = judged(run, judgement, again);
    const stored = await deps.runs.save(change.run, eventsOf(change, judgement.at));
    if (stored && againMs !== undefined) await deps.queue.judgeAgain(runId, count + 1, againMs);
  };

async function settle({ runs }: JudgeAgainDeps, run: Run, says: string): Promise<void> {
  const at = new Date(await runs.now()).toISOString();
  const change = judged(run, { at, outcome: 'given-up', says });
  await runs.save(change.run, eventsOf(change, at));
}
