import type { Estate } from '../domain/accounts.ts';
import { PermanentError } from '../domain/errors.ts';
import { auditMessageId } from '../domain/message.ts';
import type { AuditStore, JobQueue, MessageStore } from '../domain/ports.ts';
import { targetsOf } from '../domain/scope.ts';

export interface StartAuditDeps {
  readonly audits: AuditStore;
  readonly messages: MessageStore;
  readonly queue: JobQueue;
  readonly estate: Estate;
  readonly now: () => Date;
}

/** Turns a requested audit into scans. Running it again after a crash adds nothing twice: all ids are fixed. */
export const startAudit =
  ({ audits, messages, queue, estate, now }: StartAuditDeps) =>
  async ({ auditId }: { auditId: string }): Promise<void> => {
    const audit = await audits.get(auditId);
    if (audit === undefined) throw new PermanentError(`audit ${auditId} is not known any more`);
    if (audit.state === 'reported' || audit.state === 'failed') return;
    const targets = audit.targets ?? targetsOf(audit.scope, estate.accounts);
    const messageId = auditMessageId(auditId);
    if (targets.length === 0) {
      await audits.fail(auditId, 'No configured account and Region matches.', now().toISOString());
    } else {
      if (audit.targets === undefined) await audits.start(auditId, targets, now().toISOString());
      await queue.scanTargets(auditId, targets);
    }
    await messages.touch(messageId);
    await queue.renderMessage(messageId);
  };
