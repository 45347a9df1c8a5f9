import {
  type DBCluster,
  DBCluster$,
  type DBClusterSnapshot,
  DBClusterSnapshot$,
  type DBInstance,
  DBInstance$,
  type DBSnapshot,
  DBSnapshot$,
} from '@aws-sdk/client-rds';
import { z } from 'zod';
import { accountId, identifier, rawFields, tags, when } from './common.ts';

/** Recovery points that AWS Backup has made of a database; each periodic one is also a snapshot in RDS. */
const awsBackup = z.strictObject({
  newest: when.default('10h ago'),
  points: z.number().int().min(1).default(1),
  everyHours: z.number().positive().default(24),
  vault: z.string().default('Default'),
  continuous: z.boolean().default(false),
  /** Days that each point is kept. */
  retentionDays: z.number().int().min(1).default(35),
  /** The plan of the Region that made them, by its name; on demand when left out. */
  plan: z.string().optional(),
  status: z
    .enum(['AVAILABLE', 'COMPLETED', 'CREATING', 'DELETING', 'EXPIRED', 'PARTIAL', 'STOPPED'])
    .default('COMPLETED'),
  /** AWS's own words on the status. */
  message: z.string().optional(),
});
export type BackupSpec = z.output<typeof awsBackup>;

const backedUp = z
  .union([z.boolean(), awsBackup])
  .transform((value): BackupSpec | undefined =>
    typeof value === 'boolean' ? (value ? awsBackup.parse({}) : undefined) : value,
  );

const shared = {
  version: z.string().optional(),
  class: z.string().optional(),
  created: when.default('400d ago'),
  status: z.string().default('available'),
  encrypted: z.boolean().default(true),
  deletionProtection: z.boolean().default(false),
  automatedSnapshots: z.number().int().min(0).optional(),
  tags: tags.default({}),
  awsBackup: backedUp.optional(),
  /** Every new backup job fails, with these words of AWS's. */
  backupFails: z.string().optional(),
  /** CloudWatch metrics by name: the value of every datapoint. */
  metrics: z.record(z.string(), z.number()).default({}),
};

const clusterFields = {
  ...shared,
  engine: z
    .enum(['aurora-mysql', 'aurora-postgresql', 'aurora', 'neptune', 'docdb', 'mysql', 'postgres'])
    .default('aurora-mysql'),
  backtrackHours: z.number().min(0).max(72).optional(),
  backtrackSeconds: z.number().int().min(0).max(259_200).optional(),
  earliestBacktrack: when.optional(),
  instances: z.number().int().min(0).max(16).optional(),
  serverlessV2: z.strictObject({ min: z.number(), max: z.number() }).optional(),
  retentionDays: z.number().int().min(1).max(35).default(7),
  parameterGroup: z.string().optional(),
  storage: z.enum(['aurora', 'aurora-iopt1']).default('aurora'),
  globalCluster: identifier.optional(),
  replicaOf: z.string().startsWith('arn:').optional(),
  replicas: z.array(z.string().startsWith('arn:')).default([]),
  /** Rows per second that events scheduled in the database write, here and in every copy, unless event_scheduler is off. */
  scheduledEventRows: z.number().min(0).default(0),
  /** Fields of every member instance, by AWS's own names. */
  eachInstance: rawFields<DBInstance>(DBInstance$).default({}),
  raw: rawFields<DBCluster>(DBCluster$).default({}),
};

const instanceFields = {
  ...shared,
  engine: z.string().default('mysql'),
  multiAz: z.boolean().default(false),
  storageGb: z.number().int().positive().default(100),
  retentionDays: z.number().int().min(0).max(35).default(7),
  raw: rawFields<DBInstance>(DBInstance$).default({}),
};

const snapshotFields = {
  name: z.string().min(1),
  of: identifier,
  type: z.enum(['manual', 'automated', 'awsbackup', 'shared', 'public']).default('manual'),
  owner: accountId.optional(),
  engine: z.string().optional(),
  created: when.default('10d ago'),
  tags: tags.default({}),
  /** Accounts that may restore it; `all` makes it public. */
  sharedWith: z.array(z.union([accountId, z.literal('all')])).default([]),
};

export const cluster = z.strictObject({ name: identifier, ...clusterFields });
export const instance = z.strictObject({ name: identifier, ...instanceFields });
export const clusterSnapshot = z.strictObject({
  ...snapshotFields,
  raw: rawFields<DBClusterSnapshot>(DBClusterSnapshot$).default({}),
});
export const snapshot = z.strictObject({ ...snapshotFields, raw: rawFields<DBSnapshot>(DBSnapshot$).default({}) });

/** A cluster that another account shares with this one; listed only with IncludeShared. */
export const sharedCluster = z.strictObject({
  name: identifier,
  owner: accountId,
  engine: clusterFields.engine,
  raw: rawFields<DBCluster>(DBCluster$).default({}),
});

/** A resource that AWS Backup still protects though RDS does not hold it: another service's, or deleted. */
export const protectedResource = z.strictObject({
  arn: z.string().startsWith('arn:'),
  type: z.string(),
  awsBackup: awsBackup.default(awsBackup.parse({})),
});

/** Many alike: `<namePrefix>0001` and on, each made from the same fields. */
export const generate = z.strictObject({
  namePrefix: z.string().regex(/^[a-z](?!.*--)[a-z0-9-]{0,54}$/, 'not the beginning of an identifier'),
  clusters: z.number().int().min(0).default(0),
  instances: z.number().int().min(0).default(0),
  cluster: z.strictObject(clusterFields).prefault({}),
  instance: z.strictObject(instanceFields).prefault({}),
});

export type ClusterSpec = z.output<typeof cluster>;
export type SharedClusterSpec = z.output<typeof sharedCluster>;
export type InstanceSpec = z.output<typeof instance>;
export type ClusterSnapshotSpec = z.output<typeof clusterSnapshot>;
export type SnapshotSpec = z.output<typeof snapshot>;
export type ProtectedResourceSpec = z.output<typeof protectedResource>;
