import * as autoscalingSdk from '@aws-sdk/client-application-auto-scaling';
import * as backupSdk from '@aws-sdk/client-backup';
import * as cloudwatchSdk from '@aws-sdk/client-cloudwatch';
import * as dmsSdk from '@aws-sdk/client-database-migration-service';
import * as ec2Sdk from '@aws-sdk/client-ec2';
import * as iamSdk from '@aws-sdk/client-iam';
import * as kmsSdk from '@aws-sdk/client-kms';
import * as rdsSdk from '@aws-sdk/client-rds';
import * as secretsSdk from '@aws-sdk/client-secrets-manager';
import * as stsSdk from '@aws-sdk/client-sts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applicationAutoscaling } from '../application-autoscaling/service.ts';
import { backup } from '../backup/service.ts';
import { cloudwatch } from '../cloudwatch/service.ts';
import { dms } from '../dms/service.ts';
import { ec2 } from '../ec2/service.ts';
import { iam } from '../iam/service.ts';
import { kms } from '../kms/service.ts';
import { rds } from '../rds/service.ts';
import { secretsmanager } from '../secretsmanager/service.ts';
import type { Service } from '../service.ts';
import { isSignedWith, readSignature } from '../signature.ts';
import { sts } from '../sts/service.ts';
import { anyText, valuesOf } from './arbitrary.ts';
import type { RawRequest } from './protocol.ts';

interface SdkRequest {
  method: string;
  path: string;
  query: Record<string, string | string[]>;
  headers: Record<string, string>;
  body?: string | Uint8Array;
}

interface Sdk {
  readonly service: Service;
  readonly module: Readonly<Record<string, unknown>>;
  readonly client: { send(command: unknown): Promise<unknown> };
  /** Of a service with hundreds of operations, some of every kind. */
  readonly only?: RegExp;
}

const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'a secret key', sessionToken: 'token' };
let seen: SdkRequest | undefined;
const config = {
  region: 'eu-west-1',
  endpoint: 'http://127.0.0.1:9',
  credentials,
  maxAttempts: 1,
  requestHandler: {
    handle: (request: unknown): Promise<never> => {
      seen = request as SdkRequest;
      return Promise.reject(new Error('not sent'));
    },
  },
};

const sdks: Sdk[] = [
  { service: rds, module: rdsSdk, client: new rdsSdk.RDSClient(config) as Sdk['client'] },
  { service: sts, module: stsSdk, client: new stsSdk.STSClient(config) as Sdk['client'] },
  { service: iam, module: iamSdk, client: new iamSdk.IAMClient(config) as Sdk['client'] },
  { service: cloudwatch, module: cloudwatchSdk, client: new cloudwatchSdk.CloudWatchClient(config) as Sdk['client'] },
  { service: backup, module: backupSdk, client: new backupSdk.BackupClient(config) as Sdk['client'] },
  { service: kms, module: kmsSdk, client: new kmsSdk.KMSClient(config) as Sdk['client'], only: /^(Describe|List)/ },
  {
    service: secretsmanager,
    module: secretsSdk,
    client: new secretsSdk.SecretsManagerClient(config) as Sdk['client'],
    only: /^(Describe|List)/,
  },
  {
    service: applicationAutoscaling,
    module: autoscalingSdk,
    client: new autoscalingSdk.ApplicationAutoScalingClient(config) as Sdk['client'],
    only: /^Describe/,
  },
  {
    service: dms,
    module: dmsSdk,
    client: new dmsSdk.DatabaseMigrationServiceClient(config) as Sdk['client'],
    only: /^Describe(Endpoint|Replication)/,
  },
  {
    service: ec2,
    module: ec2Sdk,
    client: new ec2Sdk.EC2Client(config) as Sdk['client'],
    only: /^(Describe|Create)(Subnets?|NetworkInterface|SecurityGroups?|LaunchTemplate)$/,
  },
];

/** Lets the real SDK serialise and sign a command, and returns the request as a server receives it. */
async function requestFor({ module, client }: Sdk, name: string, input: unknown): Promise<RawRequest> {
  const Command = module[`${name}Command`] as new (input: unknown) => unknown;
  seen = undefined;
  const failure = await client.send(new Command(input)).catch((error: Error) => error);
  if (!seen) throw failure;
  const { method, path, query, headers, body = '' } = seen as SdkRequest;
  const pairs = Object.entries(query).flatMap(([key, value]) =>
    [value].flat().map((one): [string, string] => [key, one]),
  );
  const lowered = Object.entries(headers).map(([key, value]) => [key.toLowerCase(), value]);
  return {
    method,
    path,
    query: new URLSearchParams(pairs).toString(),
    headers: { host: '127.0.0.1:9', ...Object.fromEntries(lowered) },
    body: typeof body === 'string' ? Buffer.from(body) : Buffer.from(new Uint8Array(body)),
  };
}

describe.each(sdks)('what the SDK sends to $service.name', (sdk) => {
  const operations = [...sdk.service.operations.values()].filter(
    ({ name }) => `${name}Command` in sdk.module && (sdk.only?.test(name) ?? true),
  );
  const unsigned = new Set(['AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity']);

  it.each(operations)('$name is read back as the same operation and input, signature included', async (operation) => {
    await fc.assert(
      fc.asyncProperty(valuesOf(operation.input, anyText, sdk.service === ec2 ? 1 : 0), async (input) => {
        const raw = await requestFor(sdk, operation.name, input);
        const parsed = sdk.service.protocol.parse(raw, sdk.service);
        expect(parsed.operation.name).toBe(operation.name);
        expect(parsed.read()).toEqual(input);
        const signature = readSignature(raw.headers);
        if (unsigned.has(operation.name)) return;
        expect(signature).toMatchObject({ region: 'eu-west-1', service: sdk.service.name });
        expect(signature && isSignedWith(credentials.secretAccessKey, signature, raw)).toBe(true);
        expect(signature && isSignedWith('another secret', signature, raw)).toBe(false);
      }),
      { numRuns: 8 },
    );
  });
});
