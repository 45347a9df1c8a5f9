import { z } from 'zod';
import { type Answers, denied } from './answering-clients.ts';

/** What a case of coverage.cases.yaml says there is; everything that it leaves out is ordinary. */
const time = z.string().regex(/^(\d+(m|h|d) ago|\d{4}-\d\d-\d\d.*)$/, 'write "6h ago" or a date');
const tags = z.record(z.string(), z.string());

const database = z.strictObject({
  name: z.string().default('orders'),
  kind: z.enum(['cluster', 'instance']).default('cluster'),
  engine: z.string().nullable().default('aurora-mysql'),
  status: z.string().default('available'),
  created: time.nullable().default('2026-01-10'),
  tags: tags.nullable().default({}),
  members: z.array(z.string()).default([]),
  memberOf: z.string().optional(),
  replicaOf: z.string().optional(),
  nativeDays: z.number().nullable().default(7),
  resourceId: z.string().nullable().optional(),
  continuous: z.enum(['recent', 'old', 'unknown']).optional(),
});

const rule = z.strictObject({
  name: z.string().default('daily'),
  schedule: z.string().nullable().default('cron(0 5 ? * * *)'),
  timezone: z.string().optional(),
  keepDays: z.number().nullable().default(35),
  vault: z.string().nullable().default('Default'),
  startWindow: z.number().optional(),
  completionWindow: z.number().optional(),
  continuous: z.boolean().optional(),
  copies: z.array(z.string()).default([]),
});

const selection = z.strictObject({
  name: z.string().default('prod'),
  role: z.string().nullable().default('arn:aws:iam::111111111111:role/service-role/AWSBackupDefaultServiceRole'),
  created: time.nullable().default('2026-02-01'),
  resources: z.array(z.unknown()).optional(),
  notResources: z.array(z.unknown()).optional(),
  /** ListOfTags; `key=value`, or an entry as AWS has it. */
  tags: z.array(z.unknown()).optional(),
  /** By operator; `key=value` stands for `aws:ResourceTag/key`, or entries as AWS has them. */
  conditions: z.record(z.string(), z.unknown()).optional(),
});

const plan = z.strictObject({
  name: z.string().default('gold'),
  id: z.string().optional(),
  rules: z.array(rule).prefault([{}]),
  selections: z.array(selection).prefault([{ tags: ['backup=daily'] }]),
});

/** `6h ago` is a good one, in RDS and in the vault Default. */
const point = z.preprocess(
  (given) => (typeof given === 'string' ? { at: given } : given),
  z.strictObject({
    at: time,
    status: z.string().default('COMPLETED'),
    vault: z.string().default('Default'),
    /** What the database was called then. */
    of: z.string().optional(),
    /** Of whom RDS says that the snapshot was taken: this database, another one, it does not say, it lists none. */
    snapshotOf: z.enum(['this', 'another', 'unnamed', 'none']).default('this'),
    kind: z.enum(['snapshot', 'continuous', 'copy']).default('snapshot'),
    /** Whether a vault lists it. */
    listed: z.boolean().default(true),
    /** As RDS has it. */
    snapshotStatus: z.string().default('available'),
  }),
);

const job = z.strictObject({
  at: time,
  state: z.string().default('COMPLETED'),
  message: z.string().optional(),
  category: z.string().optional(),
  of: z.string().optional(),
});

const vault = z.strictObject({
  name: z.string(),
  locked: z.boolean().optional(),
  minDays: z.number().optional(),
  maxDays: z.number().optional(),
  state: z.string().optional(),
});

export const Given = z.strictObject({
  now: z.string().default('2026-11-21T09:00:00Z'),
  database: database.prefault({}),
  others: z.array(database).default([]),
  /** One selection of a plan called gold; instead of `plans`. */
  selection: selection.optional(),
  plans: z.array(plan).optional(),
  vaults: z.array(vault).prefault([{ name: 'Default' }]),
  optIn: z.record(z.string(), z.boolean()).nullable().default({ Aurora: true, RDS: true }),
  recoveryPoints: z.array(point).prefault(['4h ago']),
  jobs: z.array(job).default([]),
  /** Actions that the role may not call. */
  denied: z.array(z.string()).default([]),
  policy: z.record(z.string(), z.unknown()).default({}),
});
export type Given = z.output<typeof Given>;
type DatabaseGiven = Given['database'];

const place = 'eu-west-1:111111111111';
export const target = { accountId: '111111111111', accountName: 'payments-prod', region: 'eu-west-1' };

const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000 };

const timeOf = (text: string, now: Date): Date => {
  const [, count, unit] = /^(\d+)([mhd]) ago$/.exec(text) ?? [];
  return count === undefined ? new Date(text) : new Date(now.getTime() - Number(count) * unitMs[unit as 'h']);
};

const arnOf = ({ kind, name }: Pick<DatabaseGiven, 'kind' | 'name'>): string =>
  `arn:aws:rds:${place}:${kind === 'cluster' ? 'cluster' : 'db'}:${name}`;

