import { createAuditAccess } from './aws/audit-access.ts';
import { createIdentities } from './aws/identities.ts';
import { planningRates } from './aws/services.ts';
import { createRequestHandler } from './aws/sessions.ts';
import { defaultRegion, estateOf } from './cli-estate.ts';
import type { planFormats } from './cli-options.ts';
import { type DatabaseArn, parseDatabaseArn } from './domain/database-arn.ts';
import { ConfigurationError } from './domain/errors.ts';
import { findRule } from './domain/find-rule.ts';
import type { Finding } from './domain/finding.ts';
import { didYouMean } from './domain/nearest.ts';
import type { Plan } from './domain/remediation/plan.ts';
import type { Fix, Rule } from './domain/rule.ts';
import { everything } from './domain/scope.ts';
import { planStage } from './jobs/remediation/plan-stage.ts';
import { scan } from './jobs/scan.ts';
import { loadRemediations, loadRules } from './rules/registry.ts';
import { createLocalRateLimit, ratePerSecond, ratesPerSecond } from './store/rate-limit.ts';
import { colors } from './terminal/colors.ts';
import { fixesText, planText } from './terminal/plan-text.ts';

export interface PlanOptions {
  readonly accounts?: string;
  readonly rule: string;
  readonly strategy?: string;
  readonly format: (typeof planFormats)[number];
}

/**
 * Runs `aurora plan`: judges one database by one rule, plans the change with a fresh read and prints it. Nothing is
 * changed. Returns the exit code: 3 when the database's account and Region could not be scanned, else 0.
 */
export async function runPlan(arn: string, options: PlanOptions, signal: AbortSignal): Promise<number> {
  const database = parseDatabaseArn(arn);
  const requestHandler = createRequestHandler();
  try {
    const identities = createIdentities({ requestHandler, region: (await defaultRegion()) ?? database.region });
    const all = await loadRules();
    const { id } = findRule(
      options.rule,
      all.map(({ meta }) => meta),
    );
    const rule = all.find(({ meta }) => meta.id === id) as Rule;
    const { accounts, exemptions } = await estateOf(
      { accounts: options.accounts, region: [database.region] },
      all,
      identities,
      database.region,
    );
    const account = accounts.find((each) => each.id === database.accountId);
    if (account === undefined)
      throw new ConfigurationError([`Account ${database.accountId} of that ARN is not among the accounts at hand.`]);
    const limit = createLocalRateLimit({
      rds: ratePerSecond(4),
      backup: ratePerSecond(8),
      ...ratesPerSecond(planningRates),
    });
    const access = createAuditAccess({ accounts, identities, requestHandler, limit });
    const target = { accountId: account.id, accountName: account.name, region: database.region };
    const packs = [rule.meta.pack];
    const now = new Date();
    const { report } = await scan(
      { access, rules: [rule], accounts: [{ ...account, packs }], exemptions, now: () => now },
      target,
      everything,
      signal,
    );
    if (report.result.error !== undefined) {
      process.stderr.write(`${report.result.error.message}\n`);
      return 3;
    }
    const finding = theFinding(report.findings, database, rule);
    if (finding.status !== 'fail') {
      process.stdout.write(`${finding.resource.id}: ${finding.reason} There is nothing to plan.\n`);
      return 0;
    }
    const fixes = rule.meta.fixes(finding);
    const strategy = strategyOf(finding, fixes, options.strategy);
    const meta = rule.meta.strategies?.find((each) => each.id === strategy)?.stages[0];
    const stage = meta && (await loadRemediations()).get(id)?.[strategy ?? '']?.[meta.id];
    const plan =
      meta === undefined || stage === undefined
        ? undefined
        : await planStage(
            access,
            {
              ruleId: id,
              strategy: strategy ?? '',
              stageId: meta.id,
              meta,
              stage,
              target,
              policy: account.policy,
              now,
              previous: undefined,
              tags: {},
              findings: [finding],
            },
            signal,
          );
    process.stdout.write(print(finding, fixes, plan, options.format));
    return 0;
  } finally {
    requestHandler.destroy();
  }
}

function theFinding(findings: readonly Finding[], { arn, name }: DatabaseArn, { meta }: Rule): Finding {
  const found = findings.find(({ resource }) => resource.arn === arn) ?? findings.find(isOfTarget(meta.resourceTypes));
  if (found !== undefined) return found;
  const names = findings.map(({ resource }) => resource.id);
  const why = findings.find(({ status }) => status === 'unknown')?.reason;
  throw new ConfigurationError([
    `${meta.id} has no verdict on ${name} there: it does not exist, or the rule does not judge its engine.${didYouMean(name, names)}${why === undefined ? '' : ` ${why}`}`,
  ]);
}

const isOfTarget =
  (types: readonly string[]) =>
  ({ resource }: Finding): boolean =>
    types.includes('target') && resource.type === 'target';

/** Undefined for what only a person can mend, by what is printed. */
function strategyOf(
  { remediation, resource }: Finding,
  fixes: readonly Fix[],
  wanted: string | undefined,
): string | undefined {
  const known = remediation?.strategies ?? [];
  if (wanted === undefined && remediation !== null) return remediation.recommended;
  if (wanted === undefined && fixes.length > 0) return undefined;
  if (wanted !== undefined && known.includes(wanted)) return wanted;
  throw new ConfigurationError([
    wanted === undefined
      ? `Nothing that could be planned mends that on ${resource.id}; aurora explain says more.`
      : `There is no strategy "${wanted}" for ${resource.id}. ${known.length === 0 ? 'There is none at all.' : `Possible: ${known.join(', ')}.`}`,
  ]);
}

/** A strategy that the bot does not carry out itself is printed as its ready-to-paste fixes. */
function print(finding: Finding, fixes: readonly Fix[], plan: Plan | undefined, format: PlanOptions['format']): string {
  const patches = plan === undefined || plan.patches.length === 0 ? fixes : plan.patches;
  switch (format) {
    case 'text':
      return plan === undefined ? fixesText(finding, patches, colors) : planText(plan, colors);
    case 'json':
      return `${JSON.stringify(plan ?? { finding, patches }, null, 2)}\n`;
    default:
      return patches
        .filter((fix) => fix.format === format)
        .map(({ text }) => `${text}\n`)
        .join('\n');
  }
}
