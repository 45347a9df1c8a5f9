import { describe, expect, it } from 'vitest';
import {
  account,
  clusterArn,
  now,
  resourceId,
  type SubjectInput,
  subject,
} from '../../../../../test/helpers/preflight-subject.ts';
import type { Decision } from './check.ts';
import { decideActivityStream } from './checks/activity-stream.ts';
import { decideAlarms } from './checks/alarms.ts';
import { decideAutoscaling } from './checks/autoscaling.ts';
import { decideBackupSelections } from './checks/backup-selections.ts';
import { decideBlueGreen } from './checks/blue-green.ts';
import { decideState } from './checks/cluster-state.ts';
import { decideCustomEndpoints } from './checks/custom-endpoints.ts';
import { decideDataApi } from './checks/data-api.ts';
import { decideDatabaseLogin } from './checks/database-login.ts';
import { decideDeletionProtection } from './checks/deletion-protection.ts';
import { decideDms } from './checks/dms.ts';
import { decideEncryptionKeys, keysOf } from './checks/encryption-keys.ts';
import { decideEventSubscriptions } from './checks/event-subscriptions.ts';
import { decideGlobalDatabase } from './checks/global-database.ts';
import { decideIdentifiers } from './checks/identifiers.ts';
import { decideInstances } from './checks/instances.ts';
import { decideMaintenance } from './checks/maintenance.ts';
import { decideMasterSecret } from './checks/master-secret.ts';
import { decideParameterGroups } from './checks/parameter-groups.ts';
import { decidePendingChanges } from './checks/pending-changes.ts';
import { decideProxies, registeredIn } from './checks/proxies.ts';
import { decideQuotas } from './checks/quotas.ts';
import { decideReplication } from './checks/replication.ts';
import { decideRoles } from './checks/roles.ts';
import { decideSecrets, mentions } from './checks/secrets.ts';
import { decideSharedSnapshots } from './checks/shared-snapshots.ts';
import { decideSubnets } from './checks/subnets.ts';
import { decideZeroEtl } from './checks/zero-etl.ts';
import { checks } from './checks.ts';
import { few, isSoon } from './words.ts';

type Case = readonly [what: string, decide: () => Decision, state: Decision['state'], detail: RegExp];
const s = subject;
const hours = (count: number): Date => new Date(now.getTime() + count * 3_600_000);
const longest = `the-longest-name-that-rds-permits-has-sixty-three-characters-so`;
const other: SubjectInput = { way: 'new-endpoint' };
const none = { clusters: new Set<string>(), instances: new Set<string>() };
const kept = { restored: 'orders-bt', old: 'orders-old', members: { 'orders-1': 'orders-1', 'orders-2': 'orders-2' } };

const stateOf: Case[] = [
  [
    'is available',
    () => decideState(s()),
    'clear',
    /^orders and its instances \(orders-1, orders-2\) are available\.$/,
  ],
  ['is busy', () => decideState(s({ cluster: { Status: 'upgrading' } })), 'blocked', /^orders is upgrading\./],
  ['has no state', () => decideState(s({ cluster: { Status: undefined } as object })), 'blocked', /does not tell/],
  [
    'has a busy instance',
    () => decideState(s({ only: { 2: { DBInstanceStatus: 'rebooting' } } })),
    'blocked',
    /^orders-2 is rebooting\. Plan again/,
  ],
  [
    'has many busy instances',
    () => decideState(s({ instances: 16, instance: { DBInstanceStatus: 'modifying' } })),
    'blocked',
    /orders-3 is modifying and 13 more/,
  ],
  ['has no instances', () => decideState(s({ instances: 0 })), 'clear', /^orders is available\.$/],
];

const instancesOf: Case[] = [
  [
    'two',
    () => decideInstances(s()),
    'clear',
    /gets 2 instances: orders-1-bt, orders-2-bt, the first as its writer\.$/,
  ],
  ['one', () => decideInstances(s({ instances: 1 })), 'clear', /gets 1 instance: orders-1-bt/],
  [
    'a writer and fifteen readers',
    () => decideInstances(s({ instances: 16 })),
    'clear',
    /gets 16 instances: .* and 13 more/,
  ],
  ['none', () => decideInstances(s({ instances: 0 })), 'blocked', /has no instance/],
  [
    'no writer',
    () =>
      decideInstances(
        s({ cluster: { DBClusterMembers: [{ DBInstanceIdentifier: 'orders-1', IsClusterWriter: false }] } }),
      ),
    'blocked',
    /None of orders-1, orders-2 is the writer/,
  ],
  [
    'serverless',
    () =>
      decideInstances(
        s({
          instance: { DBInstanceClass: 'db.serverless' },
          cluster: { ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 16 } },
        }),
      ),
    'clear',
    /Serverless, 0\.5 to 16 ACUs\.$/,
  ],
  [
    'serverless without a range',
    () => decideInstances(s({ only: { 2: { DBInstanceClass: 'db.serverless' } } })),
    'blocked',
    /no capacity range/,
  ],
  [
    'one that Auto Scaling added',
    () => decideInstances(s({ only: { 2: { DBInstanceIdentifier: 'application-autoscaling-1f' } } })),
    'clear',
    /gets 1 instance: .*Not made anew, since Auto Scaling added them: application-autoscaling-1f\.$/,
  ],
  [
    'a writer that Auto Scaling added',
    () => decideInstances(s({ only: { 1: { DBInstanceIdentifier: 'application-autoscaling-1f' } } })),
    'clear',
    /gets 2 instances/,
  ],
];

