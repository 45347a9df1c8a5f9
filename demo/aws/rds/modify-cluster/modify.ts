import type { DBCluster, ModifyDBClusterMessage, ModifyDBClusterResult } from '@aws-sdk/client-rds';
import type { Call, Operation } from '../../service.ts';
import { resourceArn } from '../arguments.ts';
import { tellOf } from '../events.ts';
import { clusterNamed } from '../find.ts';
import { occupy, requireAvailable } from '../occupy.ts';
import { apply } from './apply.ts';
import { nextMaintenance } from './maintenance.ts';
import { rename, reserveName } from './rename.ts';
import { checkRetention } from './retention.ts';
import { checkSettings, type Settings, settingsOf } from './settings.ts';

/**
 * Changes settings of a cluster. The answer still shows the old values; the status turns to `modifying`, or `renaming`,
 * a moment later and back to `available` with the new values. What waits for the maintenance window is among
 * PendingModifiedValues, but for a Backtrack window, which has no field there.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBCluster.html
 */
export const modifyDBCluster: Operation<ModifyDBClusterMessage> = {
  resource: ({ DBClusterIdentifier, DBClusterParameterGroupName: group }, call) => [
    resourceArn(call, 'cluster', DBClusterIdentifier),
    ...(group === undefined ? [] : [resourceArn(call, 'cluster-pg', group)]),
  ],
  run(input, call): ModifyDBClusterResult {
    const cluster = clusterNamed(input.DBClusterIdentifier ?? '', call);
    checkSettings(input, cluster, call);
    requireAvailable(cluster, call);
    checkRetention(input, cluster);
    const { NewDBClusterIdentifier: asked } = input;
    const name = asked === undefined ? undefined : reserveName(asked, cluster, call);
    const { soon, scheduled } = settingsOf(input);
    if (Object.keys(soon).length > 0) {
      const renames = soon.NewDBClusterIdentifier !== undefined;
      const [status, runs] = renames ? (['renaming', 'renameRuns'] as const) : (['modifying', 'modifyRuns'] as const);
      occupy(cluster, status, runs, call, (at) => finish(soon, renames ? name : undefined, cluster, at, call));
    }
    if (Object.keys(scheduled).length > 0) wait(scheduled, name, cluster, call);
    return { DBCluster: structuredClone(cluster) };
  },
};

function finish(settings: Settings, name: string | undefined, cluster: DBCluster, at: Date, call: Call): void {
  const { ending } = call;
  if (ending) {
    const text = ending.message ?? 'The modification of the DB cluster failed.';
    tellOf('db-cluster', cluster.DBClusterIdentifier ?? '', text, ['failure'], at, call);
    if (ending.state !== 'unchanged') cluster.Status = ending.state;
    if (name !== undefined) call.holdings.lifecycle.taken.delete(resourceArn(call, 'cluster', name));
    call.holdings.lifecycle.renaming.delete(cluster);
    return;
  }
  apply(settings, cluster, at, call);
  if (name !== undefined) rename(cluster, name, at, call);
}

function wait(settings: Settings, name: string | undefined, cluster: DBCluster, call: Call): void {
  const { BackupRetentionPeriod, EnableIAMDatabaseAuthentication: iam, StorageType } = settings;
  const pending = {
    ...cluster.PendingModifiedValues,
    ...(BackupRetentionPeriod !== undefined && { BackupRetentionPeriod }),
    ...(iam !== undefined && { IAMDatabaseAuthenticationEnabled: iam }),
    ...(StorageType !== undefined && { StorageType }),
    ...(name !== undefined && { DBClusterIdentifier: name }),
  };
  if (Object.keys(pending).length > 0) cluster.PendingModifiedValues = pending;
  call.at(nextMaintenance(cluster.PreferredMaintenanceWindow, call.now), (at) => {
    finish(settings, name, cluster, at, call);
    delete cluster.PendingModifiedValues;
  });
}
