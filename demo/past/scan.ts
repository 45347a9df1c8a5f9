import { setMaxListeners } from 'node:events';
import { createAuditAccess } from '../../src/aws/audit-access.ts';
import { createIdentities } from '../../src/aws/identities.ts';
import { createRequestHandler } from '../../src/aws/sessions.ts';
import type { Estate } from '../../src/domain/accounts.ts';
import type { ScanReport } from '../../src/domain/audit.ts';
import type { Rule } from '../../src/domain/rule.ts';
import { everything } from '../../src/domain/scope.ts';
import type { Target } from '../../src/domain/target.ts';
import { auditTargets } from '../../src/jobs/audit-targets.ts';
import type { OrganizationInput } from '../aws/organization/schema.ts';
import { startSimulatedAws } from '../aws/server.ts';

/** What Aurora Keeper finds in an organization, on the wire, in this process. */
export async function scanOrganization(
  org: OrganizationInput,
  targets: readonly Target[],
  { accounts, exemptions }: Pick<Estate, 'accounts' | 'exemptions'>,
  rules: readonly Rule[],
): Promise<ScanReport[]> {
  const aws = await startSimulatedAws({ org });
  const requestHandler = createRequestHandler();
  const { signal } = new AbortController();
  // Every request listens to it.
  setMaxListeners(0, signal);
  const before = { ...process.env };
  Object.assign(process.env, aws.environment);
  try {
    const identities = createIdentities({ requestHandler, region: 'us-east-1' });
    const limit = { take: async () => {}, tryTake: async () => 0 };
    const access = createAuditAccess({ accounts, identities, requestHandler, limit });
    return await auditTargets(
      { access, rules, accounts, exemptions, now: () => new Date() },
      { targets, scope: everything, concurrency: 21, signal },
    );
  } finally {
    for (const name of Object.keys(aws.environment)) {
      const value = before[name];
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    requestHandler.destroy();
    await aws.close();
  }
}