const identifiersOf: Case[] = [
  [
    'free',
    () => decideIdentifiers(none, s()),
    'clear',
    /^orders-bt, orders-old-1121, orders-1-bt and 1 more are free\.$/,
  ],
  [
    'free, the old one keeps its own',
    () => decideIdentifiers({ ...none, clusters: new Set(['orders']) }, s(other)),
    'clear',
    /^orders-bt, orders-1-bt, orders-2-bt are free\.$/,
  ],
  [
    'in use by a cluster',
    () => decideIdentifiers({ ...none, clusters: new Set(['orders-bt']) }, s()),
    'blocked',
    /^orders-bt exists already/,
  ],
  [
    'in use by the old name',
    () => decideIdentifiers({ ...none, clusters: new Set(['orders-old-1121']) }, s()),
    'blocked',
    /^orders-old-1121 exists already/,
  ],
  [
    'an old name that is not given',
    () => decideIdentifiers({ ...none, clusters: new Set(['orders-old-1121']) }, s(other)),
    'clear',
    /are free/,
  ],
  [
    'in use by an instance',
    () => decideIdentifiers({ ...none, instances: new Set(['orders-2-bt']) }, s()),
    'blocked',
    /^orders-2-bt exists already/,
  ],
  [
    'instances that keep theirs',
    () => decideIdentifiers({ ...none, instances: new Set(['orders-1', 'orders-2']) }, s({ names: kept })),
    'clear',
    /are free/,
  ],
  [
    '63 characters long',
    () => decideIdentifiers(none, s({ name: longest, instances: 0 })),
    'acknowledge',
    /63 characters at most, so these names are cut off: the-longest-name-that-rds-permits-has-sixty-three-characters-bt and 1 more\.$/,
  ],
  [
    'so long that two instances become one',
    () =>
      decideIdentifiers(
        none,
        s({
          only: {
            1: { DBInstanceIdentifier: `${longest.slice(0, 61)}-1` },
            2: { DBInstanceIdentifier: `${longest.slice(0, 61)}-2` },
          },
        }),
      ),
    'blocked',
    /More than one instance would be called/,
  ],
];

const waiting: Case[] = [
  ['nothing', () => decidePendingChanges(s()), 'clear', /^Nothing waits/],
  [
    'empty values',
    () =>
      decidePendingChanges(
        s({ cluster: { PendingModifiedValues: {} }, instance: { PendingModifiedValues: { ProcessorFeatures: [] } } }),
      ),
    'clear',
    /^Nothing waits/,
  ],
  [
    'a version',
    () => decidePendingChanges(s({ cluster: { PendingModifiedValues: { EngineVersion: '8.0' } } })),
    'blocked',
    /^Waits to be applied: EngineVersion of orders\./,
  ],
  [
    'a class',
    () => decidePendingChanges(s({ only: { 2: { PendingModifiedValues: { DBInstanceClass: 'db.r7g.large' } } } })),
    'blocked',
    /DBInstanceClass of orders-2/,
  ],
  [
    'log exports',
    () =>
      decidePendingChanges(
        s({ cluster: { PendingModifiedValues: { PendingCloudwatchLogsExports: { LogTypesToEnable: ['audit'] } } } }),
      ),
    'blocked',
    /PendingCloudwatchLogsExports of orders/,
  ],
];

