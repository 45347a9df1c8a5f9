import { type AssumeRoleRequest, type AssumeRoleResponse, RegionDisabledException$ } from '@aws-sdk/client-sts';
import { refusal } from '../errors.ts';
import type { Principal } from '../identity.ts';
import type { RoleSpec } from '../organization/schema.ts';
import { readPolicy } from '../policy.ts';
import { modelled } from '../protocol/model.ts';
import { stableLetters } from '../random.ts';
import type { Call, Operation } from '../service.ts';
import type { AccountState } from '../state.ts';
import { checkParameters, sessionSeconds, validationError } from './assume-role-checks.ts';

/**
 * Enters a role: the role must exist, trust the caller, and be asked for with the ExternalId its trust names. A
 * missing account, role or wrong ExternalId all read alike, as AWS does not tell a stranger which it was.
 */
export const assumeRole: Operation<AssumeRoleRequest> = {
  resource: ({ RoleArn = '' }) => RoleArn,
  run(input, call): AssumeRoleResponse {
    checkParameters(input, call.minSessionSeconds);
    const { account, role } = trustedRole(input, call);
    if (!account.enabledRegions.has(call.region)) throw regionDisabled(account.id);
    const seconds = sessionSeconds(input, role, call.principal.roleArn !== undefined);
    const session = sessionFor(input, call, account, role, seconds);
    const { accessKeyId, secretAccessKey, sessionToken } = call.identity.issue(session);
    return {
      Credentials: {
        AccessKeyId: accessKeyId,
        SecretAccessKey: secretAccessKey,
        SessionToken: sessionToken,
        Expiration: session.expiresAt,
      },
      AssumedRoleUser: { AssumedRoleId: session.userId, Arn: session.arn },
      ...(input.Policy && { PackedPolicySize: Math.ceil((input.Policy.length / 2048) * 100) }),
      ...(session.sourceIdentity && { SourceIdentity: session.sourceIdentity }),
    };
  },
};

function trustedRole(input: AssumeRoleRequest, call: Call): { account: AccountState; role: RoleSpec } {
  const roleArn = input.RoleArn ?? '';
  const [, accountId = '', name = ''] = /^arn:aws:iam::(\d{12}):role\/(.+)$/.exec(roleArn) ?? [];
  if (name === '') throw validationError(`${roleArn} is invalid`);
  const account = call.state.get(accountId);
  const role = account?.roles.get(name);
  const { principal } = call;
  const trusted = role?.trusts ?? [call.identity.hubAccountId];
  const isTrusted = [principal.accountId, principal.arn, principal.roleArn].some((one) => one && trusted.includes(one));
  if (!account || !role || !isTrusted) throw denied(call, 'AssumeRole', roleArn);
  if (role.externalId !== undefined && role.externalId !== input.ExternalId) throw denied(call, 'AssumeRole', roleArn);
  checkSourceIdentity(input, role, call, roleArn);
  if (input.Tags?.length && !role.tagSession) throw denied(call, 'TagSession', roleArn);
  if (input.Tags?.length) call.authorise('sts:TagSession', roleArn);
  return { account, role };
}

/** Needs `sts:SetSourceIdentity` on both sides; once set it stays through role chaining. */
function checkSourceIdentity(input: AssumeRoleRequest, role: RoleSpec, call: Call, roleArn: string): void {
  const inherited = call.principal.sourceIdentity;
  const wanted = input.SourceIdentity ?? inherited;
  if (wanted === undefined && role.sourceIdentity === 'required') throw denied(call, 'AssumeRole', roleArn);
  if (wanted === undefined) return;
  const changed = inherited !== undefined && wanted !== inherited;
  if (changed || role.sourceIdentity === 'forbidden') throw denied(call, 'SetSourceIdentity', roleArn);
  call.authorise('sts:SetSourceIdentity', roleArn);
}

function sessionFor(
  input: AssumeRoleRequest,
  { now, principal }: Call,
  account: AccountState,
  role: RoleSpec,
  seconds: number,
): Principal {
  const session = input.RoleSessionName ?? '';
  return {
    accountId: account.id,
    arn: `arn:aws:sts::${account.id}:assumed-role/${role.name}/${session}`,
    userId: `AROA${stableLetters(17, account.id, role.name)}:${session}`,
    roleArn: `arn:aws:iam::${account.id}:role/${role.name}`,
    sourceIdentity: input.SourceIdentity ?? principal.sourceIdentity,
    tags: Object.fromEntries((input.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
    expiresAt: new Date(now.getTime() + seconds * 1000),
    allow: role.allow,
    deny: role.deny,
    statements: role.statements,
    sessionPolicy: input.Policy === undefined ? undefined : readPolicy(input.Policy),
  };
}

function denied({ principal }: Call, action: string, roleArn: string): Error {
  const text = `User: ${principal.arn} is not authorized to perform: sts:${action} on resource: ${roleArn}`;
  return refusal('query', 'denied', text);
}

function regionDisabled(accountId: string): Error {
  const advice = 'Your account administrator can activate STS in this region using the IAM Console.';
  return modelled(RegionDisabledException$, `STS is not activated in this region for account:${accountId}. ${advice}`);
}
