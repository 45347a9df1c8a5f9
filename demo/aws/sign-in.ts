import type { Identity, IssuedKeys } from './identity.ts';
import { stableLetters } from './random.ts';
import type { AwsState } from './state.ts';

/** Who signs in, and as what. */
export interface SignIn {
  readonly accountId: string;
  readonly role: string;
  /** The session's name, by which CloudTrail knows the person. */
  readonly person: string;
}

/** Keys of a role for a person who has signed in at AWS's access portal, which asks nobody's AssumeRole. Throws when there is no such role. */
export function signIn(
  { state, identity }: { readonly state: AwsState; readonly identity: Identity },
  { accountId, role: name, person }: SignIn,
): IssuedKeys {
  const role = state.get(accountId)?.roles.get(name);
  if (!role) throw new Error(`no role ${name} in account ${accountId}`);
  return identity.issue({
    accountId,
    arn: `arn:aws:sts::${accountId}:assumed-role/${name}/${person}`,
    userId: `AROA${stableLetters(17, accountId, name)}:${person}`,
    roleArn: `arn:aws:iam::${accountId}:role/${name}`,
    sourceIdentity: undefined,
    tags: {},
    expiresAt: undefined,
    allow: role.allow,
    deny: role.deny,
    statements: role.statements,
    sessionPolicy: undefined,
  });
}
