import { stringify } from 'yaml';
import type { iamFormats } from './cli-options.ts';
import type { Capability } from './domain/capability.ts';
import { roleTemplate } from './domain/iam/cloudformation.ts';
import {
  applyPolicy,
  auditPolicy,
  type PolicyDocument,
  type WorkerRoles,
  workerPolicy,
} from './domain/iam/policies.ts';
import { applyRoleSpec, auditRoleSpec, type RoleSpec, retireRoleSpec } from './domain/iam/roles.ts';
import { roleConfiguration } from './domain/iam/terraform.ts';
import { loadMeta } from './rules/registry.ts';

type Format = (typeof iamFormats)[number];

const asJson = (policy: PolicyDocument): string => `${JSON.stringify(policy, null, 2)}\n`;

/** The policy alone, or a template of the whole role. */
function print(role: RoleSpec, format: Format): string {
  // YAML 1.1, which CloudFormation reads, takes a bare 2012-10-17 for a date.
  if (format === 'cloudformation') return stringify(roleTemplate(role), { version: '1.1', lineWidth: 0 });
  return format === 'terraform' ? roleConfiguration(role) : asJson(role.policy);
}

/** What `aurora iam audit` prints. */
export const auditRole = async (format: Format): Promise<string> =>
  print(auditRoleSpec(auditPolicy(await loadMeta())), format);

/** What `aurora iam apply` prints. */
export const applyRole = async (capabilities: readonly Capability[], format: Format): Promise<string> =>
  print(applyRoleSpec(applyPolicy(await loadMeta(), capabilities)), format);

/** What `aurora iam retire` prints. */
export const retireRole = async (format: Format): Promise<string> =>
  print(retireRoleSpec(applyPolicy(await loadMeta(), ['retire'])), format);

/** What `aurora iam worker` prints. */
export const workerRole = (roles: WorkerRoles): string => asJson(workerPolicy(roles));
