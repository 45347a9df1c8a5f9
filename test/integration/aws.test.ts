import {
  AddTagsToResourceCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  paginateDescribeDBClusters,
  RDSClient,
} from '@aws-sdk/client-rds';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startSimulatedAws } from '../../demo/aws/server.ts';
import { createAuditAccess } from '../../src/aws/audit-access.ts';
import { createIdentities } from '../../src/aws/identities.ts';
import { createRemediationAccess } from '../../src/aws/remediation-access.ts';
import { createRequestHandler } from '../../src/aws/sessions.ts';
import type { Capability } from '../../src/domain/capability.ts';
import {
  ApplyingPaused,
  AwsCallError,
  type AwsFailureKind,
  LeaseLost,
  PermanentError,
} from '../../src/domain/errors.ts';
import type { OnBehalfOf, TargetSession } from '../../src/domain/ports.ts';
import { createLocalRateLimit } from '../../src/store/rate-limit.ts';
import { accountOf, externalId, organization, type Scans, startScans } from '../helpers/scans.ts';

const [prod, noRole, denied, oneRegion, wrongId, busy] = [
  '111111111111',
  '222222222222',
  '333333333333',
  '444444444444',
  '555555555555',
  '666666666666',
];
const remediation = {
  name: 'aurora-keeper-remediation',
  externalId,
  allow: ['rds:*'],
  sourceIdentity: 'required' as const,
  tagSession: true,
};

const accounts = [prod, noRole, denied, oneRegion, wrongId, busy].map((id) =>
  accountOf(id, id === oneRegion ? { regions: ['eu-west-1'] } : {}),
);

let scans: Scans;
beforeAll(async () => {
  scans = await startScans(
    organization(
      [
        {
          id: prod,
          roles: [{ name: 'aurora-keeper-audit', externalId }, remediation],
          regions: {
            'us-east-1': { generate: { clusters: 45, namePrefix: 'db-', cluster: { instances: 1 } } },
            'eu-west-1': {},
          },
        },
        { id: noRole, roles: [] },
        { id: denied, roles: [{ name: 'aurora-keeper-audit', externalId, deny: ['rds:*', 'backup:*'] }] },
        { id: oneRegion, enabledRegions: ['eu-west-1'] },
        { id: wrongId, roles: [{ name: 'aurora-keeper-audit', externalId: 'another' }] },
        {
          id: busy,
          regions: { 'us-east-1': { clusters: [{ name: 'orders' }] } },
          throttle: { burst: 2, perSecond: 4 },
        },
      ],
      { pageSize: 20 },
    ),
    accounts,
  );
});
afterAll(() => scans.close());
afterEach(() => {
  scans.aws.faults.clear();
  scans.aws.requests.clear();
});

const signal = new AbortController().signal;
const open = (accountId: string, region = 'us-east-1') =>
  scans.access.open({ accountId, accountName: accountId, region }, signal);

async function failureOf(promise: Promise<unknown>): Promise<AwsCallError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof AwsCallError) return error;
  throw new Error(`expected an AwsCallError, got ${String(error)}`);
}

