import {
  CreateDBClusterSnapshotCommand,
  type DBClusterSnapshot,
  DeleteDBClusterSnapshotCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import { PermanentError } from '../../../../domain/errors.ts';
import type { StepContext } from '../../../../domain/remediation/stage.ts';
import { tagRecord } from '../../../reads.ts';
import type { Look } from '../look.ts';
import { tagList } from '../tags.ts';
import { send, whenMaking } from './answers.ts';
import { findSnapshot } from './find.ts';
import { insistOnOurs, isMadeBy } from './ours.ts';

/**
 * A manual snapshot of a cluster under a name of ours. What was written before the call is in it.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBClusterSnapshot.html
 */
export async function ensureSnapshot(
  context: StepContext,
  { cluster, snapshot, tags }: { cluster: string; snapshot: string; tags: Readonly<Record<string, string>> },
): Promise<Look<DBClusterSnapshot>> {
  const found = await findSnapshot(context, snapshot);
  if (found === undefined) {
    const command = new CreateDBClusterSnapshotCommand({
      DBClusterIdentifier: cluster,
      DBClusterSnapshotIdentifier: snapshot,
      Tags: tagList(tags),
    });
    const sent = await send(context.client(RDSClient).send(command, { abortSignal: context.signal }), whenMaking);
    return { wait: sent === 'busy' ? `${cluster} is busy; waiting.` : `AWS takes the snapshot ${snapshot}.` };
  }
  const { Status, PercentProgress, DBClusterSnapshotArn: arn } = found;
  await insistOnOurs(context, context.remediationId, { name: snapshot, arn, tags: tagRecord(found.TagList) });
  if (Status === 'available') return { done: found };
  if (Status === 'failed') throw new PermanentError(`AWS could not take the snapshot ${snapshot}; it says “failed”`);
  return {
    wait: `The snapshot ${snapshot} is ${Status}${PercentProgress === undefined ? '' : `, ${PercentProgress} %`}.`,
  };
}

/** Deletes a snapshot that the named remediation made; one that it did not make is left alone. */
export async function ensureSnapshotGone(
  context: StepContext,
  { snapshot, madeBy }: { snapshot: string; madeBy: string },
): Promise<Look> {
  const found = await findSnapshot(context, snapshot);
  if (found === undefined) return { done: true };
  const { DBClusterSnapshotArn: arn, Status } = found;
  if (!(await isMadeBy(context, madeBy, { name: snapshot, arn, tags: tagRecord(found.TagList) })))
    return { done: true };
  if (Status !== 'deleting') {
    const command = new DeleteDBClusterSnapshotCommand({ DBClusterSnapshotIdentifier: snapshot });
    const sent = await send(context.client(RDSClient).send(command, { abortSignal: context.signal }));
    if (sent === 'gone') return { done: true };
  }
  return { wait: `AWS deletes the snapshot ${snapshot}.` };
}
