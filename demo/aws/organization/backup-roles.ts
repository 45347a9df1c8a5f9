import { z } from 'zod';
import { hoursBefore } from '../clock.ts';
import { stableLetters } from '../random.ts';
import { DEFAULT_BACKUP_ROLE } from './backup-names.ts';

const MANAGED = 'arn:aws:iam::aws:policy/service-role';
/** What the console attaches to the role that it makes. */
const DEFAULT_POLICIES = [
  `${MANAGED}/AWSBackupServiceRolePolicyForBackup`,
  `${MANAGED}/AWSBackupServiceRolePolicyForRestores`,
];

const described = z.strictObject({
  name: z.string().regex(/^[\w+=,.@-]{1,64}$/, 'not a valid role name'),
  path: z
    .string()
    .regex(/^\/(.+\/)?$/, 'a path begins and ends with /')
    .default('/service-role/'),
  /** The service that may assume it. */
  trusts: z.string().default('backup.amazonaws.com'),
  policies: z.array(z.string().startsWith('arn:')).default(DEFAULT_POLICIES),
});

/** A role for AWS Backup: its name alone, or what is unusual about it. */
export const backupRole = z.union([described.shape.name.transform((name) => described.parse({ name })), described]);
export type BackupRoleSpec = z.output<typeof described>;

/** The role that the console makes on first use; `backupRoles: []` describes an account where nobody opened it. */
export const DEFAULT_BACKUP_ROLES = [described.parse({ name: DEFAULT_BACKUP_ROLE })];

/** A role as IAM holds it. */
export interface ServiceRole {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly id: string;
  readonly created: Date;
  /** The principal that may assume it, as policies write it. */
  readonly trusts: { readonly Service: string } | { readonly AWS: readonly string[] };
  readonly policies: readonly string[];
}

export function serviceRoleFrom(
  { name, path, trusts, policies }: BackupRoleSpec,
  accountId: string,
  now: Date,
): ServiceRole {
  return {
    name,
    path,
    arn: `arn:aws:iam::${accountId}:role${path}${name}`,
    id: `AROA${stableLetters(17, 'role', accountId, name)}`,
    created: hoursBefore(now, 500 * 24),
    trusts: { Service: trusts },
    policies,
  };
}
