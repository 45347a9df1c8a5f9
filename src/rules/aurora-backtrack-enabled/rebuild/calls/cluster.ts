import {
  type DBCluster,
  DeleteDBClusterCommand,
  DeleteDBInstanceCommand,
  ModifyDBClusterCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import { PermanentError } from '../../../../domain/errors.ts';
import type { StepContext } from '../../../../domain/remediation/stage.ts';
import { plural } from '../../../../domain/words.ts';
import { tagRecord } from '../../../reads.ts';
import type { Look } from '../look.ts';
import { send, whenMaking } from './answers.ts';
import { findCluster, instancesOf, type Reader } from './find.ts';
import { insistOnOurs, isMadeBy } from './ours.ts';
import { start } from './power.ts';

/** Statuses that a new cluster does not leave by itself; Aurora user guide, "Viewing DB cluster status". */
const stuck: ReadonlySet<string> = new Set([
  'failed',
  'incompatible-restore',
  'incompatible-parameters',
  'incompatible-network',
  'cloning-failed',
  'migration-failed',
  'inaccessible-encryption-credentials',
]);

export const insistOnOurCluster = (reader: Reader, remediationId: string, cluster: DBCluster): Promise<void> =>
  insistOnOurs(reader, remediationId, {
    name: cluster.DBClusterIdentifier ?? '',
    arn: cluster.DBClusterArn,
    tags: tagRecord(cluster.TagList),
  });

/** The new cluster, available; `make` is asked for it once, and again only when there is none of its name. */
export async function ensureCluster(
  context: StepContext,
  name: string,
  make: () => Promise<void>,
): Promise<Look<DBCluster>> {
  const found = await findCluster(context, name);
  if (found === undefined) {
    const sent = await send(make(), whenMaking);
    return { wait: sent === 'busy' ? 'What it is made of is busy; waiting.' : `AWS makes ${name}.` };
  }
  await insistOnOurCluster(context, context.remediationId, found);
  const { Status = 'in an unknown state', PercentProgress } = found;
  if (stuck.has(Status))
    throw new PermanentError(`AWS made ${name}, and it is “${Status}”; look at its events in the RDS console`);
  if (Status === 'available') return { done: found };
  const done = PercentProgress === undefined || PercentProgress === '' ? '' : `, ${PercentProgress} %`;
  return { wait: `${name} is ${Status}${done}.` };
}

/**
 * Removes a cluster that the named remediation made, with its instances; readers and the writer go at once, which is
 * allowed for what nobody uses. No final snapshot: it is a copy. One that somebody else made is left alone.
 * Aurora user guide, "Deleting Aurora DB clusters and DB instances".
 */
export async function ensureClusterGone(
  context: StepContext,
  { name, madeBy }: { name: string; madeBy: string },
): Promise<Look> {
  const found = await findCluster(context, name);
  if (found === undefined) return { done: true };
  const tags = tagRecord(found.TagList);
  if (!(await isMadeBy(context, madeBy, { name, arn: found.DBClusterArn, tags }))) return { done: true };
  if (found.Status === 'deleting') return { wait: `AWS deletes ${name}.` };
  if (found.Status === 'stopped') {
    await start(context, found);
    return { wait: `${name} is stopped, and has to be started to be deleted.` };
  }
  const rds = context.client(RDSClient);
  const options = { abortSignal: context.signal };
  if (found.DeletionProtection === true) {
    const command = new ModifyDBClusterCommand({
      DBClusterIdentifier: name,
      DeletionProtection: false,
      ApplyImmediately: true,
    });
    await send(rds.send(command, options));
    return { wait: `Deletion protection of ${name} is being switched off.` };
  }
  const instances = await instancesOf(context, name);
  for (const { DBInstanceIdentifier: id, DBInstanceStatus: status } of instances) {
    if (status === 'deleting') continue;
    await send(rds.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier: id }), options));
  }
  if (instances.some(({ DBInstanceStatus }) => DBInstanceStatus !== 'deleting'))
    return { wait: `AWS deletes ${plural(instances.length, 'instance')} of ${name}.` };
  const command = new DeleteDBClusterCommand({ DBClusterIdentifier: name, SkipFinalSnapshot: true });
  const sent = await send(rds.send(command, options));
  return sent === 'gone' ? { done: true } : { wait: `AWS deletes ${name}.` };
}