/** Runs with some variables changed or unset, and puts them back. */
async function withEnvironment<T>(
  changes: Readonly<Record<string, string | undefined>>,
  run: () => Promise<T>,
): Promise<T> {
  const before = Object.keys(changes).map((name) => [name, process.env[name]] as const);
  const set = (entries: Iterable<readonly [string, string | undefined]>) => {
    for (const [name, value] of entries) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
  set(Object.entries(changes));
  try {
    return await run();
  } finally {
    set(before);
  }
}

async function ownAccountFailure(): Promise<AwsCallError> {
  const requestHandler = createRequestHandler();
  const error = await failureOf(createIdentities({ requestHandler, region: 'us-east-1' }).ownAccount());
  requestHandler.destroy();
  return error;
}

describe('entering an account', () => {
  it('assumes the role once for all Regions and clients, by a regional endpoint, under a name that tells', async () => {
    for (const region of ['us-east-1', 'eu-west-1']) {
      const session = await open(prod, region);
      await session.client(RDSClient).send(new DescribeDBClustersCommand({}));
    }
    const assumed = scans.aws.requests.list({ action: 'AssumeRole' });
    expect(assumed.length).toBeLessThanOrEqual(1);
    const caller = scans.aws.requests.list({ action: 'DescribeDBClusters' })[0]?.principalArn;
    expect(caller).toBe(`arn:aws:sts::${prod}:assumed-role/aurora-keeper-audit/aurora-keeper-audit`);
  });

  it.each<[string, string, AwsFailureKind, RegExp]>([
    [
      'a role that is not there',
      noRole,
      'role',
      /^role aurora-keeper-audit of account 222222222222 cannot be assumed \(AccessDenied\); deploy it there/,
    ],
    ['another external id', wrongId, 'role', /^role aurora-keeper-audit of account 555555555555 cannot be assumed/],
  ])('names %s', async (_, accountId, kind, message) => {
    const error = await failureOf(open(accountId));
    expect(error.failure).toMatchObject({ kind, action: 'sts:AssumeRole', code: 'AccessDenied' });
    expect(error.message).toMatch(message);
    expect(error.transient).toBe(false);
  });

  it('renews a session before it expires, and shares the new one', async () => {
    let laterMs = 0;
    const now = () => Date.now() + laterMs;
    const aws = await startSimulatedAws({ org: organization([{ id: prod }]), clock: () => new Date(now()) });
    await withEnvironment(aws.environment, async () => {
      const requestHandler = createRequestHandler();
      const limit = createLocalRateLimit({ rds: { requests: 100, seconds: 1 } });
      const identities = createIdentities({ requestHandler, region: 'us-east-1', now });
      const access = createAuditAccess({ accounts, requestHandler, limit, identities });
      const enter = () => access.open({ accountId: prod, accountName: 'prod', region: 'us-east-1' }, signal);
      const assumed = () => aws.requests.count({ action: 'AssumeRole' });
      await Promise.all([enter(), enter(), enter()]);
      expect(assumed()).toBe(1);
      laterMs = 54 * 60_000;
      await Promise.all([enter(), enter()]);
      expect(assumed()).toBe(1);
      laterMs = 56 * 60_000;
      await Promise.all([enter(), enter(), enter()]);
      expect(assumed()).toBe(2);
      requestHandler.destroy();
    });
    await aws.close();
  });

  it('without a role insists that the credentials belong to the account', async () => {
    const requestHandler = createRequestHandler();
    const access = createAuditAccess({
      accounts: [accountOf(prod, { auditRole: undefined }), accountOf('999999999999', { auditRole: undefined })],
      identities: createIdentities({ requestHandler, region: 'us-east-1' }),
      requestHandler,
      limit: createLocalRateLimit({ rds: { requests: 100, seconds: 1 } }),
    });
    const wrong = await failureOf(access.open({ accountId: prod, accountName: 'prod', region: 'us-east-1' }, signal));
    expect(wrong.message).toBe(
      'no usable AWS credentials for sts:GetCallerIdentity (WrongAccount): they belong to account 999999999999, and no auditRole is configured for 111111111111',
    );
    await expect(
      access.open({ accountId: '999999999999', accountName: 'hub', region: 'us-east-1' }, signal),
    ).resolves.toBeDefined();
    requestHandler.destroy();
  });

  it('says so when the process has no credentials at all', async () => {
    const error = await withEnvironment(
      { AWS_ACCESS_KEY_ID: undefined, AWS_EC2_METADATA_DISABLED: 'true' },
      ownAccountFailure,
    );
    expect(error.failure.kind).toBe('credentials');
    expect(error.message).toMatch(/^no usable AWS credentials for sts:GetCallerIdentity \(CredentialsProviderError\)/);
  });

  it('tells keys that AWS does not know from a Region that is not enabled', async () => {
    const error = await withEnvironment({ AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7UNKNOWN' }, ownAccountFailure);
    expect(error.failure).toMatchObject({ kind: 'credentials', code: 'InvalidClientTokenId' });
  });
});

describe('a client', () => {
  const describeClusters = (session: {
    client: Scans['access'] extends never ? never : (type: typeof RDSClient) => RDSClient;
  }) => session.client(RDSClient).send(new DescribeDBClustersCommand({}));

  it('asks each thing once, in whatever order the fields are written, failures included', async () => {
    const session = await open(prod);
    const rds = session.client(RDSClient);
    await Promise.all([
      rds.send(new DescribeDBClustersCommand({ MaxRecords: 20, Marker: undefined })),
      rds.send(new DescribeDBClustersCommand({ MaxRecords: 20 })),
      session.client(RDSClient).send(new DescribeDBClustersCommand({ MaxRecords: 20 })),
    ]);
    await expect(rds.send(new DescribeDBInstancesCommand({ MaxRecords: 5 }))).rejects.toThrow(
      'refused rds:DescribeDBInstances',
    );
    await expect(rds.send(new DescribeDBInstancesCommand({ MaxRecords: 5 }))).rejects.toThrow(
      'refused rds:DescribeDBInstances',
    );
    expect(scans.aws.requests.count({ action: 'DescribeDBClusters' })).toBe(1);
    expect(scans.aws.requests.count({ action: 'DescribeDBInstances' })).toBe(1);
    expect([session.requests(), session.answered()]).toEqual([2, 1]);
  });

  it('shares pages between readers and reads on after small ones', async () => {
    const session = await open(prod);
    const read = async () => {
      let count = 0;
      for await (const page of paginateDescribeDBClusters({ client: session.client(RDSClient) }, {}))
        count += page.DBClusters?.length ?? 0;
      return count;
    };
    expect(await Promise.all([read(), read()])).toEqual([45, 45]);
    expect(scans.aws.requests.count({ action: 'DescribeDBClusters' })).toBe(3);
    expect(scans.aws.requests.duplicates()).toEqual([]);
  });

  it.each<[string, Parameters<Scans['aws']['faults']['add']>[0], AwsFailureKind, boolean]>([
    ['HTML instead of XML', { effect: 'html' }, 'unparseable', false],
    ['an empty body', { effect: 'empty' }, 'unparseable', false],
    ['a body that is no XML', { effect: 'garbage-xml' }, 'unparseable', false],
    ['a body cut in the middle', { effect: 'truncated' }, 'unparseable', false],
    ['HTML with status 502', { effect: 'html-502' }, 'server', true],
    ['5xx without end', { effect: 'error' }, 'server', true],
    ['throttling without end', { effect: 'throttle' }, 'throttled', true],
    ['a connection that is reset', { effect: 'reset' }, 'network', true],
  ])('turns %s into its kind, never into an empty list', async (_, fault, kind, transient) => {
    const session = await open(prod, 'eu-west-1');
    scans.aws.faults.add({ ...fault, action: 'DescribeDBClusters' });
    const error = await failureOf(describeClusters(session));
    expect(error.failure.kind).toBe(kind);
    expect(error.failure.action).toBe('rds:DescribeDBClusters');
    expect(error.transient).toBe(transient);
  });

  it('names the action and the role of what is denied', async () => {
    const error = await failureOf(describeClusters(await open(denied)));
    expect(error.message).toBe(
      "role aurora-keeper-audit of account 333333333333 may not call rds:DescribeDBClusters (AccessDenied); allow it in the role's policy",
    );
  });

  it('knows a Region that is not enabled', async () => {
    const error = await failureOf(describeClusters(await open(oneRegion, 'us-west-1')));
    expect(error.failure).toMatchObject({ kind: 'region-disabled', code: 'InvalidClientTokenId' });
    expect(error.message).toBe(
      'this Region is not enabled in the account (InvalidClientTokenId); enable it, or take it out of accounts.yaml',
    );
  });

  it('gets through throttling by itself', async () => {
    const session = await open(busy);
    const results = await Promise.all(
      [1, 2, 3, 4, 5].map((n) => session.client(RDSClient).send(new DescribeDBClustersCommand({ MaxRecords: 20 + n }))),
    );
    expect(results.map(({ DBClusters }) => DBClusters?.length)).toEqual([1, 1, 1, 1, 1]);
    expect(scans.aws.requests.count({ errorCode: 'Throttling' })).toBeGreaterThan(0);
  });

  it('keeps to the request rate of its account and Region, retries included', async () => {
    const requestHandler = createRequestHandler();
    const limit = createLocalRateLimit({ rds: { requests: 4, seconds: 1 } });
    const access = createAuditAccess({
      accounts,
      requestHandler,
      limit,
      identities: createIdentities({ requestHandler, region: 'us-east-1' }),
    });
    const sessions = await Promise.all(
      [1, 2].map(() => access.open({ accountId: prod, accountName: 'prod', region: 'us-east-1' }, signal)),
    );
    scans.aws.requests.clear();
    scans.aws.faults.add({ effect: 'error', action: 'DescribeDBClusters', times: 2 });
    await Promise.all(
      sessions.flatMap((session) =>
        [20, 21, 22, 23, 24].map((MaxRecords) =>
          session.client(RDSClient).send(new DescribeDBClustersCommand({ MaxRecords })),
        ),
      ),
    );
    const times = scans.aws.requests.list({ action: 'DescribeDBClusters' }).map(({ time }) => time.getTime());
    expect(times).toHaveLength(12);
    // 12 requests at 4 a second begin in at least three windows of a second.
    expect(Math.max(...times) - Math.min(...times)).toBeGreaterThanOrEqual(1_900);
    requestHandler.destroy();
  });

  it('stops waiting for its turn when the scan is aborted', async () => {
    const abort = new AbortController();
    const requestHandler = createRequestHandler();
    const access = createAuditAccess({
      accounts,
      requestHandler,
      limit: createLocalRateLimit({ rds: { requests: 1, seconds: 60 } }),
      identities: createIdentities({ requestHandler, region: 'us-east-1' }),
    });
    const session = await access.open({ accountId: prod, accountName: 'prod', region: 'us-east-1' }, abort.signal);
    await session.client(RDSClient).send(new DescribeDBClustersCommand({ MaxRecords: 20 }));
    const waiting = session.client(RDSClient).send(new DescribeDBClustersCommand({ MaxRecords: 21 }));
    abort.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow();
    requestHandler.destroy();
  });
});

describe('the audit role', () => {
  it('cannot write', async () => {
    const session = await open(prod);
    const error = await failureOf(
      session
        .client(RDSClient)
        .send(new AddTagsToResourceCommand({ ResourceName: `arn:aws:rds:us-east-1:${prod}:cluster:db-001`, Tags: [] })),
    );
    expect(error.failure).toMatchObject({ kind: 'denied', action: 'rds:AddTagsToResource' });
  });
});

describe('the remediation role', () => {
  const behalf = {
    remediationId: 'r7f3k',
    approvedBy: 'U02BOB00001',
    approvers: ['U02BOB00001', 'U03CAROL001'],
    resources: ['*'],
    actions: ['rds:DescribeDBClusters', 'rds:AddTagsToResource'],
    capability: 'backup',
  } as const satisfies OnBehalfOf;
  const tag = (session: TargetSession) =>
    session.client(RDSClient).send(
      new AddTagsToResourceCommand({
        ResourceName: `arn:aws:rds:us-east-1:${prod}:cluster:db-001`,
        Tags: [{ Key: 'a', Value: 'b' }],
      }),
    );
  const tagging = { action: 'AddTagsToResource' };
  const openRemediation = (
    accountId: string,
    over: Partial<ReturnType<typeof accountOf>> = {},
    guard: (action: string) => Promise<void> = async () => {},
    capability: Capability = 'backup',
  ) => {
    const requestHandler = createRequestHandler();
    const access = createRemediationAccess({
      accounts: [accountOf(accountId, { remediationRole: 'aurora-keeper-remediation', ...over })],
      identities: createIdentities({ requestHandler, region: 'us-east-1' }),
      requestHandler,
      limit: createLocalRateLimit({ rds: { requests: 100, seconds: 1 } }),
    });
    return access.open(
      { accountId, accountName: accountId, region: 'us-east-1' },
      { ...behalf, capability },
      guard,
      signal,
    );
  };

  it('is entered in the name of who approved, cut down to what was approved', async () => {
    const session = await openRemediation(prod);
    const assumed = scans.aws.requests.list({ action: 'AssumeRole' }).at(-1)?.input;
    expect(assumed).toMatchObject({ SourceIdentity: 'U02BOB00001', RoleSessionName: 'aurora-keeper-r7f3k' });
    expect(assumed?.Tags).toEqual([
      { Key: 'ApprovedBy', Value: 'U02BOB00001 U03CAROL001' },
      { Key: 'OperationId', Value: 'r7f3k' },
    ]);
    await session.client(RDSClient).send(new DescribeDBClustersCommand({}));
    const error = await failureOf(session.client(RDSClient).send(new DescribeDBInstancesCommand({})));
    expect(error.failure).toMatchObject({ kind: 'denied', action: 'rds:DescribeDBInstances' });
    expect(JSON.parse(String(assumed?.Policy)).Statement).toEqual([
      { Effect: 'Allow', Action: ['rds:DescribeDBClusters'], Resource: ['*'] },
      { Effect: 'Allow', Action: ['rds:AddTagsToResource'], Resource: ['*'] },
    ]);
  });

  it('is another one for retiring, and there is none unless it is named', async () => {
    const retireRole = 'aurora-keeper-audit';
    await openRemediation(prod, { retireRole }, undefined, 'retire').catch(() => {});
    const roleOf = () => scans.aws.requests.list({ action: 'AssumeRole' }).at(-1)?.input?.RoleArn;
    expect(roleOf()).toMatch(/role\/aurora-keeper-audit$/);
    await openRemediation(prod, { retireRole }, undefined, 'cutover');
    expect(roleOf()).toMatch(/role\/aurora-keeper-remediation$/);
    await expect(openRemediation(prod, { retireRole: undefined }, undefined, 'retire')).rejects.toThrow(
      `account ${prod} has no retireRole in accounts.yaml: nothing was changed`,
    );
  });

  it('asks before each attempt at a write, and never before a read', async () => {
    const asked: string[] = [];
    const session = await openRemediation(prod, {}, async (action) => void asked.push(action));
    await session.client(RDSClient).send(new DescribeDBClustersCommand({}));
    expect(asked).toEqual([]);
    scans.aws.faults.add({ ...tagging, effect: 'throttle', times: 2 });
    await tag(session).catch(() => {});
    expect(asked).toEqual(Array(3).fill('rds:AddTagsToResource'));
    expect(scans.aws.requests.count(tagging)).toBe(3);
  });

  it('asks after waiting for its turn, right before a write is sent', async () => {
    const order: string[] = [];
    const requestHandler = createRequestHandler();
    const access = createRemediationAccess({
      accounts: [accountOf(prod, { remediationRole: 'aurora-keeper-remediation' })],
      identities: createIdentities({ requestHandler, region: 'us-east-1' }),
      requestHandler,
      limit: { take: async () => void order.push('its turn'), tryTake: async () => 0 },
    });
    const where = { accountId: prod, accountName: prod, region: 'us-east-1' };
    const session = await access.open(where, behalf, async () => void order.push('asked'), signal);
    scans.aws.faults.add({ ...tagging, effect: 'throttle', times: 1 });
    await tag(session).catch(() => {});
    expect(order).toEqual(['its turn', 'asked', 'its turn', 'asked']);
    requestHandler.destroy();
  });

  it.each([LeaseLost, ApplyingPaused])('does not send a write when %o is the answer', async (Refusal) => {
    const session = await openRemediation(prod, {}, async () => {
      throw new Refusal('no');
    });
    await expect(tag(session)).rejects.toThrow(Refusal);
    expect(scans.aws.requests.count(tagging)).toBe(0);
  });

  it('does not send the second attempt of a worker that lost its lease after the first', async () => {
    let asked = 0;
    const session = await openRemediation(prod, {}, async () => {
      asked += 1;
      if (asked > 1) throw new LeaseLost('somebody else goes on');
    });
    scans.aws.faults.add({ ...tagging, effect: 'throttle', times: 1 });
    await expect(tag(session)).rejects.toThrow(LeaseLost);
    expect(scans.aws.requests.count(tagging)).toBe(1);
  });

  it.each([
    'error',
    'reset',
    'html',
    'html-502',
    'truncated',
  ] as const)('sends a write once when nobody knows what became of it (%s), and a read again', async (effect) => {
    const session = await openRemediation(prod);
    scans.aws.faults.add({ effect, times: 1 });
    const error = await failureOf(tag(session));
    expect(['server', 'network', 'unparseable']).toContain(error.failure.kind);
    expect(scans.aws.requests.count(tagging)).toBe(1);
    if (error.transient) {
      scans.aws.faults.add({ effect, times: 1 });
      await session.client(RDSClient).send(new DescribeDBClustersCommand({}));
      expect(scans.aws.requests.count({ action: 'DescribeDBClusters' })).toBe(2);
    }
  });

  it('does not remember what it read: it has to see what it changed', async () => {
    const session = await openRemediation(prod);
    await session.client(RDSClient).send(new DescribeDBClustersCommand({}));
    await session.client(RDSClient).send(new DescribeDBClustersCommand({}));
    expect(scans.aws.requests.count({ action: 'DescribeDBClusters' })).toBe(2);
  });

  it.each([
    { auditRole: undefined },
    { remediationRole: undefined },
  ])('is refused for an account with %j', async (over) => {
    await expect(openRemediation(prod, over)).rejects.toThrow(PermanentError);
  });
});

describe('any answer, however broken', () => {
  it('never becomes a wrong verdict', async () => {
    const effects = [
      'html',
      'html-502',
      'empty',
      'garbage-xml',
      'truncated',
      'throttle',
      'error',
      'reset',
      'aborted',
    ] as const;
    const truth = await scans.scan(prod, 'us-east-1');
    const expected = new Map(truth.report.findings.map(({ id, status }) => [id, status]));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...effects),
        fc.constantFrom(
          'DescribeDBClusters',
          'DescribeDBInstances',
          'DescribeDBClusterSnapshots',
          'ListProtectedResources',
        ),
        fc.integer({ min: 1, max: 3 }),
        async (effect, action, times) => {
          scans.aws.faults.clear();
          scans.aws.faults.add({ effect, action, times });
          const { report } = await scans.scan(prod, 'us-east-1');
          for (const { id, status } of report.findings) if (status !== 'unknown') expect(status).toBe(expected.get(id));
          if (report.result.status === 'scanned' && report.findings.every(({ status }) => status !== 'unknown'))
            expect(report.findings).toHaveLength(expected.size);
        },
      ),
      { numRuns: 25 },
    );
  });
});
