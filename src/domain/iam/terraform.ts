import type { PolicyDocument, PolicyStatement } from './policies.ts';

const quoted = (text: string): string => JSON.stringify(text);

const statement = ({ Sid, Effect, Action, Resource }: PolicyStatement): string => `{
      Sid    = ${quoted(Sid)}
      Effect = ${quoted(Effect)}
      Action = [
${Action.map((action) => `        ${quoted(action)},`).join('\n')}
      ]
      Resource = [${Resource.map(quoted).join(', ')}]
    }`;

/** A Terraform configuration of the audit role, for each account. */
export const auditRoleConfiguration = (policy: PolicyDocument): string => `\
# Aurora Keeper: the role that reads an account for an audit. It can write nothing.

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
  default     = "aurora-keeper-audit"
  description = "auditRole of accounts.yaml"
}

resource "aws_iam_role" "audit" {
  name                 = var.role_name
  description          = "Aurora Keeper reads RDS and AWS Backup with it"
  max_session_duration = 3600

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = var.worker_role_arn }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "sts:ExternalId" = var.external_id } }
    }]
  })
}

resource "aws_iam_role_policy" "read" {
  name = "read"
  role = aws_iam_role.audit.name
  policy = jsonencode({
    Version = ${quoted(policy.Version)}
    Statement = [${policy.Statement.map(statement).join(', ')}]
  })
}

output "audit_role_arn" {
  value = aws_iam_role.audit.arn
}
`;
