import type { DBCluster } from '@aws-sdk/client-rds';
import { defined } from '../../domain/defined.ts';
import type { Evidence } from '../../domain/finding.ts';
import { managedByCode } from '../../domain/managed-by-code.ts';
import type { Outcome, RuleContext } from '../../domain/rule.ts';
import { type Named, sweepClusters } from '../reads.ts';
import { mentionOwner } from '../verdicts.ts';
import { judge } from './verdict.ts';

const engines: ReadonlySet<string> = new Set(['aurora-mysql', 'aurora-postgresql', 'aurora']);

export async function* evaluate(context: RuleContext): AsyncGenerator<Outcome> {
  const clusters = await sweepClusters(context);
  for (const cluster of clusters.filter(({ Engine }) => engines.has(Engine ?? ''))) {
    const owner = managedByCode(cluster.tags, context.policy.iacTags);
    yield {
      resource: { type: 'AWS::RDS::DBCluster', id: cluster.name, arn: cluster.arn, tags: cluster.tags },
      ...mentionOwner(judge(cluster), owner),
      evidence: evidenceOf(cluster, owner, context.now),
    };
  }
}

const evidenceOf = (cluster: Named<DBCluster>, owner: string | undefined, now: Date): Evidence =>
  defined({
    engine: cluster.Engine,
    engineVersion: cluster.EngineVersion,
    engineMode: cluster.EngineMode,
    clusterStatus: cluster.Status,
    deletionProtection: cluster.DeletionProtection ?? null,
    globalDatabase: cluster.GlobalClusterIdentifier,
    nativeBackupRetentionDays: cluster.BackupRetentionPeriod,
    createdAt: cluster.ClusterCreateTime?.toISOString(),
    managedBy: owner,
    readAt: now.toISOString(),
  });
