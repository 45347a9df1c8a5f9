import {
  ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
  DescribeScalingPoliciesCommand,
  DescribeScheduledActionsCommand,
} from '@aws-sdk/client-application-auto-scaling';
import { DescribeAlarmsCommand, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import {
  DatabaseMigrationServiceClient,
  DescribeEndpointsCommand,
  DescribeReplicationTasksCommand,
} from '@aws-sdk/client-database-migration-service';
import { DescribeSubnetsCommand, EC2Client, paginateDescribeSubnets } from '@aws-sdk/client-ec2';
import { GetAccountAuthorizationDetailsCommand, paginateGetAccountAuthorizationDetails } from '@aws-sdk/client-iam';
import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { DescribeDBClustersCommand, DescribeDBSubnetGroupsCommand, ModifyDBClusterCommand } from '@aws-sdk/client-rds';
import {
  DescribeSecretCommand,
  ListSecretsCommand,
  paginateListSecrets,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type Clients,
  failureOf,
  smallOrg,
  startTestAws,
  type TestAws,
  type TestClock,
  testClock,
} from './test-kit.ts';

const id = '111111111111';
let aws: TestAws;
let clock: TestClock;
let clients: Clients;
let scaling: ApplicationAutoScalingClient;
let secrets: SecretsManagerClient;
let dms: DatabaseMigrationServiceClient;
let ec2: EC2Client;
let kms: KMSClient;

beforeAll(async () => {
  clock = testClock();
  const region = {
    clusters: [{ name: 'orders' }, { name: 'cart' }],
    subnetGroups: [{ name: 'small', zones: ['a' as const, 'b' as const], freeAddresses: 3 }],
    scaling: [{ of: 'orders', policies: ['cpu', 'load'], schedules: ['night'] }, { of: 'cart' }, { of: 'gone' }],
    secrets: [
      { name: 'prod/orders', description: 'the shop', tags: { team: 'Shop-Floor' } },
      { name: 'orders-of-others', rotation: { everyDays: 5, next: 'in 2d' } },
      { name: 'unrelated' },
      { name: 'orders-thrown-away', deleted: '2d ago' },
      { name: 'rds!cluster-9', of: 'orders', status: 'rotating' as const },
    ],
    dmsEndpoints: [
      { name: 'from', of: 'orders' },
      { name: 'to', type: 'target' as const, engine: 's3' },
      { name: 'hidden', fromSecret: true },
    ],
    dmsTasks: [{ name: 'copy', source: 'from', target: 'to' }],
    alarms: [
      { name: 'a-cpu', dimensions: { DBInstanceIdentifier: 'orders-1' } },
      { name: 'b-math', queries: ['q2 * 2', { DBClusterIdentifier: 'orders' }] },
      { name: 'c-both', rule: 'ALARM("a-cpu")' },
      { name: 'd-cpu' },
    ],
    keys: [{ arn: `arn:aws:kms:us-east-1:${id}:key/doomed`, state: 'PendingDeletion' as const }],
  };
  const iam = {
    policies: [{ name: 'login', document: { Version: '2012-10-17', Statement: [] } }],
    users: [{ name: 'eve' }],
    groups: [{ name: 'ops', inline: { own: { Statement: 'with space & more' } } }],
    roles: [{ name: 'app' }],
  };
  aws = await startTestAws({ org: smallOrg(region, { iam }, { pageSize: 2 }), clock });
  const keys = await aws.assume(id);
  clients = aws.clients(keys);
  const config = { endpoint: aws.url, region: 'us-east-1', credentials: keys, maxAttempts: 1 };
  scaling = new ApplicationAutoScalingClient(config);
  secrets = new SecretsManagerClient(config);
  dms = new DatabaseMigrationServiceClient(config);
  ec2 = new EC2Client(config);
  kms = new KMSClient(config);
});
afterAll(async () => {
  for (const client of [scaling, secrets, dms, ec2, kms]) client.destroy();
  await aws.close();
});
afterEach(() => aws.faults.clear());

describe('Application Auto Scaling', () => {
  it('knows targets by the text of their resource, also when there is no such cluster', async () => {
    const named = (...ResourceIds: string[]) =>
      scaling.send(new DescribeScalableTargetsCommand({ ServiceNamespace: 'rds', ResourceIds }));
    expect((await named('cluster:gone')).ScalableTargets).toMatchObject([{ MinCapacity: 1, MaxCapacity: 5 }]);
    expect((await named('cluster:nothing')).ScalableTargets).toEqual([]);
    const of = { ServiceNamespace: 'rds', ResourceId: 'cluster:orders' } as const;
    const { ScalingPolicies } = await scaling.send(new DescribeScalingPoliciesCommand(of));
    expect(ScalingPolicies?.map(({ PolicyName }) => PolicyName).sort()).toEqual(['cpu', 'load']);
    expect((await scaling.send(new DescribeScheduledActionsCommand(of))).ScheduledActions).toHaveLength(1);
  });

  it('lists in pages, and refuses what it does not take', async () => {
    const ask = (input: object) =>
      scaling.send(new DescribeScalableTargetsCommand({ ServiceNamespace: 'rds', ...input }));
    const first = await ask({});
    expect(first.ScalableTargets).toHaveLength(2);
    expect((await ask({ NextToken: first.NextToken })).ScalableTargets).toHaveLength(1);
    expect((await failureOf(ask({ NextToken: 'x' }))).name).toBe('InvalidNextTokenException');
    expect((await failureOf(ask({ MaxResults: 51 }))).name).toBe('ValidationException');
  });
});

describe('AWS Secrets Manager', () => {
  const found = async (input: object): Promise<string[]> => {
    const names: string[] = [];
    for await (const { SecretList = [] } of paginateListSecrets({ client: secrets }, input))
      names.push(...SecretList.map(({ Name = '' }) => Name));
    return names.sort();
  };

  it('finds words at the beginning of words, and nothing that is being deleted', async () => {
    const all = (value: string) => found({ Filters: [{ Key: 'all', Values: [value] }] });
    expect(await all('orders')).toEqual(['orders-of-others', 'prod/orders', expect.stringContaining('rds!cluster-9')]);
    expect(await all('FLOOR')).toEqual(['prod/orders']);
    expect(await all('hop')).toEqual([]);
    expect(await found({ Filters: [{ Key: 'name', Values: ['orders'] }] })).toEqual(['orders-of-others']);
    expect(await found({ IncludePlannedDeletion: true })).toContain('orders-thrown-away');
  });

  it('describes one by name or ARN, never with a value', async () => {
    const one = await secrets.send(new DescribeSecretCommand({ SecretId: 'orders-of-others' }));
    expect(one).toMatchObject({ RotationEnabled: true, RotationRules: { AutomaticallyAfterDays: 5 } });
    expect(one.NextRotationDate).toEqual(new Date('2026-11-04T12:00:00Z'));
    const again = await secrets.send(new DescribeSecretCommand({ SecretId: one.ARN ?? '' }));
    expect(again.Name).toBe(one.Name);
    expect((await failureOf(secrets.send(new DescribeSecretCommand({ SecretId: 'x' })))).name).toBe(
      'ResourceNotFoundException',
    );
    expect((await failureOf(secrets.send(new ListSecretsCommand({ MaxResults: 101 })))).name).toBe(
      'InvalidParameterException',
    );
  });

  it('holds the secrets that RDS manages, described or made later', async () => {
    const secretOf = async (DBClusterIdentifier: string) =>
      (await clients.rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier }))).DBClusters?.[0]
        ?.MasterUserSecret;
    expect(await secretOf('orders')).toMatchObject({ SecretStatus: 'rotating' });
    const fixer = await aws.fixer();
    const manage = { DBClusterIdentifier: 'cart', ManageMasterUserPassword: true, ApplyImmediately: true };
    await fixer.rds.send(new ModifyDBClusterCommand(manage));
    clock.pass(1_800_000);
    aws.control.settle();
    for (const name of ['orders', 'cart']) {
      const { SecretArn = '' } = (await secretOf(name)) ?? {};
      const described = await secrets.send(new DescribeSecretCommand({ SecretId: SecretArn }));
      expect(described).toMatchObject({ OwningService: 'rds', RotationRules: { AutomaticallyAfterDays: 7 } });
    }
  });
});