const action = (of: string, at: Record<string, Date> = {}) => ({
  ResourceIdentifier: of,
  PendingMaintenanceActionDetails: [{ Action: 'system-update', ...at }],
});
const db = (id: string) => `arn:aws:rds:us-east-1:${account}:db:${id}`;
const maintenanceOf: Case[] = [
  ['none', () => decideMaintenance([], s()), 'clear', /^None\.$/],
  [
    "another cluster's",
    () => decideMaintenance([action(clusterArn('cart'), { CurrentApplyDate: hours(1) })], s()),
    'clear',
    /^None\.$/,
  ],
  [
    'without a date',
    () => decideMaintenance([action(db('orders-1'))], s()),
    'clear',
    /^Not within a day: system-update of orders-1\./,
  ],
  [
    'next week',
    () => decideMaintenance([action(clusterArn('orders'), { CurrentApplyDate: hours(160) })], s()),
    'clear',
    /Not within a day/,
  ],
  [
    'tonight',
    () => decideMaintenance([action(db('orders-2'), { CurrentApplyDate: hours(10) })], s()),
    'acknowledge',
    /system-update of orders-2, 2026-11-21 19:00 UTC\./,
  ],
  [
    'overdue',
    () => decideMaintenance([action(db('orders-2'), { CurrentApplyDate: hours(-50) })], s()),
    'acknowledge',
    /May begin while/,
  ],
  [
    'at the next window from now on',
    () => decideMaintenance([action(db('orders-2'), { AutoAppliedAfterDate: hours(-1) })], s()),
    'acknowledge',
    /May begin while/,
  ],
  [
    'forced tomorrow',
    () => decideMaintenance([action(db('orders-2'), { ForcedApplyDate: hours(23) })], s()),
    'acknowledge',
    /May begin while/,
  ],
  [
    'put off by somebody',
    () =>
      decideMaintenance(
        [action(db('orders-2'), { CurrentApplyDate: hours(300), AutoAppliedAfterDate: hours(-1) })],
        s(),
      ),
    'clear',
    /Not within a day/,
  ],
];

const excluded: Case[] = [
  ['no global database', () => decideGlobalDatabase(s()), 'clear', /belongs to none/],
  [
    'a global database',
    () => decideGlobalDatabase(s({ cluster: { GlobalClusterIdentifier: 'world' } })),
    'blocked',
    /global database world/,
  ],
  [
    'forwards writes',
    () => decideGlobalDatabase(s({ cluster: { GlobalWriteForwardingStatus: 'enabled' } })),
    'blocked',
    /forwards writes/,
  ],
  ['no replication', () => decideReplication({ format: 'OFF', enhanced: false }, s()), 'clear', /^No replicas/],
  [
    'AWS’s own group',
    () => decideReplication({ format: undefined, enhanced: false }, s()),
    'clear',
    /binary log is off/,
  ],
  [
    'a replica',
    () =>
      decideReplication(
        { format: undefined, enhanced: false },
        s({ cluster: { ReplicationSourceIdentifier: 'arn:x' } }),
      ),
    'blocked',
    /replicates from arn:x/,
  ],
  [
    'a source',
    () =>
      decideReplication(
        { format: undefined, enhanced: false },
        s({ cluster: { ReadReplicaIdentifiers: ['arn:a', 'arn:b'] } }),
      ),
    'blocked',
    /^arn:a, arn:b would go on/,
  ],
  [
    'enhanced binlog',
    () => decideReplication({ format: 'ROW', enhanced: true }, s({ cluster: { DBClusterParameterGroup: 'tuned' } })),
    'blocked',
    /parameter group tuned/,
  ],
  [
    'a binary log',
    () => decideReplication({ format: 'MIXED', enhanced: false }, s()),
    'acknowledge',
    /^binlog_format is MIXED\./,
  ],
  ['no integration', () => decideZeroEtl([{ SourceArn: clusterArn('cart') }], s()), 'clear', /feeds none/],
  [
    'an integration',
    () => decideZeroEtl([{ SourceArn: clusterArn('orders'), IntegrationName: 'lake', Status: 'active' }], s()),
    'blocked',
    /feeds the integration lake/,
  ],
  ['no stream', () => decideActivityStream(s()), 'clear', /has none/],
  [
    'a stream',
    () =>
      decideActivityStream(s({ cluster: { ActivityStreamStatus: 'started', ActivityStreamKinesisStreamName: 'das' } })),
    'acknowledge',
    /Kinesis stream das\..*of orders afterwards/,
  ],
  [
    'a stream of the new name',
    () => decideActivityStream(s({ ...other, cluster: { ActivityStreamStatus: 'started' } })),
    'acknowledge',
    /of orders-bt afterwards/,
  ],
  [
    'a stream that starts',
    () => decideActivityStream(s({ cluster: { ActivityStreamStatus: 'starting' } })),
    'blocked',
    /is starting/,
  ],
  [
    'no deployment',
    () => decideBlueGreen([{ Source: clusterArn('cart'), Status: 'AVAILABLE' }], s()),
    'clear',
    /is in none/,
  ],
  [
    'a green cluster',
    () =>
      decideBlueGreen([{ BlueGreenDeploymentName: 'up', Target: clusterArn('orders'), Status: 'PROVISIONING' }], s()),
    'blocked',
    /\(up, PROVISIONING\)/,
  ],
  [
    'a failed switchover',
    () =>
      decideBlueGreen(
        [{ BlueGreenDeploymentIdentifier: 'bgd-1', Source: clusterArn('orders'), Status: 'SWITCHOVER_FAILED' }],
        s(),
      ),
    'blocked',
    /\(bgd-1, SWITCHOVER_FAILED\)/,
  ],
  [
    'a finished one',
    () =>
      decideBlueGreen(
        [{ BlueGreenDeploymentName: 'up', Source: clusterArn('orders'), Status: 'SWITCHOVER_COMPLETED' }],
        s(),
      ),
    'clear',
    /^Completed: up/,
  ],
];

