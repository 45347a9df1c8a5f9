import { fileURLToPath } from 'node:url';
import { BackupClient } from '@aws-sdk/client-backup';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { IAMClient } from '@aws-sdk/client-iam';
import { PIClient } from '@aws-sdk/client-pi';
import { RDSClient } from '@aws-sdk/client-rds';
import { AssumeRoleCommand, type AssumeRoleCommandInput, STSClient } from '@aws-sdk/client-sts';
import type { OrganizationInput, RoleSpec } from './organization/schema.ts';
import { type SimulatedAws, type SimulatedAwsOptions, startSimulatedAws } from './server.ts';

export const SMALL_ORG = fileURLToPath(new URL('./fixtures/small.yaml', import.meta.url));
export const AUDIT_ROLE = 'aurora-keeper-audit';
export const EXTERNAL_ID = 'keeper-7f3a';

type AccountInput = NonNullable<OrganizationInput['accounts']>[number];
/** A Region as an organization file describes it. */
export type RegionInput = NonNullable<AccountInput['everyRegion']>;

/** An organization of one account, 111111111111, with one Region described, us-east-1. */
export function smallOrg(
  region: RegionInput,
  account: Omit<AccountInput, 'id'> = {},
  more: Partial<OrganizationInput> = {},
): OrganizationInput {
  return {
    hub: { accountId: '999999999999', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'hub-secret-hub-secret' },
    defaults: { roles: [{ name: AUDIT_ROLE, externalId: EXTERNAL_ID }] },
    ...more,
    accounts: [{ id: '111111111111', regions: { 'us-east-1': region }, ...account }],
  };
}

/** A clock that stands still until it is told how many milliseconds pass. */
export interface TestClock {
  (): Date;
  readonly pass: (ms: number) => void;
}

export function testClock(start = '2026-11-02T12:00:00Z'): TestClock {
  let now = Date.parse(start);
  const pass = (ms: number): void => {
    now += ms;
  };
  return Object.assign(() => new Date(now), { pass });
}

/** Keys as the SDK clients take them. */
export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Real SDK clients of one account and Region, pointed at the simulated AWS. */
export interface Clients {
  readonly rds: RDSClient;
  readonly backup: BackupClient;
  readonly sts: STSClient;
  readonly iam: IAMClient;
  readonly cloudwatch: CloudWatchClient;
  readonly pi: PIClient;
}

/** The simulated AWS of a test, with clients for it; `close` ends both. */
export interface TestAws extends SimulatedAws {
  readonly clients: (keys?: Keys, region?: string, maxAttempts?: number) => Clients;
  readonly assume: (accountId: string, overrides?: Partial<AssumeRoleCommandInput>) => Promise<Keys>;
  /** Adds a role that may do nothing and trusts the hub, but for what is told; gives its ARN. */
  readonly addRole: (accountId: string, role: Partial<RoleSpec> & { readonly name: string }) => string;
  /** Clients of a role in 111111111111 that may do everything, entered anew. */
  readonly fixer: () => Promise<Clients>;
  /** Clients of the audit role in an account. */
  readonly audit: (accountId: string, region?: string, maxAttempts?: number) => Promise<Clients>;
}

/** Starts the simulated AWS on the small organization, or on the one given. */
export async function startTestAws(options: Partial<SimulatedAwsOptions> = {}): Promise<TestAws> {
  const aws = await startSimulatedAws({ org: SMALL_ORG, ...options });
  const open: Clients[] = [];
  const hubKeys = keysFrom(aws.credentials);
  const clients = (keys: Keys = hubKeys, region = 'us-east-1', maxAttempts = 1): Clients => {
    const config = { endpoint: aws.url, region, credentials: keys, maxAttempts };
    const made = {
      rds: new RDSClient(config),
      backup: new BackupClient(config),
      sts: new STSClient(config),
      iam: new IAMClient(config),
      cloudwatch: new CloudWatchClient(config),
      pi: new PIClient(config),
    };
    open.push(made);
    return made;
  };
  const assume = async (accountId: string, overrides: Partial<AssumeRoleCommandInput> = {}): Promise<Keys> => {
    const RoleArn = `arn:aws:iam::${accountId}:role/${AUDIT_ROLE}`;
    const input = { RoleArn, RoleSessionName: 'test-session', ExternalId: EXTERNAL_ID, ...overrides };
    const { Credentials } = await clients().sts.send(new AssumeRoleCommand(input));
    return keysFrom({
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken,
    });
  };
  const addRole: TestAws['addRole'] = (accountId, role) => {
    const limits = { maxSessionSeconds: 3600, sourceIdentity: 'forbidden', tagSession: false } as const;
    const plain: RoleSpec = {
      externalId: undefined,
      trusts: undefined,
      allow: [],
      deny: [],
      statements: [],
      ...limits,
      ...role,
    };
    aws.state.get(accountId)?.roles.set(role.name, plain);
    return `arn:aws:iam::${accountId}:role/${role.name}`;
  };
  const audit = async (accountId: string, region?: string, maxAttempts?: number): Promise<Clients> =>
    clients(await assume(accountId), region, maxAttempts);
  const fixer = async (): Promise<Clients> => {
    const RoleArn = addRole('111111111111', { name: 'fixer', allow: ['*'] });
    return clients(await assume('', { RoleArn }));
  };
  const close = async (): Promise<void> => {
    for (const made of open) for (const client of Object.values(made)) client.destroy();
    await aws.close();
  };
  return { ...aws, clients, assume, addRole, fixer, audit, close };
}

/** What a promise rejects with. Throws when it resolves. */
export async function failureOf(promise: Promise<unknown>): Promise<SdkError> {
  try {
    await promise;
  } catch (error) {
    return error as SdkError;
  }
  throw new Error('expected the call to fail');
}

/** An error as the SDK throws it. */
export interface SdkError extends Error {
  readonly Code?: string;
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly attempts?: number; readonly requestId?: string };
}

function keysFrom(keys: { accessKeyId: string; secretAccessKey: string; sessionToken: string | undefined }): Keys {
  const { accessKeyId, secretAccessKey, sessionToken } = keys;
  return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
}
