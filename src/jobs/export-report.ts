import type { Account } from '../domain/accounts.ts';
import { PlaceUnavailable } from '../domain/errors.ts';
import { currentDocument } from '../domain/exports/current.ts';
import type { FindingStore, Notifier } from '../domain/ports.ts';
import { describeScope, everything, scopeKey } from '../domain/scope.ts';
import { plural } from '../domain/words.ts';
import type { Payload } from './catalog.ts';
import { type WritingDeps, writtenFile } from './written-file.ts';

export interface ExportReportDeps extends WritingDeps {
  readonly findings: Pick<FindingStore, 'list' | 'targets'>;
  readonly accounts: readonly Account[];
  readonly notifier: Pick<Notifier, 'upload' | 'directMessage'>;
  readonly now: () => Date;
}

/** Uploads the newest verdicts as a file, where it was asked for; as a direct message where files are not taken. */
export const exportReport =
  ({ findings, accounts, notifier, now, ...writing }: ExportReportDeps) =>
  async ({ format, scope, status, requestedBy }: Payload<'export-report'>): Promise<void> => {
    const { userId, channelId } = requestedBy;
    const at = now();
    const document = await currentDocument(findings, { scope, status }, accounts, at);
    const words = [
      ...(scopeKey(scope) === scopeKey(everything) ? [] : [describeScope(scope, accounts)]),
      ...(status === 'all' ? [] : [`status ${status}`]),
    ].join(' · ');
    const file = await writtenFile(writing, {
      document,
      format,
      name: `aurora-findings-${at.toISOString().slice(0, 10)}`,
      ...(words === '' ? {} : { scope: words }),
    });
    const what = `The newest verdicts as ${format.toUpperCase()}: ${plural(document.findings.length, 'finding')}`;
    const how = format === 'html' ? ' Download it and open it in a browser.' : '';
    try {
      await notifier.upload({ channelId }, { ...file, comment: `${what}, asked for by <@${userId}>.${how}` });
    } catch (error) {
      if (!(error instanceof PlaceUnavailable)) throw error;
      const why = `You asked for it in <#${channelId}>, where I cannot write (${error.code}).`;
      const place = { channelId: await notifier.directMessage(userId) };
      await notifier.upload(place, { ...file, comment: `${what}.${how} ${why}` });
    }
  };