const at = (ServerName: string | undefined, more: object = {}) => ({
  EndpointIdentifier: 'e1',
  EndpointArn: 'arn:e1',
  EngineName: 'aurora',
  ...(ServerName !== undefined && { ServerName }),
  ...more,
});
const writer = 'ORDERS.cluster-abc.us-east-1.rds.amazonaws.com';
const migrations: Case[] = [
  ['none', () => decideDms({ endpoints: [], tasks: [] }, s()), 'clear', /No DMS endpoint names orders/],
  ['one elsewhere', () => decideDms({ endpoints: [at('db.example.com')], tasks: [] }, s()), 'clear', /No DMS endpoint/],
  [
    'an endpoint without a task',
    () => decideDms({ endpoints: [at(writer)], tasks: [] }, s()),
    'acknowledge',
    /knows orders by e1; no task uses it/,
  ],
  [
    'a task that reads',
    () =>
      decideDms(
        {
          endpoints: [at(writer)],
          tasks: [{ ReplicationTaskIdentifier: 't', Status: 'running', SourceEndpointArn: 'arn:e1' }],
        },
        s(),
      ),
    'acknowledge',
    /from or to orders \(t, running\)/,
  ],
  [
    'a task that writes',
    () =>
      decideDms(
        {
          endpoints: [at(writer)],
          tasks: [{ ReplicationTaskIdentifier: 't', Status: 'stopped', TargetEndpointArn: 'arn:e1' }],
        },
        s(other),
      ),
    'acknowledge',
    /\(t, stopped\).* and give them the new endpoint/,
  ],
  [
    'an endpoint at an instance',
    () => decideDms({ endpoints: [at('orders-2.abc.us-east-1.rds.amazonaws.com')], tasks: [] }, s()),
    'acknowledge',
    /knows orders by e1/,
  ],
  [
    'an endpoint at a custom endpoint',
    () =>
      decideDms(
        { endpoints: [at('r.cluster-custom-abc')], tasks: [] },
        s({ cluster: { CustomEndpoints: ['r.cluster-custom-abc'] } }),
      ),
    'acknowledge',
    /knows orders by e1/,
  ],
  [
    'an endpoint in its settings',
    () => decideDms({ endpoints: [at(undefined, { MySQLSettings: { ServerName: writer } })], tasks: [] }, s()),
    'acknowledge',
    /knows orders by e1/,
  ],
  [
    'an endpoint that only its secret knows',
    () => decideDms({ endpoints: [at(undefined)], tasks: [] }, s()),
    'acknowledge',
    /e1 take their server from a secret/,
  ],
  [
    'a bucket',
    () => decideDms({ endpoints: [at(undefined, { EngineName: 's3' })], tasks: [] }, s()),
    'clear',
    /No DMS endpoint/,
  ],
];

