import { parse as parseCsv } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { failed, finding, scanned, target } from '../../test/helpers/findings.ts';
import type { Account } from '../domain/accounts.ts';
import type { ScanReport } from '../domain/audit.ts';
import { PlaceUnavailable, TryAgainIn } from '../domain/errors.ts';
import type { AuditDocument } from '../domain/exports/document.ts';
import { exportFormats } from '../domain/exports/formats.ts';
import type { LatestTarget, Notifier } from '../domain/ports.ts';
import { everything } from '../domain/scope.ts';
import type { Payload } from './catalog.ts';
import { exportReport } from './export-report.ts';

const account = (id: string, name: string, regions: readonly string[]): Account =>
  ({ id, name, regions, packs: ['recoverability'], capabilities: ['audit'] }) as unknown as Account;
const accounts = [
  account('111111111111', 'payments-prod', ['eu-west-1', 'us-east-1']),
  account('666666666666', 'legacy', ['eu-west-1']),
];
const legacy = target({ accountId: '666666666666', accountName: 'legacy' });

interface Upload {
  readonly channelId: string;
  readonly name: string;
  readonly content: string;
  readonly comment: string;
}

/** Scans as the store remembers them, each with its hour. */
function bench(scans: readonly (readonly [hour: string, report: ScanReport])[], refuse?: Error) {
  const uploads: Upload[] = [];
  const upload: Notifier['upload'] = async ({ channelId }, { name, content, comment }) => {
    if (channelId === 'C1' && refuse !== undefined) throw refuse;
    uploads.push({ channelId, name, content: String(content), comment });
    return { fileId: 'F1' };
  };
  const pages: { document: AuditDocument; scope: string | undefined }[] = [];
  const run = exportReport({
    findings: {
      list: async function* () {
        for (const [, report] of scans) yield* report.findings;
      },
      targets: async () =>
        scans.map(
          ([hour, { result }]): LatestTarget => ({ result, auditId: 'a', scannedAt: `2026-11-21T${hour}:00:00.000Z` }),
        ),
    },
    accounts,
    notifier: { upload, directMessage: async (userId) => `D-${userId}` },
    now: () => new Date('2026-11-21T17:00:00.000Z'),
    version: '1.2.3',
    writePage: async (document, scope) => {
      pages.push({ document, scope });
      return '<!doctype html>';
    },
  });
  const ask = (more: Partial<Payload<'export-report'>> = {}) =>
    run({
      requestId: 'r',
      format: 'html',
      scope: everything,
      status: 'all',
      requestedBy: { userId: 'U1', channelId: 'C1' },
      ...more,
    });
  return { ask, uploads, pages };
}

const scans = [
  ['09', scanned([finding(), finding({ name: 'cart', status: 'pass' })])],
  ['08', failed(legacy)],
] as const;

describe('a report of the newest verdicts', () => {
  it('goes where it was asked for, with everything that is known and what is not', async () => {
    const { ask, uploads, pages } = bench(scans);
    await ask();
    expect(uploads).toEqual([
      {
        channelId: 'C1',
        name: 'aurora-findings-2026-11-21.html',
        content: '<!doctype html>',
        comment: 'The newest verdicts as HTML: 2 findings, asked for by <@U1>. Download it and open it in a browser.',
      },
    ]);
    expect(pages[0]?.scope).toBeUndefined();
    const { findings, targets, ...about } = pages[0]?.document ?? expect.fail('no page');
    expect(about).toEqual({
      auditId: 'current',
      startedAt: '2026-11-21T08:00:00.000Z',
      finishedAt: '2026-11-21T17:00:00.000Z',
    });
    expect(findings).toHaveLength(2);
    expect(targets).toEqual([
      { ...target(), status: 'scanned', scannedAt: '2026-11-21T09:00:00.000Z' },
      { ...legacy, status: 'failed', error: expect.anything(), scannedAt: '2026-11-21T08:00:00.000Z' },
      {
        ...target({ region: 'us-east-1' }),
        status: 'failed',
        error: { code: 'NotAudited', message: 'not audited yet; /aurora audit does it' },
      },
    ]);
  });

  it('takes filters as /aurora findings does, and says which', async () => {
    const { ask, uploads, pages } = bench(scans);
    await ask({
      format: 'html',
      scope: { ...everything, accounts: ['111111111111'], regions: ['eu-west-1'] },
      status: 'fail',
    });
    expect(pages[0]?.scope).toBe('payments-prod · eu-west-1 · status fail');
    expect(pages[0]?.document.targets).toHaveLength(1);
    expect(pages[0]?.document.findings.map(({ resource }) => resource.id)).toEqual(['orders']);
    expect(uploads[0]?.comment).toContain('HTML: 1 finding, asked');
  });

  it.each(exportFormats)('comes as %s', async (format) => {
    const { ask, uploads } = bench(scans);
    await ask({ format });
    const [{ name, content }] = uploads as [Upload];
    expect(name).toBe(`aurora-findings-2026-11-21.${format === 'ocsf' ? 'ocsf.json' : format}`);
    if (format === 'json') expect(JSON.parse(content)).toMatchObject({ auditId: 'current', findings: { length: 2 } });
    if (format === 'csv') expect(parseCsv(content)).toHaveLength(1 + 2 + 2);
    if (format === 'ocsf') expect(JSON.parse(content)).toHaveLength(4);
  });

  it('leaves out accounts that are no longer configured', async () => {
    const gone = target({ accountId: '999999999999', accountName: 'sold' });
    const { ask, pages } = bench([['07', scanned([finding({ target: gone })], gone)], ...scans]);
    await ask();
    expect(pages[0]?.document.findings).toHaveLength(2);
    expect(pages[0]?.document.targets.map(({ accountName }) => accountName)).not.toContain('sold');
  });

  it('goes to whoever asked where the bot is no member, and says why', async () => {
    const { ask, uploads } = bench(scans, new PlaceUnavailable('not_in_channel', 'refused'));
    await ask({ format: 'csv' });
    expect(uploads).toMatchObject([
      {
        channelId: 'D-U1',
        comment:
          'The newest verdicts as CSV: 2 findings. You asked for it in <#C1>, where I cannot write (not_in_channel).',
      },
    ]);
  });

  it('is tried again after other trouble', async () => {
    const { ask, uploads } = bench(scans, new TryAgainIn(1_000, 'wait'));
    await expect(ask()).rejects.toThrow(TryAgainIn);
    expect(uploads).toEqual([]);
  });
});