const resourceIdOf = ({ kind, name, resourceId }: DatabaseGiven): string | undefined =>
  resourceId === null ? undefined : (resourceId ?? `${kind === 'cluster' ? 'cluster' : 'db'}-${name.toUpperCase()}`);

const tagList = (record: Readonly<Record<string, string>>) =>
  Object.entries(record).map(([Key, Value]) => ({ Key, Value }));

const pair = (text: string): [string, string] => [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)];

function describe(given: DatabaseGiven, now: Date) {
  const continuousArn = `arn:aws:backup:${place}:recovery-point:continuous:${resourceIdOf(given)}-1`;
  return {
    Engine: given.engine ?? undefined,
    BackupRetentionPeriod: given.nativeDays ?? undefined,
    TagList: given.tags === null ? undefined : tagList(given.tags),
    ...(given.continuous === undefined ? {} : { AwsBackupRecoveryPointArn: continuousArn }),
    ...(given.continuous === 'unknown'
      ? {}
      : { LatestRestorableTime: timeOf(given.continuous === 'old' ? '9d ago' : '5m ago', now) }),
  };
}

const cluster = (given: DatabaseGiven, now: Date) => ({
  ...describe(given, now),
  DBClusterIdentifier: given.name,
  DBClusterArn: arnOf(given),
  DbClusterResourceId: resourceIdOf(given),
  ClusterCreateTime: given.created === null ? undefined : timeOf(given.created, now),
  Status: given.status,
  DBClusterMembers: given.members.map((name) => ({ DBInstanceIdentifier: name })),
});

const instance = (given: DatabaseGiven, now: Date) => ({
  ...describe(given, now),
  DBInstanceIdentifier: given.name,
  DBInstanceArn: arnOf(given),
  DbiResourceId: resourceIdOf(given),
  InstanceCreateTime: given.created === null ? undefined : timeOf(given.created, now),
  DBInstanceStatus: given.status,
  DBClusterIdentifier: given.memberOf,
  ReadReplicaSourceDBInstanceIdentifier: given.replicaOf,
});

const planId = ({ id, name }: { id?: string | undefined; name: string }): string => id ?? `id-of-${name}`;

function selectionAnswer(given: z.output<typeof selection>, now: Date) {
  const condition = (entry: unknown) => {
    if (typeof entry !== 'string') return entry;
    const [key, value] = pair(entry);
    return { ConditionKey: `aws:ResourceTag/${key}`, ConditionValue: value };
  };
  const listed = (entry: unknown) => {
    if (typeof entry !== 'string') return entry;
    const [key, value] = pair(entry);
    return { ConditionType: 'STRINGEQUALS', ConditionKey: key, ConditionValue: value };
  };
  return {
    SelectionId: `id-of-${given.name}`,
    CreationDate: given.created === null ? undefined : timeOf(given.created, now),
    BackupSelection: {
      SelectionName: given.name,
      IamRoleArn: given.role ?? undefined,
      Resources: given.resources,
      NotResources: given.notResources,
      ListOfTags: given.tags?.map(listed),
      Conditions:
        given.conditions &&
        Object.fromEntries(
          Object.entries(given.conditions).map(([operator, list]) => [
            operator,
            Array.isArray(list) ? list.map(condition) : list,
          ]),
        ),
    },
  };
}

const ruleAnswer = (given: z.output<typeof rule>) => ({
  RuleName: given.name,
  TargetBackupVaultName: given.vault ?? undefined,
  ScheduleExpression: given.schedule ?? undefined,
  ScheduleExpressionTimezone: given.timezone,
  StartWindowMinutes: given.startWindow,
  CompletionWindowMinutes: given.completionWindow,
  Lifecycle: given.keepDays === null ? undefined : { DeleteAfterDays: given.keepDays },
  EnableContinuousBackup: given.continuous,
  CopyActions: given.copies.map((vaultName) => ({
    DestinationBackupVaultArn: `arn:aws:backup:eu-central-1:111111111111:backup-vault:${vaultName}`,
  })),
});

const isAurora = ({ engine }: DatabaseGiven): boolean => (engine ?? 'aurora').startsWith('aurora');
const typeOf = (given: DatabaseGiven): string => (given.kind === 'cluster' && isAurora(given) ? 'Aurora' : 'RDS');

