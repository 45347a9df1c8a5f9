import { randomBytes } from 'node:crypto';
import type { Clock } from './clock.ts';
import { type ErrorFamily, refusal } from './errors.ts';
import type { HubSpec } from './organization/schema.ts';
import type { Permissions } from './permissions.ts';
import type { RawRequest } from './protocol/protocol.ts';
import { stableLetters } from './random.ts';
import { isSignedWith, type Signature } from './signature.ts';

/** Someone who may sign requests: the hub, or a session that AssumeRole issued. */
export interface Principal extends Permissions {
  readonly accountId: string;
  /** As GetCallerIdentity gives it: `AIDA…` of a user, `AROA…:session` of a role. */
  readonly userId: string;
  /** The role behind a session; `undefined` for a user. Assuming another role from here is role chaining. */
  readonly roleArn: string | undefined;
  readonly sourceIdentity: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  /** `undefined`: never. */
  readonly expiresAt: Date | undefined;
}

/** Keys as STS hands them out. */
export interface IssuedKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
}

export interface Identity {
  readonly hubAccountId: string;
  /** The hub's own keys. */
  readonly hubKeys: IssuedKeys;
  /** Who signed the request. Throws when the key or token is unknown, the signature wrong or the session over. */
  readonly authenticate: (signature: Signature, raw: RawRequest, family: ErrorFamily) => Principal;
  /** Issues temporary keys for a session. */
  readonly issue: (principal: Principal) => IssuedKeys;
}

/** Remembers every key and its session for as long as the server runs; an expired one is answered as expired. */
export function createIdentity(hub: HubSpec, clock: Clock): Identity {
  const known = new Map<string, { keys: IssuedKeys; principal: Principal }>();
  const hubToken = hub.roleName ? (hub.sessionToken ?? stableLetters(32, 'hub', hub.accessKeyId)) : undefined;
  const hubKeys = { accessKeyId: hub.accessKeyId, secretAccessKey: hub.secretAccessKey, sessionToken: hubToken };
  known.set(hub.accessKeyId, { keys: hubKeys, principal: hubPrincipal(hub) });

  const authenticate = (signature: Signature, raw: RawRequest, family: ErrorFamily): Principal => {
    const entry = known.get(signature.accessKeyId);
    if (!entry || entry.keys.sessionToken !== raw.headers['x-amz-security-token'])
      throw refusal(family, 'unknownClient');
    if (!isSignedWith(entry.keys.secretAccessKey, signature, raw)) throw refusal(family, 'badSignature');
    const { expiresAt } = entry.principal;
    if (expiresAt && clock() >= expiresAt) throw refusal(family, 'expired');
    return entry.principal;
  };
  const issue = (principal: Principal): IssuedKeys => {
    const accessKeyId = `ASIA${stableLetters(16, randomBytes(16).toString('hex'))}`;
    const secretAccessKey = randomBytes(30).toString('base64');
    const keys = { accessKeyId, secretAccessKey, sessionToken: randomBytes(120).toString('base64') };
    known.set(accessKeyId, { keys, principal });
    return keys;
  };
  return { hubAccountId: hub.accountId, hubKeys, authenticate, issue };
}

function hubPrincipal({ accountId, roleName, userName, allow, deny }: HubSpec): Principal {
  const session = 'i-0a1b2c3d4e5f60718';
  const unique = stableLetters(17, accountId, roleName ?? userName);
  return {
    accountId,
    arn: roleName
      ? `arn:aws:sts::${accountId}:assumed-role/${roleName}/${session}`
      : `arn:aws:iam::${accountId}:user/${userName}`,
    userId: roleName ? `AROA${unique}:${session}` : `AIDA${unique}`,
    roleArn: roleName && `arn:aws:iam::${accountId}:role/${roleName}`,
    sourceIdentity: undefined,
    tags: {},
    expiresAt: undefined,
    allow,
    deny,
    statements: [],
    sessionPolicy: undefined,
  };
}
