import { BackupClient, type ProtectedResource, paginateListProtectedResources } from '@aws-sdk/client-backup';
import type { RuleContext } from '../../domain/rule.ts';
import {
  incompleteAnswer,
  listIn,
  madeByAwsBackup,
  orWhyNot,
  paging,
  sweepClusterSnapshots,
  sweepSnapshots,
} from '../reads.ts';
import type { Databases } from './databases.ts';
import { continuousBackups, ofProtectedResources, ofSnapshots, type RecoveryPoint } from './recovery-points.ts';

export interface Found {
  /** Where they were found: what AWS RDS tells of a database, AWS Backup's own list, the lists of snapshots. */
  readonly by: 'databases' | 'protected resources' | 'snapshots';
  readonly points: readonly RecoveryPoint[];
}

export interface Search {
  readonly found: Found | undefined;
  /** What could not be read, each with its action and role. */
  readonly unread: readonly string[];
  /** Snapshots that AWS Backup is making now; no recovery points yet. */
  readonly inTheMaking: readonly string[];
}

const nothing: Search = { found: undefined, unread: [], inTheMaking: [] };

/**
 * Looks where it costs least, and no further once something is found: continuous backups are in the lists of databases;
 * AWS Backup's list of protected resources is one call and has the newest recovery point of each. Only when it has none
 * are the snapshots listed: a copy from another account is a snapshot here, of nothing that is protected here.
 */
export async function search(context: RuleContext, databases: Databases): Promise<Search> {
  const continuous = continuousBackups(databases);
  if (continuous.length > 0) return { ...nothing, found: { by: 'databases', points: continuous } };

  const listed = await orWhyNot(listProtectedResources(context));
  const points = 'unread' in listed ? [] : ofProtectedResources(listed.value, databases);
  if (points.length > 0) return { ...nothing, found: { by: 'protected resources', points } };

  const [ofInstances, ofClusters] = await Promise.all([
    orWhyNot(sweepSnapshots(context)),
    orWhyNot(sweepClusterSnapshots(context)),
  ]);
  const instanceSnapshots = 'unread' in ofInstances ? [] : ofInstances.value;
  const clusterSnapshots = 'unread' in ofClusters ? [] : ofClusters.value.filter(madeByAwsBackup);
  const taken = [
    ...ofSnapshots('cluster snapshot', clusterSnapshots, databases),
    ...ofSnapshots('snapshot', instanceSnapshots, databases),
  ];
  return {
    found: taken.length > 0 ? { by: 'snapshots', points: taken } : undefined,
    unread: [listed, ofInstances, ofClusters].flatMap((each) => ('unread' in each ? [each.unread] : [])),
    inTheMaking: [...instanceSnapshots, ...clusterSnapshots].flatMap(({ name, of, status }) =>
      status === 'creating' ? [`${name} of ${of}`] : [],
    ),
  };
}

/** Of every service; "regardless of recovery point status": https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListProtectedResources.html */
async function listProtectedResources({ client, signal }: RuleContext): Promise<ProtectedResource[]> {
  const action = 'backup:ListProtectedResources';
  const found: ProtectedResource[] = [];
  const config = { client: client(BackupClient), ...paging };
  for await (const page of paginateListProtectedResources(config, {}, { abortSignal: signal })) {
    for (const resource of listIn(action, page.Results)) {
      if (resource.ResourceArn === undefined || resource.ResourceType === undefined)
        throw incompleteAnswer(action, 'a resource without ARN or type');
      found.push(resource);
    }
  }
  return found;
}
