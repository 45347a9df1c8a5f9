import type { Account } from '../domain/accounts.ts';
import type { ExemptionRule } from '../domain/accounts-schema.ts';
import type { ScanReport, TargetError } from '../domain/audit.ts';
import { AwsCallError } from '../domain/errors.ts';
import { exemptionOf } from '../domain/exemptions.ts';
import { type Finding, findingId } from '../domain/finding.ts';
import type { AuditAccess, TargetSession } from '../domain/ports.ts';
import type { Outcome, Rule, RuleContext } from '../domain/rule.ts';
import { type AuditScope, ruleApplies } from '../domain/scope.ts';
import { type Target, targetArn, targetKey } from '../domain/target.ts';

export interface ScanDeps {
  readonly access: AuditAccess;
  readonly rules: readonly Rule[];
  readonly accounts: readonly Account[];
  readonly exemptions: readonly ExemptionRule[];
  readonly now: () => Date;
}

export interface Scan {
  /** Every finding of the rules that ran; the scope's tags have not been applied. */
  readonly report: ScanReport;
  /** Rules that ran, whatever they found. */
  readonly ruleIds: readonly string[];
  /** A failure that another attempt may not meet; the report already counts it as unknown or failed. */
  readonly transient?: AwsCallError;
}

/**
 * Runs every rule of the scope on one target. A rule that throws becomes one `unknown` of the target and leaves the
 * other rules alone; a target in which nothing could be read is `failed`. Only an abort is thrown.
 */
export async function scan(deps: ScanDeps, target: Target, scope: AuditScope, signal: AbortSignal): Promise<Scan> {
  const startedAt = performance.now();
  const account = deps.accounts.find(({ id }) => id === target.accountId);
  const failed = (error: unknown, requests: number): Scan => ({
    report: {
      result: {
        target,
        status: 'failed',
        error: targetError(error),
        findingIds: [],
        awsCalls: requests,
        elapsedMs: Math.round(performance.now() - startedAt),
      },
      findings: [],
    },
    ruleIds: [],
    ...(isTransient(error) ? { transient: error } : {}),
  });
  if (account === undefined) return failed(new Error(`account ${target.accountId} is no longer configured`), 0);

  let session: TargetSession;
  try {
    session = await deps.access.open(target, signal);
  } catch (error) {
    signal.throwIfAborted();
    return failed(error, 0);
  }
  try {
    const context: RuleContext = { target, policy: account.policy, now: deps.now(), signal, client: session.client };
    const rules = deps.rules.filter(({ meta }) => ruleApplies(meta, account, scope));
    const results = await Promise.all(rules.map((rule) => runRule(rule, context)));
    const error = results.find((result) => result.error !== undefined)?.error;
    if (error !== undefined && session.answered() === 0) return failed(error, session.requests());
    const findings = results
      .flatMap((result) => result.findings)
      .map((finding) => withExemption(finding, deps.exemptions));
    const transient = results.map((result) => result.error).find(isTransient);
    return {
      report: {
        result: {
          target,
          status: 'scanned',
          findingIds: findings.map(({ id }) => id),
          awsCalls: session.requests(),
          elapsedMs: Math.round(performance.now() - startedAt),
        },
        findings,
      },
      ruleIds: rules.map(({ meta }) => meta.id),
      ...(transient === undefined ? {} : { transient }),
    };
  } finally {
    session.close();
  }
}

const isTransient = (error: unknown): error is AwsCallError => error instanceof AwsCallError && error.transient;

interface RuleResult {
  readonly findings: readonly Finding[];
  readonly error?: unknown;
}

/** What a rule yielded before it failed stays; the rest of its resources stand behind one `unknown`. */
async function runRule(rule: Rule, context: RuleContext): Promise<RuleResult> {
  const findings: Finding[] = [];
  try {
    for await (const outcome of rule.evaluate(context)) findings.push(toFinding(rule, context.target, outcome));
    return { findings };
  } catch (error) {
    context.signal.throwIfAborted();
    const { target } = context;
    const unknown = toFinding(rule, target, {
      resource: { type: 'target', id: targetKey(target), arn: targetArn(target) },
      status: 'unknown',
      cause: 'could-not-read',
      reason: sentence(targetError(error).message),
      evidence: { error: targetError(error).code, readAt: context.now.toISOString() },
    });
    return { findings: [...findings, unknown], error };
  }
}

const toFinding = ({ meta }: Rule, target: Target, outcome: Outcome): Finding => ({
  id: findingId(meta.id, outcome.resource.arn),
  ruleId: meta.id,
  references: meta.references,
  status: outcome.status,
  severity: meta.severity,
  title: meta.title,
  reason: outcome.reason,
  cause: outcome.cause,
  target,
  resource: outcome.resource,
  evidence: outcome.evidence,
  remediation: outcome.remediation ?? null,
});

function withExemption(finding: Finding, exemptions: readonly ExemptionRule[]): Finding {
  const exempt = exemptionOf(finding, exemptions);
  return exempt === undefined ? finding : { ...finding, exempt };
}

/** Codes are AWS's own where AWS gave one. A rule's own mistake keeps its message: it names no secret. */
function targetError(error: unknown): TargetError {
  if (error instanceof AwsCallError) return { code: error.failure.code, message: error.message };
  return { code: 'InternalError', message: error instanceof Error ? error.message : String(error) };
}

const sentence = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
