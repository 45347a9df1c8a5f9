import type { ScanReport } from '../domain/audit.ts';
import { PermanentError } from '../domain/errors.ts';
import { toDocument } from '../domain/exports/document.ts';
import type { AuditStore, Notifier } from '../domain/ports.ts';
import type { Payload } from './catalog.ts';
import { type WritingDeps, writtenFile } from './written-file.ts';

export interface ExportAuditDeps extends WritingDeps {
  readonly audits: AuditStore;
  readonly notifier: Notifier;
}

/** Uploads an audit as a file, into the thread of its report. */
export const exportAudit =
  ({ audits, notifier, ...writing }: ExportAuditDeps) =>
  async ({ auditId, format, channelId, threadTs, requestedBy }: Payload<'export-audit'>): Promise<void> => {
    const audit = await audits.get(auditId);
    if (audit === undefined) throw new PermanentError(`audit ${auditId} is not known any more`);
    const reports: ScanReport[] = [];
    for (const target of audit.targets ?? []) {
      const report = await audits.report(auditId, target);
      if (report === undefined) throw new PermanentError(`the details of audit ${auditId} are not kept any more`);
      reports.push(report);
    }
    const document = toDocument(
      { auditId, startedAt: audit.startedAt ?? audit.requestedAt, finishedAt: audit.finishedAt ?? audit.requestedAt },
      reports,
    );
    await notifier.upload(
      { channelId, threadTs },
      {
        ...(await writtenFile(writing, { document, format, name: `aurora-audit-${auditId}` })),
        comment: `Audit ${auditId} as ${format.toUpperCase()}, asked for by <@${requestedBy.userId}>`,
      },
    );
  };