const proxy = (name: string) => ({
  proxy: name,
  targetGroup: 'default',
  registered: { cluster: 'orders' },
  secrets: [],
});
const alarm = (name: string, more: object) => ({
  name,
  kind: 'metric' as const,
  namesCluster: false,
  namesResourceId: false,
  instances: [],
  ...more,
});
const subscription = (sourceType: string, ...sourceIds: string[]) => ({ name: 'pager', sourceType, sourceIds });
const selection = (resource: string, takesIn = true) => ({ plan: 'gold', selection: 'prod', resource, takesIn });
const whoNamesIt: Case[] = [
  ['no proxy', () => decideProxies([], s()), 'clear', /target of none/],
  [
    'proxies, the name stays',
    () => decideProxies([proxy('a'), proxy('b')], s()),
    'acknowledge',
    /^2 proxies \(a, b\) have orders as the target\. AWS does not say/,
  ],
  [
    'a proxy, another name',
    () => decideProxies([proxy('a')], s(other)),
    'acknowledge',
    /^1 proxy \(a\) has .* goes on sending/,
  ],
  [
    'a proxy with two target groups',
    () => decideProxies([proxy('a'), { ...proxy('a'), targetGroup: 'more' }], s()),
    'acknowledge',
    /^1 proxy \(a\)/,
  ],
  ['no custom endpoint', () => decideCustomEndpoints([], s()), 'clear', /has none/],
  [
    'custom endpoints',
    () =>
      decideCustomEndpoints(
        [{ identifier: 'r', address: 'x', type: 'ANY', staticMembers: [], excludedMembers: [] }],
        s(),
      ),
    'acknowledge',
    /^1 custom endpoint \(r\) of orders stays .* create it at the new cluster/,
  ],
  ['no scaling', () => decideAutoscaling([], s()), 'clear', /is not scaled/],
  [
    'scaling without policies',
    () =>
      decideAutoscaling(
        [
          {
            resourceId: 'cluster:orders',
            dimension: 'd',
            minCapacity: 1,
            maxCapacity: 2,
            roleArn: undefined,
            policies: [],
            schedules: [],
          },
        ],
        s(),
      ),
    'acknowledge',
    /1 to 2 readers for the name orders\. Suspend it/,
  ],
  [
    'scaling, another name',
    () =>
      decideAutoscaling(
        [
          {
            resourceId: 'cluster:orders',
            dimension: 'd',
            minCapacity: 1,
            maxCapacity: 2,
            roleArn: undefined,
            policies: ['p'],
            schedules: [],
          },
        ],
        s(other),
      ),
    'acknowledge',
    /register cluster:orders-bt/,
  ],
  ['logging in by password', () => decideDatabaseLogin(undefined, s()), 'clear', /^Off for orders/],
  [
    'logging in to any cluster',
    () => decideDatabaseLogin([], s()),
    'clear',
    new RegExp(`No policy of this account names ${resourceId}`),
  ],
  [
    'logging in to this one',
    () =>
      decideDatabaseLogin(
        [{ owner: { kind: 'role', name: 'app' }, policy: 'login', document: {}, resources: ['x'] }],
        s(),
      ),
    'acknowledge',
    /^1 policy names cluster-\w+ \(role app\), and the new cluster has another id: whoever logs in by it cannot/,
  ],
  ['no Data API', () => decideDataApi(s()), 'clear', /^Off/],
  [
    'the Data API',
    () => decideDataApi(s({ cluster: { HttpEndpointEnabled: true } })),
    'clear',
    /takes over with the name/,
  ],
  [
    'the Data API, another name',
    () => decideDataApi(s({ ...other, cluster: { HttpEndpointEnabled: true } })),
    'acknowledge',
    /that of orders-bt/,
  ],
  ['no alarm', () => decideAlarms([], s()), 'clear', /^None names/],
  [
    'an alarm on the name',
    () => decideAlarms([alarm('a', { namesCluster: true })], s()),
    'clear',
    /^1 alarm \(a\) names orders and will watch the new cluster/,
  ],
  [
    'an alarm on the name, another name',
    () => decideAlarms([alarm('a', { namesCluster: true })], s(other)),
    'acknowledge',
    /names orders and would go on .*Point it to orders-bt after/,
  ],
  [
    'an alarm on an instance',
    () => decideAlarms([alarm('a', { instances: ['orders-2'] })], s()),
    'acknowledge',
    /names orders-2 .*Point it to orders-2-bt after/,
  ],
  [
    'an alarm on an instance that keeps its name',
    () => decideAlarms([alarm('a', { instances: ['orders-2'] })], s({ names: kept })),
    'clear',
    /will watch the new cluster/,
  ],
  [
    'an alarm on the resource id',
    () => decideAlarms([alarm('a', { namesResourceId: true })], s({ names: kept })),
    'acknowledge',
    /names orders and would go on .*Point it to orders after/,
  ],
  [
    'an alarm on an instance without a counterpart',
    () =>
      decideAlarms(
        [alarm('a', { instances: ['application-autoscaling-1'] })],
        s({ only: { 2: { DBInstanceIdentifier: 'application-autoscaling-1' } } }),
      ),
    'acknowledge',
    /Point it to orders-1-bt after/,
  ],
  [
    'a composite alarm alone',
    () => decideAlarms([{ ...alarm('a', { instances: ['orders-1'] }), kind: 'composite' }], s()),
    'clear',
    /^None names/,
  ],
  ['no subscription', () => decideEventSubscriptions([], s()), 'clear', /^None names/],
  [
    'a subscription to the name',
    () => decideEventSubscriptions([subscription('db-cluster', 'orders')], s()),
    'clear',
    /stays the name/,
  ],
  [
    'a subscription to the name, another name',
    () => decideEventSubscriptions([subscription('db-cluster', 'orders')], s(other)),
    'acknowledge',
    /Add orders-bt to it/,
  ],
  [
    'a subscription to instances',
    () => decideEventSubscriptions([subscription('db-instance', 'orders-1', 'orders-2')], s()),
    'acknowledge',
    /names orders-1, orders-2 .*Add orders-1-bt, orders-2-bt to it/,
  ],
  ['no selection', () => decideBackupSelections([], s()), 'clear', /^None names the ARN of orders/],
  [
    'no selection, continuous backups',
    () => decideBackupSelections([], s({ cluster: { AwsBackupRecoveryPointArn: 'arn:x' } })),
    'clear',
    /continuous backup of orders starts anew/,
  ],
  [
    'a selection',
    () => decideBackupSelections([selection(clusterArn('orders'))], s()),
    'clear',
    /^1 selection \(gold\/prod\) matches the ARN/,
  ],
  [
    'a selection, another name',
    () => decideBackupSelections([selection(clusterArn('orders'))], s(other)),
    'acknowledge',
    /^1 selection \(gold\/prod\) names the ARN of orders, .* add orders-bt to it/,
  ],
  [
    'a pattern that takes in both',
    () => decideBackupSelections([selection(clusterArn('orders*'))], s(other)),
    'clear',
    /matches the new cluster as well/,
  ],
  [
    'a selection that leaves it out, another name',
    () => decideBackupSelections([selection(clusterArn('orders'), false)], s(other)),
    'acknowledge',
    /add orders-bt/,
  ],
];

