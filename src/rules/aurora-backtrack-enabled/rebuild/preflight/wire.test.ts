import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RegionInput } from '../../../../../demo/aws/test-kit.ts';
import { expectValid } from '../../../../../test/helpers/fixes.ts';
import { byId, home, inState, type Preflights, startPreflights } from '../../../../../test/helpers/preflights.ts';
import { externalId } from '../../../../../test/helpers/scans.ts';
import { auditPolicy } from '../../../../domain/iam/policies.ts';
import { meta } from '../../meta.ts';
import { checks } from './checks.ts';
import { preflightPermissions } from './permissions.ts';

/** The pre-flight over the wire: real SDK, audit role, the simulated AWS at the other end. */
const resourceId = 'cluster-ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const loginTo = (resource: string, Effect: 'Allow' | 'Deny' = 'Allow') => ({
  Version: '2012-10-17',
  Statement: [{ Effect, Action: 'rds-db:connect', Resource: resource }],
});
const dbuser = (id: string, user: string): string => `arn:aws:rds-db:us-east-1:${home}:dbuser:${id}/${user}`;
const many = <T>(count: number, make: (number: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index + 1));

const region: RegionInput = {
  clusters: [
    { name: 'quiet', instances: 2 },
    { name: 'neighbour', instances: 2 },
    { name: 'made', tags: { 'managed-by': 'aurora-keeper', 'aurora-keeper:remediation': 'r-1' } },
    {
      name: 'orders',
      instances: 3,
      parameterGroup: 'logged',
      raw: {
        DbClusterResourceId: resourceId,
        IAMDatabaseAuthenticationEnabled: true,
        HttpEndpointEnabled: true,
        ActivityStreamStatus: 'started',
        ActivityStreamKinesisStreamName: 'aws-rds-das-orders',
        AssociatedRoles: [
          { RoleArn: `arn:aws:iam::${home}:role/export-to-s3`, Status: 'ACTIVE', FeatureName: 's3Export' },
        ],
      },
    },
    {
      name: 'bound',
      instances: 0,
      globalCluster: 'world',
      raw: { PendingModifiedValues: { EngineVersion: '8.0.mysql_aurora.3.09.0' } },
    },
  ],
  parameterGroups: [{ name: 'logged', set: { binlog_format: 'ROW' } }],
  integrations: [{ name: 'to-warehouse', of: 'bound' }],
  deployments: [
    { name: 'upgrade', source: 'bound', status: 'AVAILABLE' },
    { name: 'done', source: 'orders', status: 'SWITCHOVER_COMPLETED' },
  ],
  proxies: [
    { name: 'shop-proxy', of: 'orders', secrets: ['app-login'] },
    { name: 'pg-proxy', engineFamily: 'POSTGRESQL' },
    ...many(4, (n) => ({ name: `other-${n}`, of: 'neighbour' })),
  ],
  customEndpoints: [
    { name: 'reports', of: 'orders', members: ['orders-3'] },
    { name: 'anything', of: 'orders', type: 'ANY', excluded: ['orders-1'] },
    { name: 'elsewhere', of: 'neighbour' },
  ],
  scaling: [
    { of: 'orders', min: 1, max: 7, policies: ['readers-cpu', 'readers-connections'], schedules: ['office-hours'] },
    { of: 'orders-eu' },
  ],
  secrets: [
    { name: 'rds!cluster-5f1c', of: 'orders' },
    { name: 'app-login' },
    { name: 'prod/orders/batch', rotation: { next: 'in 3h' } },
    { name: 'reorders', description: 'of the orderses' },
  ],
  dmsEndpoints: [
    { name: 'from-orders', of: 'orders', role: 'reader' },
    { name: 'to-lake', type: 'target', engine: 's3' },
    ...many(4, (n) => ({ name: `elsewhere-${n}`, server: `db${n}.example.com` })),
  ],
  dmsTasks: [{ name: 'orders-to-lake', source: 'from-orders', target: 'to-lake' }],
  alarms: [
    ...many(3, (n) => ({ name: `orders-${n}-cpu`, dimensions: { DBInstanceIdentifier: `orders-${n}` } })),
    { name: 'orders-writer-latency', dimensions: { DBClusterIdentifier: 'orders', Role: 'WRITER' } },
    {
      name: 'orders-error-rate',
      queries: ['q2/q3', { DBInstanceIdentifier: 'orders-2' }, { DBClusterIdentifier: 'orders' }],
    },
    {
      name: 'orders-query',
      queries: [`SELECT AVG(CPUUtilization) FROM "AWS/RDS" WHERE DBInstanceIdentifier = 'orders-3'`],
    },
    {
      name: 'TargetTracking-cluster:orders-AlarmHigh-1',
      dimensions: { DBClusterIdentifier: 'orders', Role: 'READER' },
    },
    { name: 'shop-down', rule: 'ALARM("orders-1-cpu") OR ALARM(elsewhere)' },
    { name: 'company-down', rule: 'ALARM("shop-down")' },
    { name: 'elsewhere', dimensions: { DBInstanceIdentifier: 'orders-10' } },
  ],
  eventSubscriptions: [
    { name: 'pager', type: 'db-instance', sources: ['orders-1', 'neighbour-1'] },
    { name: 'mail', type: 'db-cluster', sources: ['orders'] },
    { name: 'everything', type: 'db-cluster' },
  ],
  maintenance: [
    { of: 'orders-2', applied: 'in 5h' },
    { of: 'orders-3', action: 'db-upgrade', applied: 'in 9d' },
    { of: 'neighbour', action: 'system-update' },
  ],
  clusterSnapshots: [
    { name: 'for-partner', of: 'orders', sharedWith: ['222222222222'] },
    { name: 'for-nobody', of: 'orders' },
    { name: 'of-neighbour', of: 'neighbour', sharedWith: ['333333333333'] },
  ],
  plans: [
    {
      name: 'gold',
      selections: [
        { name: 'named', resources: [`arn:aws:rds:us-east-1:${home}:cluster:orders`] },
        {
          name: 'all-but',
          resources: ['arn:aws:rds:*:*:cluster:*'],
          notResources: [`arn:aws:rds:us-east-1:${home}:cluster:orders`],
        },
      ],
    },
    { name: 'tagged', selections: [{ name: 'prod', tags: { backup: 'daily' } }] },
  ],
};

