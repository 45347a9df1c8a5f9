import type { Audit, ScanReport } from '../domain/audit.ts';
import { PermanentError } from '../domain/errors.ts';
import { auditMessageId } from '../domain/message.ts';
import type { AuditStore, FindingStore, JobQueue, MessageStore } from '../domain/ports.ts';
import type { RunStore } from '../domain/remediation/ports.ts';
import type { Target } from '../domain/target.ts';
import { withinScope } from '../domain/within-scope.ts';
import type { JobContext, Payload } from './catalog.ts';
import { type ScanDeps, scan } from './scan.ts';

export interface ScanTargetDeps extends ScanDeps {
  readonly audits: AuditStore;
  readonly findings: FindingStore;
  readonly messages: MessageStore;
  readonly queue: JobQueue;
  /** Whose clock all workers share: which of two scans is the newer one has to be sure. */
  readonly runs: Pick<RunStore, 'now'>;
}

/**
 * Scans one target and keeps what it found. A failure that may pass is thrown, so that the queue tries again later;
 * the last attempt keeps what it has, with the failure named.
 */
export const scanTarget =
  (deps: ScanTargetDeps) =>
  async (
    { auditId, accountId, region }: Payload<'scan-target'>,
    { signal, lastAttempt }: JobContext,
  ): Promise<void> => {
    const audit = await deps.audits.get(auditId);
    if (audit === undefined) throw new PermanentError(`audit ${auditId} is not known any more`);
    const target = targetOf(audit, accountId, region);
    const at = new Date(await deps.runs.now()).toISOString();
    const { report, ruleIds, transient } = await scan(deps, target, audit.scope, signal);
    if (transient !== undefined && !lastAttempt) throw transient;
    await deps.findings.replace(audit.id, ruleIds, report, at);
    await show(deps, audit, report);
  };

function targetOf(audit: Audit, accountId: string, region: string): Target {
  const target = audit.targets?.find((each) => each.accountId === accountId && each.region === region);
  if (target === undefined) throw new PermanentError(`audit ${audit.id} has no target ${accountId}/${region}`);
  return target;
}

async function show({ audits, messages, queue }: ScanTargetDeps, audit: Audit, report: ScanReport): Promise<void> {
  await audits.saveTarget(audit.id, withinScope(report, audit.scope));
  const messageId = auditMessageId(audit.id);
  await messages.touch(messageId);
  await queue.renderMessage(messageId);
}
