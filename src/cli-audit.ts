import { randomUUID } from 'node:crypto';
import { createAuditAccess } from './aws/audit-access.ts';
import { createIdentities } from './aws/identities.ts';
import { createRequestHandler } from './aws/sessions.ts';
import { defaultRegion, estateOf } from './cli-estate.ts';
import type { failOn, formats } from './cli-options.ts';
import type { ScanReport } from './domain/audit.ts';
import { ConfigurationError } from './domain/errors.ts';
import { toDocument } from './domain/exports/document.ts';
import { needsSomeone } from './domain/finding.ts';
import { shortId } from './domain/ids.ts';
import type { WritePage } from './domain/ports.ts';
import type { Rule } from './domain/rule.ts';
import { readScope, targetsOf } from './domain/scope.ts';
import { auditTargets } from './jobs/audit-targets.ts';
import { loadRules } from './rules/registry.ts';
import { createLocalRateLimit, ratePerSecond } from './store/rate-limit.ts';
import { colors } from './terminal/colors.ts';
import { version } from './version.ts';

export interface AuditOptions {
  readonly accounts?: string;
  readonly account: readonly string[];
  readonly region: readonly string[];
  readonly rule: readonly string[];
  readonly format: (typeof formats)[number];
  readonly failOn: (typeof failOn)[number];
  readonly concurrency: number;
  readonly rdsRate: number;
  readonly backupRate: number;
}

/** Runs `aurora audit` and returns its exit code: 3 some target could not be scanned, 2 `--fail-on` matched, else 0. */
export async function runAudit(options: AuditOptions, signal: AbortSignal): Promise<number> {
  const requestHandler = createRequestHandler();
  try {
    const region = await defaultRegion();
    const identities = createIdentities({ requestHandler, region: region ?? 'us-east-1' });
    const rules = await loadRules();
    const { accounts, exemptions } = await estateOf(options, rules, identities, region);
    const metas = rules.map(({ meta }) => meta);
    // Regions typed without an accounts file are the estate itself.
    const answer = readScope(
      { accounts: options.account, regions: options.region, rules: options.rule, tags: {} },
      accounts,
      metas,
    );
    if ('problems' in answer) throw new ConfigurationError(answer.problems);
    const targets = targetsOf(answer.scope, accounts);

    const startedAt = new Date();
    const { startProgress } = await import('./terminal/progress.ts');
    const progress = startProgress(targets.length);
    const limit = createLocalRateLimit({
      rds: ratePerSecond(options.rdsRate),
      backup: ratePerSecond(options.backupRate),
    });
    const access = createAuditAccess({ accounts, identities, requestHandler, limit });
    const reports = await auditTargets(
      { access, rules, accounts, exemptions, now: () => new Date() },
      {
        targets,
        scope: answer.scope,
        concurrency: options.concurrency,
        signal,
        onScanned: ({ result }, done) => progress.update(done, `${result.target.accountName} ${result.target.region}`),
      },
    ).finally(progress.stop);
    process.stdout.write(await print(options.format, reports, startedAt, rules));
    return exitCode(reports, options.failOn);
  } finally {
    requestHandler.destroy();
  }
}

async function print(
  format: AuditOptions['format'],
  reports: readonly ScanReport[],
  startedAt: Date,
  rules: readonly Rule[],
): Promise<string> {
  const metas = rules.map(({ meta }) => meta);
  if (format === 'table') {
    const { auditTable } = await import('./terminal/audit-table.ts');
    return auditTable(reports, { metas, colors, width: process.stdout.isTTY ? process.stdout.columns : undefined });
  }
  const document = toDocument(
    { auditId: shortId(randomUUID()), startedAt: startedAt.toISOString(), finishedAt: new Date().toISOString() },
    reports,
  );
  const { writtenFile } = await import('./jobs/written-file.ts');
  const writePage: WritePage = async (page) =>
    (await import('./html/report-page.ts')).reportPage({ document: page, metas, version });
  return (await writtenFile({ version, writePage }, { document, format, name: 'audit' })).content;
}

function exitCode(reports: readonly ScanReport[], failOnStatus: AuditOptions['failOn']): number {
  if (reports.some(({ result }) => result.status === 'failed')) return 3;
  const findings = reports.flatMap((report) => report.findings);
  const failed = findings.some(needsSomeone);
  const unknown = findings.some(({ status, exempt }) => status === 'unknown' && exempt === undefined);
  const matched = failOnStatus === 'fail' ? failed : failOnStatus === 'unknown' ? failed || unknown : false;
  return matched ? 2 : 0;
}
