import type { ScanReport } from '../domain/audit.ts';
import { PermanentError } from '../domain/errors.ts';
import { toCsv } from '../domain/exports/csv.ts';
import { type AuditDocument, toDocument, toJson } from '../domain/exports/document.ts';
import { toOcsf } from '../domain/exports/ocsf.ts';
import type { AuditStore, Notifier } from '../domain/ports.ts';
import type { Payload } from './catalog.ts';

export interface ExportAuditDeps {
  readonly audits: AuditStore;
  readonly notifier: Notifier;
  readonly version: string;
}

/** Uploads an audit as a file, into the thread of its report. */
export const exportAudit =
  ({ audits, notifier, version }: ExportAuditDeps) =>
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
        ...written(document, format, version),
        comment: `Audit ${auditId} as ${format.toUpperCase()}, asked for by <@${requestedBy.userId}>`,
      },
    );
  };

function written(
  document: AuditDocument,
  format: Payload<'export-audit'>['format'],
  version: string,
): { name: string; content: string } {
  const name = `aurora-audit-${document.auditId}`;
  switch (format) {
    case 'json':
      return { name: `${name}.json`, content: toJson(document) };
    case 'csv':
      return { name: `${name}.csv`, content: toCsv(document) };
    case 'ocsf':
      return { name: `${name}.ocsf.json`, content: toOcsf(document, { version }) };
  }
}