const iam = {
  policies: [
    { name: 'orders-login', document: loginTo(dbuser(resourceId, 'app')) },
    { name: 'any-login', document: loginTo(dbuser('*', 'app')) },
    ...many(6, (n) => ({ name: `filler-${n}`, document: loginTo(dbuser('cluster-OTHER', 'app')) })),
  ],
  roles: [
    { name: 'shop-app', inline: { login: loginTo(dbuser(resourceId, 'shop')) } },
    { name: 'AWSReservedSSO_Analyst_1', inline: { login: loginTo(dbuser(resourceId, 'analyst')) } },
  ],
  users: [{ name: 'eve', inline: { never: loginTo(dbuser(resourceId, '*'), 'Deny') } }],
};

const generated = '333333333333';
/** An account whose audit role may do everything but this. */
const accountWithout = (action: string): string => `4${String(preflightPermissions.indexOf(action)).padStart(11, '0')}`;

let preflights: Preflights;
/** The same where every list that has two entries has two pages. */
let paged: Preflights;
beforeAll(async () => {
  const same = { regions: { 'us-east-1': region }, iam };
  const strategy = { id: 'rebuild', title: 'Rebuild', stages: [], planPermissions: preflightPermissions };
  const policy = auditPolicy([{ ...meta, strategies: [...(meta.strategies ?? []), strategy] }]);
  const asStatements = policy.Statement.map(({ Effect, Action, Resource }) => ({
    Effect,
    Action: [...Action],
    Resource: [...Resource],
  }));
  preflights = await startPreflights(region, { iam }, {}, [
    ...preflightPermissions.map((action) => ({
      id: accountWithout(action),
      ...same,
      roles: [{ name: 'aurora-keeper-audit', externalId, deny: [action] }],
    })),
    {
      id: generated,
      ...same,
      roles: [
        { name: 'aurora-keeper-audit', externalId, policies: [{ Version: policy.Version, Statement: asStatements }] },
      ],
    },
  ]);
  paged = await startPreflights(region, { iam }, { pageSize: 1 });
});
afterAll(async () => {
  await preflights.close();
  await paged.close();
});
afterEach(() => {
  preflights.aws.faults.clear();
  preflights.aws.requests.clear();
});

type Expected = readonly [state: string, detail: RegExp];

