import { type RoleSpec, trustOf } from './roles.ts';

const indented = (text: string, by: number): string => text.replaceAll('\n', `\n${' '.repeat(by)}`);

/** JSON is valid inside jsonencode(), spaced as `terraform fmt` does it; only `${` would start a template. */
const asHcl = (value: unknown): string =>
  JSON.stringify(value, null, 2)
    .replaceAll('${', '$$${')
    .replace(/^(\s*"(?:[^"\\]|\\.)*"):/gm, '$1 :');

/** A Terraform configuration of a role, for each account. */
export function roleConfiguration(role: RoleSpec): string {
  const trust = {
    Version: '2012-10-17',
    Statement: trustOf(role, 'EXTERNAL_ID').map(({ action, condition }) => ({
      Effect: 'Allow',
      Principal: { AWS: 'WORKER_ROLE_ARN' },
      Action: action,
      Condition: condition,
    })),
  };
  const trusted = asHcl(trust)
    .replaceAll('"WORKER_ROLE_ARN"', 'var.worker_role_arn')
    .replaceAll('"EXTERNAL_ID"', 'var.external_id');
  return `\
# ${role.what}

variable "worker_role_arn" {
  type        = string
  description = "The role (or user) that the Aurora Keeper worker runs as"
}

variable "external_id" {
  type        = string
  description = "externalId of accounts.yaml"
}

variable "role_name" {
  type        = string
  default     = ${JSON.stringify(role.defaultName)}
  description = "${role.key} of accounts.yaml"
}

resource "aws_iam_role" "${role.id}" {
  name                 = var.role_name
  description          = ${JSON.stringify(role.description)}
  max_session_duration = 3600

  assume_role_policy = jsonencode(${indented(trusted, 2)})
}

resource "aws_iam_role_policy" "${role.id}" {
  name = ${JSON.stringify(role.policyName)}
  role = aws_iam_role.${role.id}.name
  policy = jsonencode(${indented(asHcl(role.policy), 2)})
}

output "${role.id}_role_arn" {
  value = aws_iam_role.${role.id}.arn
}
`;
}