describe('AWS DMS', () => {
  it('names servers, or does not', async () => {
    const { Endpoints } = await dms.send(new DescribeEndpointsCommand({}));
    expect(Endpoints).toMatchObject([
      { EndpointIdentifier: 'from', ServerName: expect.stringMatching(/^orders\.cluster-/) },
      { EndpointIdentifier: 'hidden', MySQLSettings: { SecretsManagerSecretId: 'dms/hidden' } },
    ]);
    expect(Endpoints?.[1]?.ServerName).toBeUndefined();
  });

  it('tells tasks with or without their settings, and calls a filter without a hit an error', async () => {
    const ask = (input: object) => dms.send(new DescribeReplicationTasksCommand(input));
    expect((await ask({})).ReplicationTasks?.[0]?.ReplicationTaskSettings).toBe('{}');
    const [task] = (await ask({ WithoutSettings: true })).ReplicationTasks ?? [];
    expect(task?.ReplicationTaskSettings).toBeUndefined();
    const filter = (Name: string, value: string) => ask({ Filters: [{ Name, Values: [value] }] });
    expect((await filter('endpoint-arn', task?.SourceEndpointArn ?? '')).ReplicationTasks).toHaveLength(1);
    expect((await failureOf(filter('replication-task-id', 'x'))).name).toBe('ResourceNotFoundFault');
    expect((await failureOf(filter('colour', 'red'))).name).toBe('InvalidParameterValueException');
  });
});

