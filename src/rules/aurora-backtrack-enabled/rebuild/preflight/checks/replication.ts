import type { PlanContext } from '../../../../../domain/remediation/stage.ts';
import { incompleteAnswer } from '../../../../reads.ts';
import { type BinaryLog, isDefaultGroup, readBinaryLog } from '../../../binary-log.ts';
import { acknowledge, blocked, check, clear, type Decision } from '../check.ts';
import type { Subject } from '../subject.ts';
import { few } from '../words.ts';

async function read(context: PlanContext, { source }: Subject): Promise<BinaryLog> {
  const { DBClusterParameterGroup: group } = source.cluster;
  if (group === undefined) throw incompleteAnswer('rds:DescribeDBClusters', 'a cluster without parameter group');
  return isDefaultGroup(group) ? { format: undefined, enhanced: false } : readBinaryLog(context, group);
}

/** Who reads the binary log from outside of AWS is in no list of AWS: only that it is written can be told. */
export function decideReplication({ format, enhanced }: BinaryLog, { source, name }: Subject): Decision {
  const { ReplicationSourceIdentifier: from = '', ReadReplicaIdentifiers: to = [] } = source.cluster;
  if (from !== '') return blocked(`${name} replicates from ${from}, which excludes Backtrack. Promote it first.`);
  if (to.length > 0)
    return blocked(
      `${few(to)} would go on following the old cluster, and replication excludes Backtrack. Remove it first.`,
    );
  if (enhanced)
    return blocked(
      `aurora_enhanced_binlog is on in parameter group ${source.cluster.DBClusterParameterGroup}, which excludes Backtrack. Turn it off first.`,
    );
  if (format === undefined || format === 'OFF') return clear('No replicas, and the binary log is off.');
  return acknowledge(
    `binlog_format is ${format}. Whatever reads the binary log of ${name} (Debezium, replicas outside of RDS) has to start anew at the new cluster, whose positions differ; AWS does not tell who that is.`,
  );
}

export const replication = check<BinaryLog>({
  id: 'replication',
  what: 'Replicas and readers of the binary log',
  read,
  decide: decideReplication,
});
