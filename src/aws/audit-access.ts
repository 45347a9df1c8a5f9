import type { NodeHttpHandler } from '@smithy/node-http-handler';
import type { AwsCredentialIdentityProvider } from '@smithy/types';
import type { Account } from '../domain/accounts.ts';
import { AwsCallError } from '../domain/errors.ts';
import type { AuditAccess, RateLimit } from '../domain/ports.ts';
import type { Identities } from './identities.ts';
import { openSession } from './sessions.ts';

export interface AuditAccessOptions {
  readonly accounts: readonly Account[];
  readonly identities: Identities;
  readonly requestHandler: NodeHttpHandler;
  readonly limit: RateLimit;
  /** How often a read is tried in all; 8 unless told. */
  readonly maxAttempts?: number;
}

/** Enters accounts by their audit role, one assumed session per account for all of its Regions. */
export function createAuditAccess({
  accounts,
  identities,
  requestHandler,
  limit,
  maxAttempts = 8,
}: AuditAccessOptions): AuditAccess {
  const sessions = new Map<string, AwsCredentialIdentityProvider>();

  const credentialsOf = (account: Account, role: string): AwsCredentialIdentityProvider => {
    const known = sessions.get(account.id);
    if (known !== undefined) return known;
    const provider = identities.assume({
      accountId: account.id,
      role,
      externalId: account.externalId,
      region: account.regions[0] ?? 'us-east-1',
      sessionName: 'aurora-keeper-audit',
    });
    sessions.set(account.id, provider);
    return provider;
  };

  return {
    open: async (target, signal) => {
      const account = accounts.find(({ id }) => id === target.accountId);
      if (account === undefined) throw new Error(`account ${target.accountId} is not configured`);
      const role = account.auditRole;
      const credentials = role === undefined ? undefined : credentialsOf(account, role);
      if (credentials === undefined) await insistOnOwnAccount(identities, account.id);
      else await credentials();
      return openSession({
        target,
        signal,
        credentials,
        role: role === undefined ? undefined : `${role} of account ${account.id}`,
        requestHandler,
        limit,
        remember: true,
        maxAttempts,
      });
    },
  };
}

/** Without a role the databases found belong to whoever's credentials these are, so they must be the right ones. */
async function insistOnOwnAccount(identities: Identities, accountId: string): Promise<void> {
  const own = await identities.ownAccount();
  if (own === accountId) return;
  throw new AwsCallError({
    kind: 'credentials',
    action: 'sts:GetCallerIdentity',
    code: 'WrongAccount',
    detail: `they belong to account ${own}, and no auditRole is configured for ${accountId}`,
  });
}
