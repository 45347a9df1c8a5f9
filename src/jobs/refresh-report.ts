import type { Estate } from '../domain/accounts.ts';
import { auditMessageId } from '../domain/message.ts';
import type { AuditStore, JobQueue, MessageStore } from '../domain/ports.ts';
import type { Payload } from './catalog.ts';
import { tallyOf } from './publish-report.ts';

export interface RefreshReportDeps {
  readonly audits: AuditStore;
  readonly messages: Pick<MessageStore, 'touch'>;
  readonly queue: Pick<JobQueue, 'renderMessage'>;
  readonly estate: Pick<Estate, 'routes'>;
}

/** Adds an audit up anew, since something of it was set aside or came back, and shows its report so. */
export const refreshReport =
  ({ audits, messages, queue, estate }: RefreshReportDeps) =>
  async ({ auditId }: Payload<'refresh-report'>): Promise<void> => {
    const audit = await audits.get(auditId);
    const isKept = async () => (await audits.page(auditId, 'all', 0)) !== undefined;
    if (audit?.state !== 'reported' || !(await isKept())) return;
    const tally = await tallyOf(audits, audit, estate);
    // Its details may have gone meanwhile: the sums of before are better than none.
    if (!(await isKept())) return;
    await audits.refresh(auditId, tally.summary(), tally.refs());
    await messages.touch(auditMessageId(auditId));
    await queue.renderMessage(auditMessageId(auditId));
  };
