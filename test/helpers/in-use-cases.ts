import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { type Answers, denied, throttled } from './answering.ts';
import { age, orNotGiven, paged, present } from './case-words.ts';

export const now = new Date('2026-11-21T09:00:00Z');
const ago = (seconds: number | undefined): Date | undefined =>
  seconds === undefined ? undefined : new Date(now.getTime() - seconds * 1000);

const tags = z.record(z.string(), z.string()).default({});
const answer = <T extends z.ZodType>(type: T) => z.union([z.enum(['refused', 'throttled', 'nothing']), type]);

const database = z.strictObject({
  name: z.string(),
  engine: z.string().optional(),
  in: z.string().optional(),
  created: age.prefault('400 d ago'),
  retention: z.int().default(7),
  continuous: orNotGiven(age).optional(),
  tags,
});

const resource = z.strictObject({
  cluster: z.string().optional(),
  instance: z.string().optional(),
  type: orNotGiven(z.string()).optional(),
  /** The end of the recovery point's ARN, where it is a snapshot. */
  point: z.string().optional(),
  continuous: z.boolean().optional(),
  arn: orNotGiven(z.string()).optional(),
  at: orNotGiven(age),
});

const snapshot = z.strictObject({
  name: z.string(),
  of: z.string(),
  engine: orNotGiven(z.string()).prefault('aurora-mysql'),
  status: z.string().default('available'),
  at: age,
  tags,
});

const given = z.strictObject({
  clusters: z.array(database).default([]),
  instances: z.array(database).default([]),
  'page size': z.int().default(100),
  protected: answer(z.array(resource)).default([]),
  snapshots: answer(z.array(snapshot)).default([]),
  'cluster snapshots': answer(z.array(snapshot)).default([]),
});
export type InUseGiven = z.output<typeof given>;

const cases = z.array(
  z.strictObject({
    name: z.string(),
    given,
    verdict: z.enum(['pass', 'fail', 'not-applicable', 'unknown', 'tried again']),
    reason: z.union([z.string().transform((text) => [text]), z.array(z.string())]).default([]),
    asks: z.array(z.string()).default([]),
  }),
);

export const readInUseCases = (url: URL): z.output<typeof cases> => cases.parse(parse(readFileSync(url, 'utf8')));

const arn = (type: string, name: string): string => `arn:aws:rds:eu-west-1:111111111111:${type}:${name}`;
const tagList = (record: Record<string, string>): object[] =>
  Object.entries(record).map(([Key, Value]) => ({ Key, Value }));

const common = (it: z.output<typeof database>, engine: string): object => ({
  Engine: it.engine ?? engine,
  BackupRetentionPeriod: it.retention,
  AwsBackupRecoveryPointArn:
    'continuous' in it ? `arn:aws:backup:eu-west-1:111111111111:recovery-point:continuous:${it.name}` : undefined,
  LatestRestorableTime: ago(it.continuous),
  TagList: tagList(it.tags),
});

const clusterOf = (it: z.output<typeof database>): object =>
  present({
    DBClusterIdentifier: it.name,
    DBClusterArn: arn('cluster', it.name),
    ClusterCreateTime: ago(it.created),
    ...common(it, 'aurora-mysql'),
  });

const instanceOf = (it: z.output<typeof database>): object =>
  present({
    DBInstanceIdentifier: it.name,
    DBInstanceArn: arn('db', it.name),
    DBClusterIdentifier: it.in,
    InstanceCreateTime: ago(it.created),
    ...common(it, 'mysql'),
  });

function resourceOf(it: z.output<typeof resource>): object {
  const [type, name = ''] = it.cluster === undefined ? ['db', it.instance] : ['cluster', it.cluster];
  const continuous = `arn:aws:backup:eu-west-1:111111111111:recovery-point:continuous:${type}-1`;
  const point = it.point === undefined ? it.arn : `arn:aws:rds:eu-west-1:111111111111:${it.point}`;
  return present({
    ResourceArn: arn(type, name),
    ResourceType: 'type' in it ? it.type : type === 'db' ? 'RDS' : 'Aurora',
    LastRecoveryPointArn: it.continuous ? continuous : point,
    LastBackupTime: ago(it.at),
  });
}

const snapshotOf = (it: z.output<typeof snapshot>, prefix: 'DB' | 'DBCluster', of: string): object =>
  present({
    [`${prefix}SnapshotIdentifier`]: it.name,
    [`${prefix}SnapshotArn`]: arn(prefix === 'DB' ? 'snapshot' : 'cluster-snapshot', it.name),
    [of]: it.of,
    Engine: it.engine,
    Status: it.status,
    SnapshotCreateTime: ago(it.at),
    TagList: tagList(it.tags),
  });

function answerWith<T>(
  list: string,
  what: readonly T[] | 'refused' | 'throttled' | 'nothing',
  made: (one: T) => object,
  [size, marker]: [number, string],
): Answers[string] {
  if (what === 'refused') return denied;
  if (what === 'throttled') return throttled;
  return what === 'nothing' ? { [marker]: undefined } : paged(list, what.map(made), size, marker);
}

export function inUseAnswers(input: InUseGiven): Answers {
  const rds: [number, string] = [input['page size'], 'Marker'];
  return {
    DescribeDBClusters: { DBClusters: input.clusters.map(clusterOf) },
    DescribeDBInstances: { DBInstances: input.instances.map(instanceOf) },
    ListProtectedResources: answerWith('Results', input.protected, resourceOf, [input['page size'], 'NextToken']),
    DescribeDBSnapshots: answerWith(
      'DBSnapshots',
      input.snapshots,
      (one) => snapshotOf(one, 'DB', 'DBInstanceIdentifier'),
      rds,
    ),
    DescribeDBClusterSnapshots: answerWith(
      'DBClusterSnapshots',
      input['cluster snapshots'],
      (one) => snapshotOf(one, 'DBCluster', 'DBClusterIdentifier'),
      rds,
    ),
  };
}

const words: Readonly<Record<string, string>> = {
  ListProtectedResources: 'protected resources',
  DescribeDBSnapshots: 'snapshots',
  DescribeDBClusterSnapshots: 'cluster snapshots',
};

/** Calls beyond the two lists of databases, in the words of the cases. */
export const askedInUse = (calls: readonly { readonly name: string }[]): string[] =>
  calls.flatMap(({ name }) => words[name] ?? []);
