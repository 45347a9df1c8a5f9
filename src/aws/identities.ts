import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { memoize } from '@smithy/core/config';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import { AwsCallError } from '../domain/errors.ts';
import { partitionOf } from '../domain/regions.ts';
import { classify } from './failures.ts';

export interface Identities {
  /**
   * Credentials of a role, assumed when first needed and again five minutes before they expire.
   * Throws AwsCallError: `role` when AWS does not let us in, `credentials` when the process has none of its own.
   */
  readonly assume: (role: RoleToAssume) => AwsCredentialIdentityProvider;
  /** Account id of the process's own credentials. */
  readonly ownAccount: () => Promise<string>;
}

export interface RoleToAssume {
  readonly accountId: string;
  /** Name or path/name. */
  readonly role: string;
  readonly externalId?: string | undefined;
  /** Region whose STS endpoint is used; its partition is the role's. */
  readonly region: string;
  readonly sessionName: string;
  readonly extra?: Pick<AssumeRoleCommandInput, 'SourceIdentity' | 'Tags' | 'TransitiveTagKeys' | 'Policy'>;
}

/** A role assumed with another role's credentials (chaining) lives for one hour at most; IAM user guide, "Roles terms and concepts". */
const sessionSeconds = 3600;
const renewBeforeMs = 300_000;

export interface IdentitiesOptions {
  readonly requestHandler: NodeHttpHandler;
  /** Where STS is asked about ourselves: a regional endpoint, because tokens of the global one do not work in opt-in Regions. */
  readonly region: string;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

export function createIdentities({ requestHandler, region, now = Date.now }: IdentitiesOptions): Identities {
  const clients = new Map<string, STSClient>();
  const stsIn = (where: string): STSClient => {
    const client = clients.get(where) ?? new STSClient({ region: where, requestHandler, maxAttempts: 5 });
    clients.set(where, client);
    return client;
  };

  return {
    assume: (role) =>
      memoize(
        () => assume(stsIn(role.region), role),
        ({ expiration }) => expiration !== undefined && expiration.getTime() - now() < renewBeforeMs,
        () => true,
      ),
    ownAccount: memoize(async () => {
      try {
        const { Account } = await stsIn(region).send(new GetCallerIdentityCommand({}));
        if (Account !== undefined) return Account;
      } catch (error) {
        throw asCredentialFailure(classify(error, { action: 'sts:GetCallerIdentity' }));
      }
      throw new AwsCallError({
        kind: 'unparseable',
        action: 'sts:GetCallerIdentity',
        code: 'EmptyAnswer',
        detail: 'no account in it',
      });
    }),
  };
}

async function assume(client: STSClient, role: RoleToAssume): Promise<AwsCredentialIdentity> {
  const arn = `arn:${partitionOf(role.region)}:iam::${role.accountId}:role/${role.role}`;
  const info = { action: 'sts:AssumeRole', role: `${role.role} of account ${role.accountId}` };
  try {
    const { Credentials } = await client.send(
      new AssumeRoleCommand({
        RoleArn: arn,
        RoleSessionName: role.sessionName,
        ExternalId: role.externalId,
        DurationSeconds: sessionSeconds,
        ...role.extra,
      }),
    );
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = Credentials ?? {};
    if (AccessKeyId !== undefined && SecretAccessKey !== undefined && SessionToken !== undefined) {
      return {
        accessKeyId: AccessKeyId,
        secretAccessKey: SecretAccessKey,
        sessionToken: SessionToken,
        ...(Expiration && { expiration: Expiration }),
      };
    }
  } catch (error) {
    const known = asCredentialFailure(classify(error, info));
    if (known.failure.kind !== 'denied') throw known;
    throw new AwsCallError({ ...known.failure, kind: 'role', role: info.role });
  }
  throw new AwsCallError({ ...info, kind: 'unparseable', code: 'EmptyAnswer', detail: 'no credentials in it' });
}

/** STS answers an unknown key with the code that other services use for a Region that is not enabled. */
function asCredentialFailure(error: AwsCallError): AwsCallError {
  const { failure } = error;
  const unknownKey = failure.kind === 'region-disabled' && failure.code !== 'RegionDisabledException';
  return unknownKey ? new AwsCallError({ ...failure, kind: 'credentials', role: undefined }) : error;
}
