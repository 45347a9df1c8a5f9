import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { applyPolicy } from '../src/domain/iam/policies.ts';
import { loadMeta } from '../src/rules/registry.ts';
import type { OrganizationInput } from './aws/organization/schema.ts';
import { policyDocument } from './aws/policy.ts';

/** org.yaml, with the policy that `aurora iam apply` prints on the remediation roles. */
export async function sampleOrganization(): Promise<OrganizationInput> {
  const org = parse(readFileSync(new URL('org.yaml', import.meta.url), 'utf8')) as OrganizationInput;
  const policy = policyDocument.parse(applyPolicy(await loadMeta(), ['backup', 'build', 'cutover']));
  const roles = org.defaults?.roles?.map((role) =>
    role.name === 'aurora-keeper-remediation' ? { ...role, policies: [policy] } : role,
  );
  return { ...org, defaults: { ...org.defaults, ...(roles === undefined ? {} : { roles }) } };
}
