import {
  type DBCluster,
  DBClusterAlreadyExistsFault$,
  DBClusterQuotaExceededFault$,
  DBClusterRoleQuotaExceededFault$,
} from '@aws-sdk/client-rds';
import { AwsError, invalidParameterValue } from '../../errors.ts';
import { familyOf, optionGroupOf } from '../../organization/engines.ts';
import { modelled } from '../../protocol/model.ts';
import type { Call } from '../../service.ts';
import type { Wait } from '../../time.ts';
import { fillVolume } from '../../traffic/traffic.ts';
import type { Parent } from '../../traffic/write-log.ts';
import { resourceArn } from '../arguments.ts';
import { tellOf } from '../events.ts';
import { appear, isTaken } from '../lifecycle.ts';
import { checkExports } from '../log-exports.ts';
import { authoriseTags, newIdentifier, toldTags } from '../new-resource.ts';
import { joinRole } from '../roles/join.ts';
import type { RestoreInput } from './input.ts';

/**
 * What a caller must also be allowed to for a restore, resource by resource: the groups that the cluster will have, also
 * those that the request leaves to AWS.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrds.html
 */
export function authoriseRestore(
  action: string,
  input: RestoreInput,
  { engine, version }: { readonly engine: string; readonly version: string },
  call: Call,
): void {
  const { DBSubnetGroupName = 'default', DBClusterParameterGroupName, OptionGroupName } = input;
  const group = DBClusterParameterGroupName ?? `default.${familyOf(engine, version)}`;
  const others = [
    resourceArn(call, 'subgrp', DBSubnetGroupName.toLowerCase()),
    resourceArn(call, 'cluster-pg', group),
    resourceArn(call, 'og', OptionGroupName ?? optionGroupOf(engine, version)),
  ];
  for (const arn of others) call.authorise(action, arn, toldTags(input));
}

/** And to tag it, and to pass its roles. */
export function authoriseExtras(input: RestoreInput, call: Call): void {
  const { DBClusterIdentifier: name = '', AssociatedRoles } = input;
  authoriseTags(resourceArn(call, 'cluster', name.toLowerCase()), input, call);
  for (const { RoleArn } of AssociatedRoles ?? []) {
    call.authorise('iam:PassRole', RoleArn, { passedTo: 'rds.amazonaws.com' });
  }
}

/** The name for a new cluster. Throws when it is taken, also by one that has just given it up, or the quota is used. */
export function nameForCluster({ DBClusterIdentifier = '' }: RestoreInput, call: Call): string {
  const name = newIdentifier('DBClusterIdentifier', DBClusterIdentifier);
  const { clusters } = call.holdings;
  if (clusters.has(name) || isTaken(resourceArn(call, 'cluster', name), call)) {
    throw modelled(DBClusterAlreadyExistsFault$, `DB Cluster already exists: ${name}`);
  }
  if (clusters.size >= call.account.quotas.dbClusters) {
    throw modelled(DBClusterQuotaExceededFault$, 'You have reached the maximum number of DB clusters');
  }
  return name;
}

/** Throws for settings that no cluster can have. */
export function checkSettings(input: RestoreInput, engine: string, { account }: Call): void {
  const { Port: port, BackupRetentionPeriod: days, StorageType: storage, AssociatedRoles: roles = [] } = input;
  if (port !== undefined && (port < 1150 || port > 65_535)) throw invalidParameterValue(`Invalid port: ${port}`);
  if (days !== undefined && (days < 1 || days > 35)) {
    throw invalidParameterValue(`Invalid backup retention period: ${days}. Retention period must be between 1 and 35`);
  }
  if (storage !== undefined && storage !== 'aurora' && storage !== 'aurora-iopt1') {
    throw new AwsError('InvalidParameterCombination', `Storage type ${storage} is not supported for ${engine}`);
  }
  if (roles.length > account.quotas.dbClusterRoles) {
    throw modelled(DBClusterRoleQuotaExceededFault$, 'The quota for the number of roles of a DB cluster is exceeded.');
  }
  checkExports(engine, input.EnableCloudwatchLogsExports);
}

/** Lets the new cluster stand with its contents, and become available, or what a fault wants, once AWS has taken its time. */
export function stand(
  cluster: DBCluster,
  { runs, contents }: { readonly runs: Wait; readonly contents: Parent | undefined },
  input: RestoreInput,
  call: Call,
  done: () => void,
): void {
  const { clusters, busy, traffic } = call.holdings;
  if (contents) fillVolume(traffic, cluster.DbClusterResourceId ?? '', contents);
  const name = cluster.DBClusterIdentifier ?? '';
  clusters.set(name, cluster);
  busy.add(cluster);
  appear(cluster, call.now, call);
  call.later(runs, (at) => {
    busy.delete(cluster);
    done();
    cluster.Status = call.ending?.state ?? 'available';
    if (cluster.Status !== 'available') {
      tellOf('db-cluster', name, call.ending?.message ?? 'DB cluster could not be restored.', ['failure'], at, call);
      return;
    }
    Object.assign(cluster, { EarliestRestorableTime: at, LatestRestorableTime: at });
    if (cluster.BacktrackWindow) cluster.EarliestBacktrackTime = at;
    tellOf('db-cluster', name, 'DB cluster created', ['creation'], at, call);
    for (const role of input.AssociatedRoles ?? []) joinRole(cluster, role, call, at);
  });
}
