import { stringify } from 'yaml';
import type { iamFormats } from './cli-options.ts';
import { auditRoleTemplate } from './domain/iam/cloudformation.ts';
import { auditPolicy, type PolicyDocument, workerPolicy } from './domain/iam/policies.ts';
import { auditRoleConfiguration } from './domain/iam/terraform.ts';
import { loadMeta } from './rules/registry.ts';

const asJson = (policy: PolicyDocument): string => `${JSON.stringify(policy, null, 2)}\n`;

/** What `aurora iam audit` prints: the policy alone, or a template of the whole role. */
export async function auditRole(format: (typeof iamFormats)[number]): Promise<string> {
  const policy = auditPolicy(await loadMeta());
  // YAML 1.1, which CloudFormation reads, takes a bare 2012-10-17 for a date.
  if (format === 'cloudformation') return stringify(auditRoleTemplate(policy), { version: '1.1', lineWidth: 0 });
  return format === 'terraform' ? auditRoleConfiguration(policy) : asJson(policy);
}

/** What `aurora iam worker` prints. */
export const workerRole = (roleNames: readonly string[]): string => asJson(workerPolicy(roleNames));
