import {
  DescribeBlueGreenDeploymentsCommand,
  DescribeDBClusterEndpointsCommand,
  DescribeDBParameterGroupsCommand,
  DescribeDBProxiesCommand,
  DescribeDBProxyTargetGroupsCommand,
  DescribeDBProxyTargetsCommand,
  DescribeEventSubscriptionsCommand,
  DescribePendingMaintenanceActionsCommand,
  ModifyDBClusterCommand,
  paginateDescribeDBProxies,
} from '@aws-sdk/client-rds';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Clients,
  failureOf,
  smallOrg,
  startTestAws,
  type TestAws,
  type TestClock,
  testClock,
} from '../../test-kit.ts';

let aws: TestAws;
let clock: TestClock;
let clients: Clients;
const arn = 'arn:aws:rds:us-east-1:111111111111';
beforeAll(async () => {
  clock = testClock();
  const region = {
    clusters: [{ name: 'orders', instances: 2 }, { name: 'cart' }],
    proxies: [
      { name: 'shop', of: 'orders', secrets: ['app'] },
      { name: 'idle' },
      { name: 'pg', engineFamily: 'POSTGRESQL' as const },
    ],
    customEndpoints: [
      { name: 'reports', of: 'orders', members: ['orders-2'] },
      { name: 'writes', of: 'orders', type: 'ANY' as const, excluded: ['orders-2'] },
    ],
    deployments: [{ name: 'upgrade', source: 'cart' }],
    maintenance: [
      { of: 'orders', action: 'db-upgrade', autoAppliedAfter: 'in 3d' },
      { of: 'orders-1', applied: '2h ago', forced: 'in 9d' },
      { of: 'orders-1', action: 'ca-certificate-rotation' },
    ],
    eventSubscriptions: [
      { name: 'pager', type: 'db-instance', sources: ['orders-1'], categories: ['failover'] },
      { name: 'all', enabled: false },
    ],
  };
  aws = await startTestAws({ org: smallOrg(region, {}, { pageSize: 2 }), clock });
  clients = await aws.audit('111111111111');
});
afterAll(() => aws.close());

const targets = async (DBProxyName: string) =>
  (await clients.rds.send(new DescribeDBProxyTargetsCommand({ DBProxyName }))).Targets;

describe('RDS Proxies', () => {
  it('are listed in pages, of every engine family', async () => {
    const found: string[] = [];
    for await (const { DBProxies = [] } of paginateDescribeDBProxies({ client: clients.rds }, {}))
      found.push(...DBProxies.map(({ DBProxyName, EngineFamily }) => `${DBProxyName} ${EngineFamily}`));
    expect(found).toEqual(['idle MYSQL', 'pg POSTGRESQL', 'shop MYSQL']);
    const { DBProxies } = await clients.rds.send(new DescribeDBProxiesCommand({ DBProxyName: 'shop' }));
    expect(DBProxies?.[0]?.Auth?.[0]?.SecretArn).toMatch(/:secret:app-\w{6}$/);
  });

  it('have the tracked cluster and its instances as targets, in one group', async () => {
    expect(await targets('shop')).toMatchObject([
      { Type: 'RDS_INSTANCE', RdsResourceId: 'orders-1', TrackedClusterId: 'orders', Role: 'READ_WRITE' },
      { Type: 'RDS_INSTANCE', RdsResourceId: 'orders-2', TrackedClusterId: 'orders' },
    ]);
    expect(await targets('idle')).toEqual([]);
    const groups = new DescribeDBProxyTargetGroupsCommand({ DBProxyName: 'shop' });
    expect((await clients.rds.send(groups)).TargetGroups).toMatchObject([
      { TargetGroupName: 'default', IsDefault: true },
    ]);
  });

  it('are missed by name', async () => {
    expect((await failureOf(targets('nothing'))).name).toBe('DBProxyNotFoundFault');
    const other = new DescribeDBProxyTargetsCommand({ DBProxyName: 'shop', TargetGroupName: 'other' });
    expect((await failureOf(clients.rds.send(other))).name).toBe('DBProxyTargetGroupNotFoundFault');
  });
});

describe('endpoints of clusters', () => {
  const endpoints = async (input: object) =>
    (await clients.rds.send(new DescribeDBClusterEndpointsCommand(input))).DBClusterEndpoints;

  it('are the two of every cluster and the custom ones', async () => {
    const custom = await endpoints({
      DBClusterIdentifier: 'orders',
      Filters: [{ Name: 'db-cluster-endpoint-type', Values: ['custom'] }],
    });
    expect(custom).toMatchObject([
      { DBClusterEndpointIdentifier: 'reports', CustomEndpointType: 'READER', StaticMembers: ['orders-2'] },
      { DBClusterEndpointIdentifier: 'writes', CustomEndpointType: 'ANY', ExcludedMembers: ['orders-2'] },
    ]);
    const own = await endpoints({ DBClusterIdentifier: 'cart' });
    expect(own?.map(({ EndpointType }) => EndpointType).sort()).toEqual(['READER', 'WRITER']);
    expect(own?.some(({ DBClusterEndpointIdentifier: id }) => id !== undefined)).toBe(false);
  });

  it('are missed by the cluster', async () => {
    expect((await failureOf(endpoints({ DBClusterIdentifier: 'nothing' }))).name).toBe('DBClusterNotFoundFault');
  });
});