const managed: SubjectInput = {
  cluster: {
    MasterUserSecret: {
      SecretArn: `arn:aws:secretsmanager:us-east-1:${account}:secret:rds!cluster-1-AbCdEf`,
      SecretStatus: 'active',
    },
  },
};
const secret = (Name: string, more: object = {}) => ({ Name, ARN: `arn:${Name}`, ...more });
const passwords: Case[] = [
  ['not managed', () => decideMasterSecret(null, s()), 'clear', /does not manage the master password of orders/],
  [
    'managed',
    () => decideMasterSecret({ RotationEnabled: true, RotationRules: { AutomaticallyAfterDays: 7 } }, s(managed)),
    'acknowledge',
    /in secret rds!cluster-1-AbCdEf, rotated every 7 days by RDS\. The new cluster gets/,
  ],
  [
    'managed, not rotated',
    () => decideMasterSecret({}, s(managed)),
    'acknowledge',
    /in secret rds!cluster-1-AbCdEf\. The new/,
  ],
  ['managed and deleted', () => decideMasterSecret({ DeletedDate: now }, s(managed)), 'blocked', /is being deleted/],
  [
    'managed and impaired',
    () =>
      decideMasterSecret(
        {},
        s({
          cluster: { MasterUserSecret: { SecretArn: 'arn:aws:secretsmanager:r:a:secret:x', SecretStatus: 'impaired' } },
        }),
      ),
    'blocked',
    /Secret x of orders is impaired/,
  ],
  ['no secret', () => decideSecrets([], s()), 'clear', /^No secret mentions orders/],
  ['a deleted secret', () => decideSecrets([secret('orders', { DeletedDate: now })], s()), 'clear', /^No secret/],
  [
    'a secret',
    () => decideSecrets([secret('prod/orders')], s()),
    'clear',
    /^1 secret \(prod\/orders\) mentions orders or serves a proxy of it\. Names and/,
  ],
  [
    'a secret, another name',
    () => decideSecrets([secret('prod/orders')], s(other)),
    'acknowledge',
    /may hold its endpoint/,
  ],
  [
    'a secret that is rotated tonight',
    () => decideSecrets([secret('prod/orders', { RotationEnabled: true, NextRotationDate: hours(8) })], s()),
    'acknowledge',
    /^Rotated within a day: prod\/orders\./,
  ],
  [
    'a secret whose rotation is off',
    () => decideSecrets([secret('prod/orders', { RotationEnabled: false, NextRotationDate: hours(8) })], s()),
    'clear',
    /Names and endpoints/,
  ],
];

const free = (zone: string, count: number) => ({
  SubnetId: `subnet-${zone}`,
  AvailabilityZone: zone,
  AvailableIpAddressCount: count,
});
const quota = (clusters: number, instances: number, snapshots: number) => [
  { AccountQuotaName: 'DBClusters', Used: clusters, Max: 40 },
  { AccountQuotaName: 'DBInstances', Used: instances, Max: 40 },
  { AccountQuotaName: 'ManualClusterSnapshots', Used: snapshots, Max: 100 },
];
const room: Case[] = [
  [
    'quotas with room',
    () => decideQuotas(quota(39, 38, 99), s()),
    'clear',
    /^Enough: clusters 39 \+ 1 of 40, instances 38 \+ 2 of 40, manual cluster snapshots 99 \+ 1 of 100\.$/,
  ],
  [
    'one instance too many',
    () => decideQuotas(quota(1, 39, 0), s()),
    'blocked',
    /^Too few: instances 39 of 40 in use, 2 more needed\./,
  ],
  [
    'no room at all',
    () => decideQuotas(quota(40, 40, 100), s()),
    'blocked',
    /clusters 40 of 40.*; instances 40 of 40.*; manual cluster snapshots 100 of 100/,
  ],
  [
    'addresses',
    () => decideSubnets({ group: 'private', subnets: [free('us-east-1a', 2), free('us-east-1b', 0)] }, s()),
    'clear',
    /^2 addresses needed; free in private: us-east-1a 2, us-east-1b 0\.$/,
  ],
  [
    'addresses in two subnets of a zone',
    () => decideSubnets({ group: 'private', subnets: [free('us-east-1a', 1), free('us-east-1a', 1)] }, s()),
    'clear',
    /us-east-1a 2/,
  ],
  [
    'too few addresses',
    () => decideSubnets({ group: 'private', subnets: [free('us-east-1a', 1), free('us-east-1b', 4000)] }, s()),
    'blocked',
    /\(us-east-1a: 1 free, 2 needed\)/,
  ],
  [
    'a zone without a subnet',
    () => decideSubnets({ group: 'private', subnets: [free('us-east-1b', 9)] }, s()),
    'blocked',
    /\(us-east-1a: no subnet, 2 needed\)/,
  ],
  [
    'no group',
    () => decideSubnets({ group: 'private', subnets: undefined }, s()),
    'blocked',
    /Subnet group private does not exist/,
  ],
  ['no key', () => decideEncryptionKeys(new Map(), s()), 'clear', /uses no key/],
  [
    'an enabled key',
    () => decideEncryptionKeys(new Map([['arn:aws:kms:r:a:key/1234', 'Enabled']]), s()),
    'clear',
    /^Enabled: 1234\.$/,
  ],
  [
    'a disabled key',
    () =>
      decideEncryptionKeys(
        new Map([
          ['k1', 'Enabled'],
          ['k2', 'Disabled'],
        ]),
        s(),
      ),
    'blocked',
    /cannot use k2: Disabled\./,
  ],
  [
    'a key to be deleted',
    () => decideEncryptionKeys(new Map([['k2', 'PendingDeletion']]), s()),
    'blocked',
    /k2: PendingDeletion/,
  ],
  [
    'a key that is gone',
    () => decideEncryptionKeys(new Map([['k2', 'missing']]), s()),
    'blocked',
    /k2: does not exist/,
  ],
];