describe('a cluster that nothing is about', () => {
  it.each(['keep-name', 'new-endpoint'] as const)('is clear in every item: %s', async (way) => {
    const report = await preflights.run('quiet', way);
    for (const { id, state, detail } of report.items) expect(`${id}: ${state}`, detail).toBe(`${id}: clear`);
    expect(report.items.map(({ id }) => id)).toEqual(checks.map(({ id }) => id));
    expect(report.facts).toEqual({
      proxies: [],
      customEndpoints: [],
      scalableTargets: [],
      alarms: [],
      eventSubscriptions: [],
      loginPolicies: [],
      backupSelections: [
        expect.objectContaining({ selection: 'all-but', resource: 'arn:aws:rds:*:*:cluster:*', takesIn: true }),
      ],
      roles: [],
      masterSecret: null,
    });
    expect(report.patches).toEqual([]);
  });
});

const aboutOrders: Record<'keep-name' | 'new-endpoint', Record<string, Expected>> = {
  'keep-name': {
    maintenance: ['acknowledge', /system-update of orders-2, \d{4}-\d\d-\d\d \d\d:\d\d UTC\. Apply it first/],
    replication: ['acknowledge', /binlog_format is ROW/],
    dms: ['acknowledge', /\(orders-to-lake, running\)\. Stop that before the cut-over;/],
    'activity-stream': ['acknowledge', /aws-rds-das-orders.*start an activity stream of orders afterwards/],
    proxies: ['acknowledge', /^1 proxy \(shop-proxy\) has orders as the target\. .*take the old one out of it/],
    'custom-endpoints': ['acknowledge', /^2 custom endpoints \(anything, reports\) of orders stay/],
    autoscaling: ['acknowledge', /1 to 7 readers .*\(readers-cpu, readers-connections, office-hours\).*Suspend it/],
    'database-login': [
      'acknowledge',
      /^4 policies name cluster-ABC.* and 1 more\), and the new cluster has another id/,
    ],
    'master-secret': ['acknowledge', /in secret rds!cluster-5f1c-\w+, rotated every 7 days by RDS/],
    secrets: ['acknowledge', /^Rotated within a day: prod\/orders\/batch\./],
    alarms: [
      'acknowledge',
      /^5 alarms .* name orders-1, orders-2, orders-3 .*to orders-1-bt, orders-2-bt, orders-3-bt/,
    ],
    'event-subscriptions': ['acknowledge', /^1 subscription \(pager\) names orders-1 .*Add orders-1-bt to it/],
    'shared-snapshots': [
      'acknowledge',
      /^1 snapshot \(for-partner\) of orders is shared with 1 account \(222222222222\)/,
    ],
    'blue-green': ['clear', /^Completed: done/],
    'data-api': ['clear', /takes over with the name/],
    'backup-selections': ['clear', /^2 selections \(gold\/named, gold\/all-but\) match the ARN/],
    roles: ['clear', /^The restore passes on 1 role \(export-to-s3\)\.$/],
    'parameter-groups': ['clear', /passes on logged to the cluster and default\.aurora-mysql8\.0 to its instances/],
    quotas: ['clear', /clusters 5 \+ 1 of 40, instances 8 \+ 3 of 40, manual cluster snapshots 3 \+ 1 of 100/],
    subnets: ['clear', /^3 addresses needed; free in default: us-east-1a 4,000/],
    identifiers: ['clear', /^orders-bt, orders-old-\d{4}, orders-1-bt and 2 more are free\.$/],
  },
  'new-endpoint': {
    dms: ['acknowledge', /and give them the new endpoint/],
    'activity-stream': ['acknowledge', /of orders-bt afterwards/],
    proxies: ['acknowledge', /It goes on sending to the old cluster/],
    autoscaling: ['acknowledge', /register cluster:orders-bt with the same policies/],
    secrets: [
      'acknowledge',
      /^2 secrets \(.*\) mention orders or serve a proxy of it\. The values, which are not read here/,
    ],
    alarms: ['acknowledge', /^6 alarms .* name orders, orders-1, orders-2 and 1 more/],
    'event-subscriptions': ['acknowledge', /^2 subscriptions .*Add orders-bt, orders-1-bt to them/],
    'data-api': ['acknowledge', /give them that of orders-bt/],
    'backup-selections': ['acknowledge', /add orders-bt to them/],
    identifiers: ['clear', /^orders-bt, orders-1-bt, orders-2-bt and 1 more are free\.$/],
  },
};