describe('what waits', () => {
  it('is listed by the ARN of its database', async () => {
    const all = await clients.rds.send(new DescribePendingMaintenanceActionsCommand({}));
    expect(all.PendingMaintenanceActions).toMatchObject([
      { ResourceIdentifier: `${arn}:cluster:orders`, PendingMaintenanceActionDetails: [{ Action: 'db-upgrade' }] },
      {
        ResourceIdentifier: `${arn}:db:orders-1`,
        PendingMaintenanceActionDetails: [
          { CurrentApplyDate: new Date('2026-11-02T10:00:00Z'), ForcedApplyDate: new Date('2026-11-11T12:00:00Z') },
          { Action: 'ca-certificate-rotation' },
        ],
      },
    ]);
    const filter = { Filters: [{ Name: 'db-instance-id', Values: ['orders-1'] }] };
    const some = await clients.rds.send(new DescribePendingMaintenanceActionsCommand(filter));
    expect(some.PendingMaintenanceActions).toHaveLength(1);
  });

  it('may be a blue/green deployment', async () => {
    const found = await clients.rds.send(new DescribeBlueGreenDeploymentsCommand({}));
    expect(found.BlueGreenDeployments).toMatchObject([{ Source: `${arn}:cluster:cart`, Status: 'AVAILABLE' }]);
    const missing = clients.rds.send(
      new DescribeBlueGreenDeploymentsCommand({ BlueGreenDeploymentIdentifier: 'bgd-x' }),
    );
    expect((await failureOf(missing)).name).toBe('BlueGreenDeploymentNotFoundFault');
  });
});

describe('event subscriptions and parameter groups', () => {
  it('name their sources, or none', async () => {
    const { EventSubscriptionsList } = await clients.rds.send(new DescribeEventSubscriptionsCommand({}));
    expect(EventSubscriptionsList).toMatchObject([
      { CustSubscriptionId: 'all', Enabled: false },
      { CustSubscriptionId: 'pager', SourceType: 'db-instance', SourceIdsList: ['orders-1'] },
    ]);
    expect(EventSubscriptionsList?.[0]?.SourceIdsList).toBeUndefined();
    const missing = clients.rds.send(new DescribeEventSubscriptionsCommand({ SubscriptionName: 'x' }));
    expect((await failureOf(missing)).name).toBe('SubscriptionNotFoundFault');
  });

  it('of instances are there by default, and missed by name', async () => {
    const ask = (DBParameterGroupName: string) =>
      clients.rds.send(new DescribeDBParameterGroupsCommand({ DBParameterGroupName }));
    expect((await ask('default.aurora-mysql8.0')).DBParameterGroups).toHaveLength(1);
    expect((await failureOf(ask('tuned'))).name).toBe('DBParameterGroupNotFoundFault');
    const listed = await clients.rds.send(new DescribeDBParameterGroupsCommand({}));
    expect(listed.DBParameterGroups?.map((each) => each.DBParameterGroupName)).toEqual(['default.aurora-mysql8.0']);
  });
});

describe('after a rename', () => {
  it('a proxy and custom endpoints stay with the cluster, a subscription with the text', async () => {
    const fixer = await aws.fixer();
    const rename = { DBClusterIdentifier: 'orders', NewDBClusterIdentifier: 'orders-old', ApplyImmediately: true };
    await fixer.rds.send(new ModifyDBClusterCommand(rename));
    clock.pass(1_800_000);
    aws.control.settle();
    expect((await targets('shop'))?.[0]?.TrackedClusterId).toBe('orders-old');
    const { DBClusterEndpoints } = await clients.rds.send(
      new DescribeDBClusterEndpointsCommand({
        DBClusterIdentifier: 'orders-old',
        Filters: [{ Name: 'db-cluster-endpoint-id', Values: ['reports'] }],
      }),
    );
    expect(DBClusterEndpoints?.[0]?.DBClusterIdentifier).toBe('orders-old');
    const { EventSubscriptionsList } = await clients.rds.send(new DescribeEventSubscriptionsCommand({}));
    expect(EventSubscriptionsList?.[1]?.SourceIdsList).toEqual(['orders-1']);
  });
});
