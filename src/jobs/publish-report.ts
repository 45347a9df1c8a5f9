import type { Estate } from '../domain/accounts.ts';
import type { Audit, ScanReport } from '../domain/audit.ts';
import type { DigestStore } from '../domain/digest/ports.ts';
import { PermanentError } from '../domain/errors.ts';
import type { HomeStore } from '../domain/home/home.ts';
import { auditMessageId, pagesMessageId } from '../domain/message.ts';
import type { AuditStore, JobQueue, MessageStore } from '../domain/ports.ts';
import { createTally, type Tally } from '../domain/tally.ts';
import type { Target } from '../domain/target.ts';

export interface PublishReportDeps {
  readonly audits: AuditStore;
  readonly messages: MessageStore;
  readonly digests: Pick<DigestStore, 'waitingFor'>;
  readonly queue: JobQueue;
  readonly homes: Pick<HomeStore, 'touch'>;
  readonly estate: Pick<Estate, 'routes'>;
  readonly now: () => Date;
  /** More groups than this do not fit the report; the rest goes into its thread. */
  readonly groupsShown: number;
}

/** Adds up what the scans found. A target without a result is reported as not scanned, never left out. */
export const publishReport =
  ({ audits, messages, digests, queue, homes, estate, now, groupsShown }: PublishReportDeps) =>
  async ({ auditId }: { auditId: string }): Promise<void> => {
    const audit = await audits.get(auditId);
    if (audit === undefined) throw new PermanentError(`audit ${auditId} is not known any more`);
    const tally = await tallyOf(audits, audit, estate);
    const summary = tally.summary();
    if (audit.state !== 'reported') await audits.finish(auditId, summary, tally.refs(), now().toISOString());
    const messageId = auditMessageId(auditId);
    await messages.touch(messageId);
    await queue.renderMessage(messageId);
    await homes.touch();
    if (summary.groups.length > groupsShown && audit.for === undefined) await postPages({ messages, queue }, audit);
    for (const digestId of await digests.waitingFor(auditId)) await queue.sendDigest(digestId);
  };

async function postPages(
  { messages, queue }: Pick<PublishReportDeps, 'messages' | 'queue'>,
  audit: Audit,
): Promise<void> {
  const id = pagesMessageId(audit.id);
  const copy = { channelId: audit.requestedBy.channelId, threadOf: auditMessageId(audit.id) };
  const subject = { kind: 'audit-pages', auditId: audit.id, filter: 'fail', page: 0 } as const;
  await messages.create(id, subject, copy, audit.requestedBy.userId);
  await queue.renderMessage(id);
}

/** Everything that an audit found, as it is set aside at this moment. */
export async function tallyOf(
  audits: Pick<AuditStore, 'report'>,
  audit: Audit,
  { routes }: Pick<Estate, 'routes'>,
): Promise<Tally> {
  const tally = createTally(routes);
  for await (const report of reportsOf(audits, audit)) tally.add(report);
  return tally;
}

async function* reportsOf(audits: Pick<AuditStore, 'report'>, audit: Audit): AsyncGenerator<ScanReport> {
  for (const target of audit.targets ?? []) yield (await audits.report(audit.id, target)) ?? lost(target);
}

const lost = (target: Target): ScanReport => ({
  result: {
    target,
    status: 'failed',
    error: { code: 'ScanLost', message: 'its scan did not finish: the worker was lost or ran out of attempts' },
    findingIds: [],
    awsCalls: 0,
    elapsedMs: 0,
  },
  findings: [],
});