const role = (Status: string) => ({
  RoleArn: `arn:aws:iam::${account}:role/s3/exporter`,
  Status,
  FeatureName: 's3Export',
});
const carried: Case[] = [
  ['no role', () => decideRoles(s()), 'clear', /uses none/],
  [
    'a role',
    () => decideRoles(s({ cluster: { AssociatedRoles: [role('ACTIVE')] } })),
    'clear',
    /passes on 1 role \(exporter\)/,
  ],
  [
    'a role on its way',
    () => decideRoles(s({ cluster: { AssociatedRoles: [role('PENDING')] } })),
    'blocked',
    /exporter is being associated/,
  ],
  [
    'a role that cannot be assumed',
    () => decideRoles(s({ cluster: { AssociatedRoles: [role('INVALID')] } })),
    'acknowledge',
    /cannot assume exporter/,
  ],
  [
    'parameter groups',
    () => decideParameterGroups({ missing: [] }, s()),
    'clear',
    /^The restore passes on default\.aurora-mysql8\.0 to the cluster and default/,
  ],
  ['a missing group', () => decideParameterGroups({ missing: ['tuned'] }, s()), 'blocked', /^tuned does not exist/],
  [
    'parameters that wait in the cluster’s group',
    () =>
      decideParameterGroups(
        { missing: [] },
        s({
          cluster: {
            DBClusterMembers: [
              {
                DBInstanceIdentifier: 'orders-1',
                IsClusterWriter: true,
                DBClusterParameterGroupStatus: 'pending-reboot',
              },
            ],
          },
        }),
      ),
    'acknowledge',
    /^orders-1 has parameters that wait for a reboot/,
  ],
  [
    'parameters that wait in an instance’s group',
    () =>
      decideParameterGroups(
        { missing: [] },
        s({
          only: { 2: { DBParameterGroups: [{ DBParameterGroupName: 'p', ParameterApplyStatus: 'pending-reboot' }] } },
        }),
      ),
    'acknowledge',
    /^orders-2 has/,
  ],
  [
    'deletion protection',
    () => decideDeletionProtection(s({ cluster: { DeletionProtection: true } })),
    'clear',
    /^On\./,
  ],
  ['no deletion protection', () => decideDeletionProtection(s()), 'clear', /^Off for orders/],
  [
    'nothing shared',
    () => decideSharedSnapshots({ accounts: [], snapshots: [], notAsked: 0 }, s()),
    'clear',
    /is shared\.$/,
  ],
  [
    'too many to ask',
    () => decideSharedSnapshots({ accounts: [], snapshots: [], notAsked: 80 }, s()),
    'clear',
    /80 older ones were not asked about/,
  ],
  [
    'shared with one',
    () => decideSharedSnapshots({ accounts: ['222222222222'], snapshots: ['a', 'b'], notAsked: 0 }, s()),
    'acknowledge',
    /^2 snapshots \(a, b\) of orders are shared with 1 account \(222222222222\)/,
  ],
  [
    'shared with everybody',
    () => decideSharedSnapshots({ accounts: ['all'], snapshots: ['a'], notAsked: 0 }, s()),
    'acknowledge',
    /shared with everybody/,
  ],
];

