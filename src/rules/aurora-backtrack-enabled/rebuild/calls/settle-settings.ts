import {
  type DBCluster,
  EnableHttpEndpointCommand,
  ModifyDBClusterCommand,
  type ModifyDBClusterCommandInput,
  RDSClient,
} from '@aws-sdk/client-rds';
import type { StepContext } from '../../../../domain/remediation/stage.ts';
import type { Look } from '../look.ts';
import { type ClusterSettings, clusterSettings } from '../settings/cluster-settings.ts';
import { send } from './answers.ts';
import { findCluster } from './find.ts';

type Change = Partial<ModifyDBClusterCommandInput>;

/**
 * What no restore takes as a parameter, as one modification; only what is not so yet. Advanced Database Insights asks
 * for Performance Insights in the same request.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBCluster.html
 */
export function changesFor(wanted: ClusterSettings, now: ClusterSettings): Change {
  const insights = wanted.performanceInsightsDays;
  return {
    ...(wanted.maintenanceWindow === null || wanted.maintenanceWindow === now.maintenanceWindow
      ? {}
      : { PreferredMaintenanceWindow: wanted.maintenanceWindow }),
    ...(wanted.autoMinorVersionUpgrade === null || wanted.autoMinorVersionUpgrade === now.autoMinorVersionUpgrade
      ? {}
      : { AutoMinorVersionUpgrade: wanted.autoMinorVersionUpgrade }),
    ...(wanted.localWriteForwarding === now.localWriteForwarding
      ? {}
      : { EnableLocalWriteForwarding: wanted.localWriteForwarding }),
    ...(insights === 0 || insights === now.performanceInsightsDays
      ? {}
      : { EnablePerformanceInsights: true, PerformanceInsightsRetentionPeriod: insights }),
    ...(wanted.databaseInsights === null || wanted.databaseInsights === now.databaseInsights
      ? {}
      : {
          DatabaseInsightsMode: wanted.databaseInsights as NonNullable<Change['DatabaseInsightsMode']>,
          ...(insights === 0 ? {} : { EnablePerformanceInsights: true, PerformanceInsightsRetentionPeriod: insights }),
        }),
    ...(wanted.managedPassword && !now.managedPassword
      ? {
          ManageMasterUserPassword: true,
          ...(wanted.passwordKey === null ? {} : { MasterUserSecretKmsKeyId: wanted.passwordKey }),
        }
      : {}),
  };
}

/** What has been asked for, and when; kept between looks, and harmless to lose. */
export interface Asked {
  readonly names: readonly string[];
  /** ISO 8601. */
  readonly at: string;
}

/** A change shows in DescribeDBClusters with a delay. What does not show by then is for the comparison to say; ms. */
const visibleWithinMs = 900_000;

/** Brings what a restore could not take to what is wanted; nothing is asked for twice while it may still show. */
export async function ensureSettings(
  context: StepContext,
  cluster: string,
  wanted: ClusterSettings,
  before: Asked | undefined,
): Promise<{ readonly look: Look<DBCluster>; readonly asked: Asked | undefined }> {
  const found = await findCluster(context, cluster);
  if (found === undefined || found.Status !== 'available')
    return { look: { wait: `${cluster} is ${found?.Status ?? 'not shown by AWS'}.` }, asked: before };
  const now = clusterSettings(found);
  const changes = changesFor(wanted, now);
  const dataApi = wanted.dataApi && !now.dataApi;
  const open = [...Object.keys(changes), ...(dataApi ? ['EnableHttpEndpoint'] : [])];
  if (open.length === 0) return { look: { done: found }, asked: before };
  const fresh = open.filter((name) => before?.names.includes(name) !== true);
  if (fresh.length === 0) {
    const late = before !== undefined && context.now.getTime() - Date.parse(before.at) > visibleWithinMs;
    return { look: late ? { done: found } : { wait: `AWS changes ${cluster}: ${open.join(', ')}.` }, asked: before };
  }
  const chosen = Object.fromEntries(Object.entries(changes).filter(([name]) => fresh.includes(name)));
  const names = Object.keys(chosen).length > 0 ? Object.keys(chosen) : fresh;
  const sent = await ask(context, found, Object.keys(chosen).length > 0 ? chosen : undefined);
  return {
    look: { wait: sent ? `AWS changes ${cluster}: ${names.join(', ')}.` : `${cluster} is busy; waiting.` },
    asked: sent ? { names: [...(before?.names ?? []), ...names], at: context.now.toISOString() } : before,
  };
}

/** One request at a time: the Data API has an operation of its own. False when the cluster takes none at the moment. */
async function ask(context: StepContext, cluster: DBCluster, changes: Change | undefined): Promise<boolean> {
  const rds = context.client(RDSClient);
  const options = { abortSignal: context.signal };
  const call =
    changes === undefined
      ? rds.send(new EnableHttpEndpointCommand({ ResourceArn: cluster.DBClusterArn }), options)
      : rds.send(
          new ModifyDBClusterCommand({
            DBClusterIdentifier: cluster.DBClusterIdentifier,
            ...changes,
            ApplyImmediately: true,
          }),
          options,
        );
  return (await send(call, ['busy'])) === 'accepted';
}