describe.each(['keep-name', 'new-endpoint'] as const)('a cluster that much is about: %s', (way) => {
  const expected: Record<string, Expected> = { ...aboutOrders['keep-name'], ...aboutOrders[way] };

  it.each(['whole lists', 'pages of one'])('says of each item what it found in %s', async (size) => {
    const found = byId(await (size === 'whole lists' ? preflights : paged).run('orders', way));
    for (const [id, [state, detail]] of Object.entries(expected))
      expect(found.get(id), id).toMatchObject({ state, detail: expect.stringMatching(detail) });
    for (const [id, { state, detail }] of found) if (!(id in expected)) expect(state, `${id}: ${detail}`).toBe('clear');
  });

  it('asks nothing twice, and nothing that is not declared', async () => {
    await preflights.run('orders', way);
    expect(preflights.aws.requests.duplicates()).toEqual([]);
    const asked = new Set(preflights.aws.requests.list().map(({ service, action }) => `${service}:${action}`));
    asked.delete('sts:AssumeRole');
    expect([...asked].filter((action) => !preflightPermissions.includes(action))).toEqual([]);
    expect([...asked].sort()).toEqual([...preflightPermissions].sort());
    expect(preflights.aws.requests.writes()).toEqual([]);
  });

  it('needs no more than what the audit role is given for it', async () => {
    const report = await preflights.run('orders', way, { accountId: generated });
    expect(inState(report, 'unread')).toEqual([]);
  });
});

describe('the facts for later steps', () => {
  it('name what has to be made anew', async () => {
    const { facts } = await preflights.run('orders', 'keep-name');
    expect(facts).toMatchObject({
      proxies: [{ proxy: 'shop-proxy', targetGroup: 'default', registered: { cluster: 'orders' } }],
      customEndpoints: [
        { identifier: 'anything', type: 'ANY', staticMembers: [], excludedMembers: ['orders-1'] },
        { identifier: 'reports', type: 'READER', staticMembers: ['orders-3'], excludedMembers: [] },
      ],
      scalableTargets: [
        {
          resourceId: 'cluster:orders',
          dimension: 'rds:cluster:ReadReplicaCount',
          minCapacity: 1,
          maxCapacity: 7,
          policies: ['readers-cpu', 'readers-connections'],
          schedules: ['office-hours'],
        },
      ],
      eventSubscriptions: [
        { name: 'mail', sourceType: 'db-cluster', sourceIds: ['orders'] },
        { name: 'pager', sourceType: 'db-instance', sourceIds: ['orders-1'] },
      ],
      backupSelections: [
        { plan: 'gold', selection: 'named', takesIn: true },
        { plan: 'gold', selection: 'all-but', resource: 'arn:aws:rds:*:*:cluster:*', takesIn: true },
        { plan: 'gold', selection: 'all-but', resource: expect.stringMatching(/:cluster:orders$/), takesIn: false },
      ],
      roles: [{ arn: `arn:aws:iam::${home}:role/export-to-s3`, feature: 's3Export' }],
      masterSecret: { arn: expect.stringContaining('rds!cluster-5f1c'), rotation: true },
    });
    expect(facts.alarms?.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      'orders-1-cpu metric',
      'orders-2-cpu metric',
      'orders-3-cpu metric',
      'orders-error-rate metric',
      'orders-query metric',
      'orders-writer-latency metric',
      'shop-down composite',
      'company-down composite',
    ]);
    expect(facts.loginPolicies?.map(({ owner, policy }) => [owner, policy])).toEqual([
      [{ kind: 'managed-policy', arn: `arn:aws:iam::${home}:policy/orders-login` }, 'orders-login'],
      [{ kind: 'role', name: 'AWSReservedSSO_Analyst_1' }, 'login'],
      [{ kind: 'role', name: 'shop-app' }, 'login'],
      [{ kind: 'user', name: 'eve' }, 'never'],
    ]);
  });

  it('hold the patch of the policies, which names both ids', async () => {
    const { patches } = await preflights.run('orders', 'new-endpoint');
    const [patch] = patches;
    expect(patches).toHaveLength(1);
    await expectValid('cli', patch?.text ?? '');
    expect(patch?.text).toContain('--db-cluster-identifier orders-bt');
    for (const id of [resourceId, 'cluster-NEW']) expect(patch?.text).toContain(dbuser(id, 'shop'));
    expect(patch?.text).toMatch(/^# AWSReservedSSO_Analyst_1 belongs to IAM Identity Center/m);
  });
});