const all: Record<string, Case[]> = {
  stateOf,
  instancesOf,
  identifiersOf,
  waiting,
  maintenanceOf,
  excluded,
  migrations,
  whoNamesIt,
  passwords,
  room,
  carried,
};

describe.each(Object.entries(all))('%s', (_, cases) => {
  it.each(cases)('%s', (_what, decide, state, detail) => {
    const decided = decide();
    expect(decided.detail).toMatch(detail);
    expect(decided.state).toBe(state);
    expect(decided.detail).toMatch(/^\S.*\.$/);
    expect(decided.detail).not.toMatch(/undefined|null|NaN|\[object/);
    expect(decided.detail.length).toBeLessThanOrEqual(300);
  });

  it('has a name of its own for every case', () => {
    expect(new Set(cases.map(([what]) => what)).size).toBe(cases.length);
  });
});

describe('what AWS always tells', () => {
  it.each<[string, () => Decision]>([
    ['a quota', () => decideQuotas(quota(1, 1, 1).slice(1), s())],
    [
      'the addresses of a subnet',
      () => decideSubnets({ group: 'g', subnets: [{ SubnetId: 'x', AvailabilityZone: 'z' }] }, s()),
    ],
    ['the resource of an action', () => decideMaintenance([{ PendingMaintenanceActionDetails: [] }], s())],
    ['the source of an integration', () => decideZeroEtl([{ Status: 'active' }], s())],
  ])('makes no verdict when it is missing: %s', (_, decide) => {
    expect(decide).toThrow(/could not be read/);
  });
});

describe('checks', () => {
  it('have ids of their own and fit on a checkbox', () => {
    expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
    for (const { what } of checks) expect(what.length).toBeLessThanOrEqual(75);
    // The review shows thirty.
    expect(checks.length).toBeLessThanOrEqual(30);
  });
});

describe('registeredIn', () => {
  it.each([
    [[{ Type: 'TRACKED_CLUSTER' as const, RdsResourceId: 'orders' }], { cluster: 'orders' }],
    [[{ Type: 'RDS_INSTANCE' as const, RdsResourceId: 'orders-2', TrackedClusterId: 'orders' }], { cluster: 'orders' }],
    [[{ TargetArn: clusterArn('orders') }], { cluster: 'orders' }],
    [[{ Type: 'RDS_INSTANCE' as const, RdsResourceId: 'orders-2' }], { instance: 'orders-2' }],
    [[{ Type: 'RDS_INSTANCE' as const, RdsResourceId: 'orders' }], undefined],
    [[{ Type: 'TRACKED_CLUSTER' as const, RdsResourceId: 'cart' }], undefined],
    [[], undefined],
  ])('%j is %j', (targets, expected) => {
    expect(registeredIn(targets, s())).toEqual(expected);
  });
});

describe('mentions', () => {
  it.each([
    [{ Name: 'prod/orders/app' }, true],
    [{ Name: 'orders-app' }, true],
    [{ Name: 'ORDERS' }, true],
    [{ Name: 'reorders' }, false],
    [{ Name: 'x', Description: 'Login to orders.' }, true],
    [{ Name: 'x', Tags: [{ Key: 'cluster', Value: clusterArn('orders') }] }, true],
    [{ Name: 'x', Tags: [{ Key: 'orders', Value: 'y' }] }, false],
    [{}, false],
  ])('%j: %s', (given, expected) => {
    expect(mentions(given, 'orders')).toBe(expected);
  });
});

describe('keysOf', () => {
  it('names each key in use once, and none of storage that is not encrypted', () => {
    const { source } = s({
      cluster: { StorageEncrypted: true, KmsKeyId: 'a', MasterUserSecret: { KmsKeyId: 'b' } },
      instance: { PerformanceInsightsKMSKeyId: 'a' },
    });
    expect(keysOf(source)).toEqual(['a', 'b']);
    expect(keysOf(s({ cluster: { KmsKeyId: 'a' } }).source)).toEqual([]);
  });
});

describe('few', () => {
  it.each([
    [['a'], 'a'],
    [['a', 'b', 'c'], 'a, b, c'],
    [['a', 'b', 'c', 'd'], 'a, b, c and 1 more'],
    [[longest, longest, longest], `${longest} and 2 more`],
    [['a'.repeat(40), 'b'.repeat(40), 'c'.repeat(40)], `${'a'.repeat(40)}, ${'b'.repeat(40)} and 1 more`],
    [['x'.repeat(200), 'b'], `${'x'.repeat(200)} and 1 more`],
    [[], ''],
  ])('%j', (names, expected) => {
    expect(few(names)).toBe(expected);
  });
});

describe('isSoon', () => {
  it.each([
    [undefined, false],
    [hours(-1_000), true],
    [hours(0), true],
    [hours(23.9), true],
    [hours(24), false],
  ])('%s: %s', (at, expected) => {
    expect(isSoon(at, now)).toBe(expected);
  });
});