describe('alarms', () => {
  it('are those of metrics, unless composite ones are asked for, too', async () => {
    const names = async (input: object): Promise<string[]> => {
      const found: string[] = [];
      for await (const { MetricAlarms = [], CompositeAlarms = [] } of paginateDescribeAlarms(
        { client: clients.cloudwatch },
        input,
      ))
        found.push(...[...MetricAlarms, ...CompositeAlarms].map(({ AlarmName = '' }) => AlarmName));
      return found.sort();
    };
    expect(await names({})).toEqual(['a-cpu', 'b-math', 'd-cpu']);
    expect(await names({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] })).toEqual([
      'a-cpu',
      'b-math',
      'c-both',
      'd-cpu',
    ]);
    expect(await names({ AlarmNamePrefix: 'b' })).toEqual(['b-math']);
    const [math] =
      (await clients.cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: ['b-math'] }))).MetricAlarms ?? [];
    expect(math?.Metrics?.[1]?.MetricStat?.Metric?.Dimensions).toEqual([
      { Name: 'DBClusterIdentifier', Value: 'orders' },
    ]);
    expect((await failureOf(clients.cloudwatch.send(new DescribeAlarmsCommand({ MaxRecords: 101 })))).name).toMatch(
      /^InvalidParameterValue/,
    );
  });
});

describe('AWS KMS', () => {
  const state = async (KeyId: string) => (await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.KeyState;

  it('knows keys that are described, and those in use', async () => {
    const { DBClusters } = await clients.rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier: 'orders' }));
    expect(await state(DBClusters?.[0]?.KmsKeyId ?? '')).toBe('Enabled');
    expect(await state('doomed')).toBe('PendingDeletion');
    expect((await failureOf(state('nothing'))).name).toBe('NotFoundException');
  });
});

