import type { DBCluster, DBInstance } from '@aws-sdk/client-rds';
import { AwsCallError } from '../../domain/errors.ts';
import type { Evidence } from '../../domain/finding.ts';
import { managedByCode } from '../../domain/managed-by-code.ts';
import type { Outcome, RuleContext } from '../../domain/rule.ts';
import { type Named, sweepClusters, sweepInstances } from '../reads.ts';
import { isServerlessV2, judge, secondsPerHour, type Verdict } from './verdict.ts';

const engines: ReadonlySet<string> = new Set(['aurora-mysql', 'aurora']);

export async function* evaluate(context: RuleContext): AsyncGenerator<Outcome> {
  const { target, policy, now } = context;
  const [clusters, instances] = await Promise.all([sweepClusters(context), orWhyNot(sweepInstances(context))]);
  for (const cluster of clusters.filter(({ Engine }) => engines.has(Engine ?? ''))) {
    yield {
      resource: { type: 'AWS::RDS::DBCluster', id: cluster.name, arn: cluster.arn, tags: cluster.tags },
      ...mentionOwner(judge(cluster, target.region, policy, now), managedByCode(cluster.tags, policy.iacTags)),
      evidence: evidenceOf(cluster, membersOf(cluster, instances), context),
    };
  }
}

/** What code owns has to be changed there, or the next deployment undoes it. */
const mentionOwner = (verdict: Verdict, owner: string | undefined): Verdict =>
  owner === undefined || verdict.remediation === null
    ? verdict
    : { ...verdict, reason: `${verdict.reason} It is managed by ${owner}: change it there.` };

/** Members only add to the evidence, so a role that may not list them still gets verdicts. */
async function orWhyNot<T>(reading: Promise<T>): Promise<T | string> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof AwsCallError && !error.transient) return `not read: ${error.message}`;
    throw error;
  }
}

function membersOf(cluster: Named<DBCluster>, instances: readonly Named<DBInstance>[] | string): string | string[] {
  if (typeof instances === 'string') return instances;
  const writer = cluster.DBClusterMembers?.find(({ IsClusterWriter }) => IsClusterWriter)?.DBInstanceIdentifier;
  return instances
    .filter(({ DBClusterIdentifier }) => DBClusterIdentifier === cluster.name)
    .map(
      ({ name, DBInstanceClass = 'unknown class' }) => `${name} ${DBInstanceClass}${name === writer ? ' writer' : ''}`,
    );
}

/** What the verdict rests on, then what a rebuild has to carry over. */
function evidenceOf(cluster: Named<DBCluster>, members: string | string[], { policy, now }: RuleContext): Evidence {
  const all: Record<string, Evidence[string] | undefined> = {
    engine: cluster.Engine,
    engineVersion: cluster.EngineVersion,
    engineMode: cluster.EngineMode,
    serverlessV2: isServerlessV2(cluster),
    serverlessMinCapacity: cluster.ServerlessV2ScalingConfiguration?.MinCapacity,
    serverlessMaxCapacity: cluster.ServerlessV2ScalingConfiguration?.MaxCapacity,
    clusterStatus: cluster.Status,
    backtrackWindowSeconds: cluster.BacktrackWindow ?? null,
    minimumWindowSeconds: policy.minBacktrackWindowHours * secondsPerHour,
    targetWindowSeconds: policy.targetBacktrackWindowHours * secondsPerHour,
    earliestBacktrackTime: cluster.EarliestBacktrackTime?.toISOString(),
    globalDatabase: cluster.GlobalClusterIdentifier,
    replicatesFrom: cluster.ReplicationSourceIdentifier,
    replicas: cluster.ReadReplicaIdentifiers,
    nativeBackupRetentionDays: cluster.BackupRetentionPeriod,
    createdAt: cluster.ClusterCreateTime?.toISOString(),
    managedBy: managedByCode(cluster.tags, policy.iacTags),
    clusterParameterGroup: cluster.DBClusterParameterGroup,
    subnetGroup: cluster.DBSubnetGroup,
    securityGroups: cluster.VpcSecurityGroups?.flatMap(({ VpcSecurityGroupId: id }) => (id === undefined ? [] : [id])),
    port: cluster.Port,
    storageType: cluster.StorageType,
    kmsKey: cluster.KmsKeyId,
    instances: members,
    readAt: now.toISOString(),
  };
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, Evidence[string]] => entry[1] !== undefined),
  );
}
