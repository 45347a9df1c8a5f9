import {
  type DBClusterSnapshot,
  InvalidDBClusterSnapshotStateFault$,
  type RestoreDBClusterFromSnapshotMessage,
  type RestoreDBClusterFromSnapshotResult,
} from '@aws-sdk/client-rds';
import { AwsError, invalidParameterValue } from '../../errors.ts';
import { isAurora } from '../../organization/engines.ts';
import { modelled } from '../../protocol/model.ts';
import type { Operation } from '../../service.ts';
import { contentsOf } from '../../traffic/traffic.ts';
import { resourceArn } from '../arguments.ts';
import { clusterSnapshotNamed } from '../find.ts';
import { refuseOthers, toldTags } from '../new-resource.ts';
import { authoriseExtras, authoriseRestore, checkSettings, nameForCluster, stand } from './accept.ts';
import { accepted } from './accepted.ts';
import { checkNewWindow } from './backtrack-window.ts';
import { versionToRestore } from './engine-version.ts';
import { FROM_SNAPSHOT } from './input.ts';
import { checkKey, keyArn } from './key.ts';
import { standingFor } from './place-in-network.ts';
import { restoredCluster } from './restored-cluster.ts';

const ACTION = 'RestoreDBClusterFromSnapshot';

/**
 * Makes a cluster without instances from a snapshot: the documented way to get Backtrack. Without EngineVersion it
 * takes the Region's default version, and without tags none.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBClusterFromSnapshot.html
 */
export const restoreDBClusterFromSnapshot: Operation<RestoreDBClusterFromSnapshotMessage> = {
  resource: ({ DBClusterIdentifier: name, SnapshotIdentifier }, call) => [
    resourceArn(call, 'cluster-snapshot', SnapshotIdentifier),
    resourceArn(call, 'cluster', name?.toLowerCase()),
  ],
  told: toldTags,
  run(input, call): RestoreDBClusterFromSnapshotResult {
    refuseOthers(input, FROM_SNAPSHOT, ACTION);
    authoriseExtras(input, call);
    const name = nameForCluster(input, call);
    const snapshot = clusterSnapshotNamed(input.SnapshotIdentifier ?? '', call);
    checkSnapshot(snapshot, input);
    const { Engine: engine = '', EngineVersion: from = '' } = snapshot;
    const version = versionToRestore(engine, from, input.EngineVersion);
    authoriseRestore(`rds:${ACTION}`, input, { engine, version }, call);
    const mode = input.EngineMode ?? 'provisioned';
    checkNewWindow(input.BacktrackWindow, { engine, version, mode, region: call.region });
    checkSettings(input, engine, call);
    const standing = standingFor(input, call);
    const key = input.KmsKeyId === undefined ? snapshot.KmsKeyId : keyArn(input.KmsKeyId, call);
    checkKey(key, call);
    const origin = {
      engine,
      version,
      port: snapshot.Port,
      masterUsername: snapshot.MasterUsername,
      retentionDays: snapshot.BackupRetentionPeriod,
      keyArn: key,
      allocatedStorage: snapshot.AllocatedStorage,
      zones: input.AvailabilityZones,
      tags: input.Tags ?? [],
      window: input.BacktrackWindow,
    };
    const cluster = restoredCluster(name, input, origin, standing, call);
    const { restoring } = call.holdings.lifecycle;
    restoring.add(snapshot);
    stand(cluster, { runs: 'restoreRuns', contents: contentsOf(snapshot) }, input, call, () =>
      restoring.delete(snapshot),
    );
    return accepted(cluster);
  },
};

function checkSnapshot(
  { Status, Engine = '', DBClusterSnapshotIdentifier: name }: DBClusterSnapshot,
  input: RestoreDBClusterFromSnapshotMessage,
): void {
  if (!isAurora(Engine)) throw invalidParameterValue(`The simulated AWS restores Aurora clusters only, not ${Engine}`);
  if (Status !== 'available') {
    const text = `The DB cluster snapshot ${name} is not in the available state: it is ${Status}.`;
    throw modelled(InvalidDBClusterSnapshotStateFault$, text);
  }
  if (input.Engine === Engine) return;
  const text = `The engine of the snapshot is ${Engine}; it cannot be restored with the engine ${input.Engine}.`;
  throw new AwsError('InvalidParameterCombination', text);
}