/** The recovery points of the case with their ARNs, and what the vaults and RDS list of each. */
const points = ({ recoveryPoints, database: of }: Given, now: Date) =>
  recoveryPoints.map(({ kind, at, listed, snapshotOf, snapshotStatus, ...given }, index) => {
    const created = timeOf(at, now);
    const id = `awsbackup:${kind === 'copy' ? 'copyjob' : 'job'}-${index}`;
    const type = of.kind === 'cluster' ? 'cluster-snapshot' : 'snapshot';
    const arn =
      kind === 'continuous'
        ? `arn:aws:backup:${place}:recovery-point:continuous:${resourceIdOf(of)}-1`
        : `arn:aws:rds:${place}:${type}:${id}`;
    const name = given.of ?? of.name;
    const resourceIds = { this: resourceIdOf(of), another: `${of.kind}-ANOTHER`, unnamed: undefined, none: undefined };
    const snapshot = { SnapshotCreateTime: created, Engine: of.engine, Status: snapshotStatus };
    return {
      listed,
      inRds: kind !== 'continuous' && snapshotOf !== 'none',
      point: {
        RecoveryPointArn: arn,
        ResourceArn: arnOf({ ...of, name }),
        ResourceType: typeOf(of),
        BackupVaultName: given.vault,
        Status: given.status,
        CreationDate: created,
      },
      snapshot:
        of.kind === 'cluster'
          ? {
              ...snapshot,
              DBClusterSnapshotIdentifier: id,
              DBClusterSnapshotArn: arn,
              DBClusterIdentifier: name,
              DbClusterResourceId: resourceIds[snapshotOf],
            }
          : {
              ...snapshot,
              DBSnapshotIdentifier: id,
              DBSnapshotArn: arn,
              DBInstanceIdentifier: name,
              DbiResourceId: resourceIds[snapshotOf],
            },
    };
  });

const plansOf = (given: Given): z.output<typeof plan>[] =>
  given.plans ?? [plan.parse(given.selection === undefined ? {} : { selections: [given.selection] })];

/** AWS's answers in the world of a case. */
export function answersOf(given: Given): Answers {
  const now = new Date(given.now);
  const plans = plansOf(given);
  const databases = [given.database, ...given.others];
  const all = points(given, now);
  const find = ({ BackupPlanId }: Record<string, unknown>) => plans.find((each) => planId(each) === BackupPlanId);
  const since = (input: Record<string, unknown>, at: Date | undefined) =>
    at === undefined || !(input.ByCreatedAfter instanceof Date) || at >= input.ByCreatedAfter;
  const answers: Answers = {
    DescribeDBClusters: () => ({
      DBClusters: databases.filter(({ kind }) => kind === 'cluster').map((each) => cluster(each, now)),
    }),
    DescribeDBInstances: () => ({
      DBInstances: databases.filter(({ kind }) => kind === 'instance').map((each) => instance(each, now)),
    }),
    DescribeDBClusterSnapshots: () => ({
      DBClusterSnapshots: all
        .filter(({ inRds }) => inRds && given.database.kind === 'cluster')
        .map(({ snapshot }) => snapshot),
    }),
    DescribeDBSnapshots: () => ({
      DBSnapshots: all
        .filter(({ inRds }) => inRds && given.database.kind === 'instance')
        .map(({ snapshot }) => snapshot),
    }),
    ListBackupPlans: () => ({
      BackupPlansList: plans.map((each) => ({ BackupPlanId: planId(each), BackupPlanName: each.name })),
    }),
    GetBackupPlan: (input) => ({
      BackupPlanId: input.BackupPlanId,
      BackupPlan: { BackupPlanName: find(input)?.name, Rules: find(input)?.rules.map(ruleAnswer) },
    }),
    ListBackupSelections: (input) => ({
      BackupSelectionsList: find(input)?.selections.map(({ name }) => ({
        SelectionId: `id-of-${name}`,
        SelectionName: name,
      })),
    }),
    GetBackupSelection: (input) => {
      const found = find(input)?.selections.find(({ name }) => `id-of-${name}` === input.SelectionId);
      return found === undefined ? {} : selectionAnswer(found, now);
    },
    DescribeRegionSettings: () => ({ ResourceTypeOptInPreference: given.optIn ?? undefined }),
    ListBackupVaults: () => ({
      BackupVaultList: given.vaults.map(({ name, locked, minDays, maxDays, state }) => ({
        BackupVaultName: name,
        VaultState: state,
        Locked: locked,
        MinRetentionDays: minDays,
        MaxRetentionDays: maxDays,
      })),
    }),
    ListRecoveryPointsByBackupVault: (input) => ({
      RecoveryPoints: all
        .filter(({ listed }) => listed)
        .map(({ point }) => point)
        .filter(
          (each) =>
            each.BackupVaultName === input.BackupVaultName &&
            each.ResourceType === input.ByResourceType &&
            since(input, each.CreationDate),
        ),
    }),
    ListBackupJobs: (input) => ({
      BackupJobs: given.jobs
        .map(({ at, state, message, category, of }) => ({
          ResourceArn: arnOf({ ...given.database, name: of ?? given.database.name }),
          ResourceType: typeOf(given.database),
          CreationDate: timeOf(at, now),
          State: state,
          StatusMessage: message,
          MessageCategory: category,
        }))
        .filter((each) => each.ResourceType === input.ByResourceType && since(input, each.CreationDate)),
    }),
  };
  const refused = given.denied.map((action): [string, () => never] => [
    action.slice(action.indexOf(':') + 1),
    () => {
      throw denied(action);
    },
  ]);
  return { ...answers, ...Object.fromEntries(refused) };
}