describe('a cluster that cannot be cut over', () => {
  it('says why, item by item', async () => {
    const report = await preflights.run('bound', 'keep-name');
    expect(inState(report, 'blocked')).toEqual([
      'instances',
      'pending-changes',
      'global-database',
      'zero-etl',
      'blue-green',
    ]);
  });

  it('does not give a name that is taken, but for what this remediation has made', async () => {
    const mine = { 'managed-by': 'aurora-keeper', 'aurora-keeper:remediation': 'r-1' };
    const names = { restored: 'made', old: 'neighbour', members: { 'quiet-1': 'quiet-1-bt', 'quiet-2': 'orders-2' } };
    const taken = byId(await preflights.run('quiet', 'keep-name', { names, over: { tags: mine } }));
    expect(taken.get('identifiers')).toMatchObject({
      state: 'blocked',
      detail: expect.stringMatching(/^neighbour, orders-2 exist already/),
    });
    const others = byId(await preflights.run('quiet', 'keep-name', { names: { ...names, old: 'quiet-old' } }));
    expect(others.get('identifiers')?.detail).toMatch(/^made, orders-2 exist already/);
  });
});

describe('what a step takes care of', () => {
  it('is clear, and says which step; what is blocked stays so', async () => {
    const planned = {
      proxies: 'Step 9 registers it anew.',
      'pending-changes': 'Step 1 applies it.',
      roles: 'Never said.',
    };
    const found = byId(await preflights.run('orders', 'keep-name', { planned }));
    expect(found.get('proxies')).toMatchObject({
      state: 'clear',
      detail: expect.stringMatching(/Step 9 registers it anew\.$/),
    });
    expect(found.get('roles')?.detail).not.toContain('Never said');
    expect(byId(await preflights.run('bound', 'keep-name', { planned })).get('pending-changes')?.state).toBe('blocked');
  });
});

/** What an item rests on; an item that rests on nothing but the cluster is in no list. */
const restsOn: Readonly<Record<string, readonly string[]>> = {
  'application-autoscaling:DescribeScalableTargets': ['autoscaling'],
  'application-autoscaling:DescribeScalingPolicies': ['autoscaling'],
  'application-autoscaling:DescribeScheduledActions': ['autoscaling'],
  'backup:GetBackupSelection': ['backup-selections'],
  'backup:ListBackupPlans': ['backup-selections'],
  'backup:ListBackupSelections': ['backup-selections'],
  'cloudwatch:DescribeAlarms': ['alarms'],
  'dms:DescribeEndpoints': ['dms'],
  'dms:DescribeReplicationTasks': ['dms'],
  'ec2:DescribeSubnets': ['subnets'],
  'iam:GetAccountAuthorizationDetails': ['database-login'],
  'kms:DescribeKey': ['encryption-keys'],
  'rds:DescribeAccountAttributes': ['quotas'],
  'rds:DescribeBlueGreenDeployments': ['blue-green'],
  'rds:DescribeDBClusterEndpoints': ['custom-endpoints'],
  'rds:DescribeDBClusterParameterGroups': ['parameter-groups'],
  'rds:DescribeDBClusterParameters': ['replication'],
  'rds:DescribeDBClusterSnapshotAttributes': ['shared-snapshots'],
  'rds:DescribeDBClusterSnapshots': ['shared-snapshots'],
  'rds:DescribeDBParameterGroups': ['parameter-groups'],
  'rds:DescribeDBProxies': ['proxies', 'secrets'],
  'rds:DescribeDBProxyTargetGroups': ['proxies', 'secrets'],
  'rds:DescribeDBProxyTargets': ['proxies', 'secrets'],
  'rds:DescribeDBSubnetGroups': ['subnets'],
  'rds:DescribeEventSubscriptions': ['event-subscriptions'],
  'rds:DescribeIntegrations': ['zero-etl'],
  'rds:DescribePendingMaintenanceActions': ['maintenance'],
  'secretsmanager:DescribeSecret': ['master-secret', 'secrets'],
  'secretsmanager:ListSecrets': ['secrets'],
};
/** Without these there is no cluster to look at. */
const needed = ['rds:DescribeDBClusters', 'rds:DescribeDBInstances'];

