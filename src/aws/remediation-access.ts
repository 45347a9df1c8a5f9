import type { Account } from '../domain/accounts.ts';
import type { Capability } from '../domain/capability.ts';
import { PermanentError } from '../domain/errors.ts';
import type { RemediationAccess } from '../domain/ports.ts';
import { sessionPolicy } from '../domain/remediation/session-policy.ts';
import type { AuditAccessOptions } from './audit-access.ts';
import { openSession } from './sessions.ts';

/** Nothing but retiring an old database enters by the role that may delete it. */
const roleFor = ({ remediationRole, retireRole }: Account, capability: Capability): string | undefined =>
  capability === 'retire' ? retireRole : remediationRole;

/**
 * Enters an account by its remediation role, or its retire role, in the name of the person who approved: STS source identity and session
 * tags show up in the account's CloudTrail, and the session policy leaves only the stage's actions, its writes on the
 * approved resources only. Accounts that are reached with the process's own credentials can be audited, never changed.
 */
export function createRemediationAccess({
  accounts,
  identities,
  requestHandler,
  limit,
}: Omit<AuditAccessOptions, 'maxAttempts'>): RemediationAccess {
  return {
    open: async (target, onBehalfOf, guard, signal) => {
      const account: Account | undefined = accounts.find(({ id }) => id === target.accountId);
      const role = account && roleFor(account, onBehalfOf.capability);
      if (account === undefined || account.auditRole === undefined || role === undefined) {
        const which = onBehalfOf.capability === 'retire' ? 'retireRole' : 'remediationRole';
        throw new PermanentError(`account ${target.accountId} has no ${which} in accounts.yaml: nothing was changed`);
      }
      const credentials = identities.assume({
        accountId: account.id,
        role,
        externalId: account.externalId,
        region: target.region,
        sessionName: `aurora-keeper-${onBehalfOf.remediationId}`.slice(0, 64),
        extra: {
          SourceIdentity: onBehalfOf.approvedBy,
          Tags: [
            { Key: 'ApprovedBy', Value: onBehalfOf.approvers.join(' ').slice(0, 256) },
            { Key: 'OperationId', Value: onBehalfOf.remediationId },
          ],
          Policy: sessionPolicy(onBehalfOf.actions, onBehalfOf.resources),
        },
      });
      await credentials();
      return openSession({
        target,
        signal,
        credentials,
        role: `${role} of account ${account.id}`,
        requestHandler,
        limit,
        remember: false,
        // Of a read; what changes something is sent again only after throttling.
        maxAttempts: 3,
        guard,
      });
    },
  };
}
