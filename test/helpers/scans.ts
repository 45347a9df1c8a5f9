import type { OrganizationInput } from '../../demo/aws/organization/schema.ts';
import { type SimulatedAws, startSimulatedAws } from '../../demo/aws/server.ts';
import { createAuditAccess } from '../../src/aws/audit-access.ts';
import { createIdentities } from '../../src/aws/identities.ts';
import { createRequestHandler } from '../../src/aws/sessions.ts';
import { type Account, ownEstate } from '../../src/domain/accounts.ts';
import type { ExemptionRule } from '../../src/domain/accounts-schema.ts';
import type { Finding } from '../../src/domain/finding.ts';
import type { Rule } from '../../src/domain/rule.ts';
import { type AuditScope, everything } from '../../src/domain/scope.ts';
import { type Scan, scan } from '../../src/jobs/scan.ts';
import { loadRules } from '../../src/rules/registry.ts';
import { createLocalRateLimit } from '../../src/store/rate-limit.ts';

export const externalId = 'test-42';

/** An organization with one role per account, and what a test puts into it. */
export const organization = (
  accounts: OrganizationInput['accounts'],
  more: Partial<OrganizationInput> = {},
): OrganizationInput => ({
  hub: {
    accountId: '999999999999',
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  },
  defaults: { roles: [{ name: 'aurora-keeper-audit', externalId }] },
  ...more,
  accounts,
});

export const accountOf = (id: string, over: Partial<Account> = {}): Account => ({
  ...(ownEstate(id, ['us-east-1', 'eu-west-1']).accounts[0] as Account),
  name: `account-${id.slice(0, 1)}`,
  auditRole: 'aurora-keeper-audit',
  externalId,
  ...over,
});

export interface Scans {
  readonly aws: SimulatedAws;
  readonly rules: readonly Rule[];
  readonly access: ReturnType<typeof createAuditAccess>;
  readonly scan: (
    accountId: string,
    region: string,
    options?: { scope?: AuditScope; signal?: AbortSignal; rules?: readonly Rule[] },
  ) => Promise<Scan>;
  /** The verdict of a rule on a database, or on the target when no name is given. */
  readonly verdict: (accountId: string, region: string, ruleId: string, name?: string) => Promise<Finding | undefined>;
  readonly close: () => Promise<void>;
}

/** The real scan, the real SDK, and the simulated AWS at the other end of the wire. */
export async function startScans(
  org: OrganizationInput | string,
  accounts: readonly Account[],
  exemptions: readonly ExemptionRule[] = [],
): Promise<Scans> {
  const aws = await startSimulatedAws({ org });
  Object.assign(process.env, aws.environment);
  const requestHandler = createRequestHandler();
  const identities = createIdentities({ requestHandler, region: 'us-east-1' });
  const limit = createLocalRateLimit({ rds: { requests: 1_000, seconds: 1 }, backup: { requests: 1_000, seconds: 1 } });
  const access = createAuditAccess({ accounts, identities, requestHandler, limit, maxAttempts: 3 });
  const rules = await loadRules();
  const run: Scans['scan'] = (
    accountId,
    region,
    { scope = everything, signal = new AbortController().signal, rules: some = rules } = {},
  ) => {
    const accountName = accounts.find(({ id }) => id === accountId)?.name ?? accountId;
    return scan(
      { access, rules: some, accounts, exemptions, now: () => new Date() },
      { accountId, accountName, region },
      scope,
      signal,
    );
  };
  return {
    aws,
    rules,
    access,
    scan: run,
    verdict: async (accountId, region, ruleId, name) => {
      const { report } = await run(accountId, region);
      return report.findings.find(
        (each) =>
          each.ruleId === ruleId && (name === undefined ? each.resource.type === 'target' : each.resource.id === name),
      );
    },
    close: async () => {
      requestHandler.destroy();
      await aws.close();
    },
  };
}