describe('Amazon EC2', () => {
  const idsIn = async (group: string): Promise<string[]> => {
    const command = new DescribeDBSubnetGroupsCommand({ DBSubnetGroupName: group });
    const { DBSubnetGroups } = await clients.rds.send(command);
    return DBSubnetGroups?.[0]?.Subnets?.flatMap(({ SubnetIdentifier: subnet }) => subnet ?? []) ?? [];
  };

  it('tells how many addresses are free, in pages', async () => {
    const found: object[] = [];
    const Filters = [{ Name: 'subnet-id', Values: await idsIn('small') }];
    for await (const { Subnets = [] } of paginateDescribeSubnets({ client: ec2 }, { Filters })) found.push(...Subnets);
    expect(found).toHaveLength(2);
    expect(found).toMatchObject([{ AvailableIpAddressCount: 3 }, { AvailableIpAddressCount: 3, State: 'available' }]);
    const all = await ec2.send(new DescribeSubnetsCommand({}));
    expect(all.NextToken).toBeDefined();
  });

  it('refuses a call for a subnet that is gone, but not a filter', async () => {
    const gone = failureOf(ec2.send(new DescribeSubnetsCommand({ SubnetIds: ['subnet-0000'] })));
    expect((await gone).name).toBe('InvalidSubnetID.NotFound');
    const Filters = [{ Name: 'subnet-id', Values: ['subnet-0000'] }];
    expect((await ec2.send(new DescribeSubnetsCommand({ Filters }))).Subnets).toEqual([]);
    expect((await failureOf(ec2.send(new DescribeSubnetsCommand({ MaxResults: 4 })))).name).toBe(
      'InvalidParameterValue',
    );
  });

  it('speaks of its own: denied, throttled, unknown', async () => {
    aws.addRole(id, { name: 'nobody', externalId: 'nobody' });
    const keys = await aws.assume(id, { RoleArn: `arn:aws:iam::${id}:role/nobody`, ExternalId: 'nobody' });
    const client = new EC2Client({ endpoint: aws.url, region: 'us-east-1', credentials: keys, maxAttempts: 1 });
    const denied = await failureOf(client.send(new DescribeSubnetsCommand({})));
    client.destroy();
    expect(denied).toMatchObject({ name: 'UnauthorizedOperation', $metadata: { httpStatusCode: 403 } });
    expect(denied.message).toMatch(
      /^You are not authorized to perform this operation\. User: arn:.* is not authorized to perform: ec2:DescribeSubnets/,
    );
    aws.faults.add({ effect: 'throttle', service: 'ec2', times: 1 });
    const throttled = await failureOf(ec2.send(new DescribeSubnetsCommand({})));
    expect(throttled).toMatchObject({ name: 'RequestLimitExceeded', $metadata: { httpStatusCode: 503 } });
  });
});

describe('what the account may do', () => {
  it('comes in pages that end anywhere, filtered by kind', async () => {
    const kinds: string[] = [];
    let pages = 0;
    for await (const page of paginateGetAccountAuthorizationDetails(
      { client: clients.iam },
      { Filter: ['User', 'Role', 'Group', 'LocalManagedPolicy'] },
    )) {
      pages += 1;
      for (const { UserName } of page.UserDetailList ?? []) kinds.push(`user ${UserName}`);
      for (const { GroupName } of page.GroupDetailList ?? []) kinds.push(`group ${GroupName}`);
      for (const { RoleName } of page.RoleDetailList ?? []) kinds.push(`role ${RoleName}`);
      for (const { PolicyName } of page.Policies ?? []) kinds.push(`policy ${PolicyName}`);
    }
    expect(pages).toBeGreaterThan(2);
    expect(kinds).toEqual(
      expect.arrayContaining(['user eve', 'group ops', 'role app', 'role aurora-keeper-audit', 'policy login']),
    );
    const [first] = kinds;
    expect(first).toBe('user eve');
  });

  it('has documents that are percent-encoded, and old versions beside the default one', async () => {
    const ask = (kind: 'Group' | 'LocalManagedPolicy') =>
      clients.iam.send(new GetAccountAuthorizationDetailsCommand({ Filter: [kind], MaxItems: 2 }));
    const text = (await ask('Group')).GroupDetailList?.[0]?.GroupPolicyList?.[0]?.PolicyDocument ?? '';
    expect(text).not.toMatch(/[ "&]/);
    expect(JSON.parse(decodeURIComponent(text))).toEqual({ Statement: 'with space & more' });
    const [policy] = (await ask('LocalManagedPolicy')).Policies ?? [];
    expect(policy?.PolicyVersionList?.map(({ VersionId }) => VersionId)).toEqual(['v2', 'v1']);
    expect(policy?.DefaultVersionId).toBe('v2');
  });
});