describe('a role that may not ask', () => {
  it('covers every permission below', () => {
    expect([...Object.keys(restsOn), ...needed].sort()).toEqual([...preflightPermissions].sort());
  });

  it.each(Object.entries(restsOn))('%s leaves %s unread, and is told what to allow', async (action, items) => {
    const accountId = accountWithout(action);
    const report = await preflights.run('orders', 'keep-name', { accountId });
    expect(inState(report, 'unread')).toEqual(items);
    const code = action.startsWith('ec2:') ? 'UnauthorizedOperation' : 'AccessDenied(Exception)?';
    const told = `^role aurora-keeper-audit of account ${accountId} may not call ${action} \\(${code}\\); allow it in the role's policy\\.$`;
    for (const id of items) expect(byId(report).get(id)?.detail).toMatch(new RegExp(told));
    expect(report.items).toHaveLength(checks.length);
  });

  it('has no fact that was not read', async () => {
    const { facts } = await preflights.run('orders', 'keep-name', {
      accountId: accountWithout('rds:DescribeDBProxies'),
    });
    expect(facts.proxies).toBeUndefined();
    expect(facts.customEndpoints).toHaveLength(2);
  });

  it.each(needed)('%s: there is nothing to look at', async (action) => {
    const refused = preflights.run('orders', 'keep-name', { accountId: accountWithout(action) });
    await expect(refused).rejects.toThrow(`may not call ${action}`);
  });
});

describe('AWS that throttles or fails', () => {
  it('is asked again, and the answer is the same', async () => {
    const truth = await preflights.run('orders', 'keep-name');
    preflights.aws.faults.add({ effect: 'throttle', probability: 0.08, seed: 7 });
    preflights.aws.faults.add({ effect: 'error', probability: 0.08, seed: 8 });
    const report = await preflights.run('orders', 'keep-name');
    const unread = inState(report, 'unread');
    for (const { id, state, detail } of report.items)
      if (!unread.includes(id))
        expect({ state, detail }, id).toEqual({
          state: byId(truth).get(id)?.state,
          detail: byId(truth).get(id)?.detail,
        });
    expect(unread.length).toBeLessThan(truth.items.length / 2);
  }, 120_000);

  it.each([
    ['ec2', 'DescribeSubnets', 'subnets'],
    ['dms', 'DescribeEndpoints', 'dms'],
  ])(
    'and goes on throttling %s:%s leaves it unread',
    async (service, action, id) => {
      preflights.aws.faults.add({ effect: 'throttle', service, action });
      const report = await preflights.run('orders', 'keep-name');
      expect(inState(report, 'unread')).toEqual([id]);
      expect(byId(report).get(id)?.detail).toMatch(
        new RegExp(`^AWS throttled ${service}:${action} \\(\\w+\\) and went on doing so\\.$`),
      );
    },
    60_000,
  );

  it.each([
    'html',
    'empty',
    'garbage-xml',
    'truncated',
    'reset',
  ] as const)('an answer that is broken is never taken for none: %s', async (effect) => {
    const truth = byId(await preflights.run('orders', 'keep-name'));
    const own = ['DescribeDBClusters', 'DescribeDBInstances', 'AssumeRole'];
    const actions = preflightPermissions.map((each) => each.split(':')[1] ?? '').filter((each) => !own.includes(each));
    for (const action of actions) preflights.aws.faults.add({ effect, action });
    for (const { id, state, detail } of (await preflights.run('orders', 'keep-name')).items)
      if (state !== 'unread')
        expect({ state, detail }, id).toMatchObject({ state: truth.get(id)?.state, detail: truth.get(id)?.detail });
    expect(byId(await preflights.run('orders', 'keep-name')).get('proxies')?.state).toBe('unread');
  }, 120_000);

  it('stops when it is told to', async () => {
    const abort = new AbortController();
    preflights.aws.faults.add({ effect: 'delay', ms: 2_000, service: 'kms' });
    const running = preflights.run('orders', 'keep-name', { over: { signal: abort.signal } });
    setTimeout(() => abort.abort(), 500);
    await expect(running).rejects.toThrow(/abort/i);
  });
});
