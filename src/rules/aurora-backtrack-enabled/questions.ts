import type { DBCluster, DBInstance } from '@aws-sdk/client-rds';
import type { RuleContext } from '../../domain/rule.ts';
import { type Named, orWhyNot } from '../reads.ts';
import { type BinaryLog, isDefaultGroup, readBinaryLog } from './binary-log.ts';
import type { Facts } from './evidence.ts';
import { type Case, type Exclusions, excludes, onEligibility, onWindow, type Verdict } from './verdict.ts';
import { readWindowEvents, type WindowReport, windowReport } from './window-events.ts';
import { integrationFedBy, readIntegrations } from './zero-etl.ts';

export interface Answer {
  readonly verdict: Verdict;
  readonly evidence: Facts;
}

/** Is its window cut short? Asks for the events of the target. */
export async function askOfWindow(
  context: RuleContext,
  about: Case & { readonly cluster: Named<DBCluster> },
  instances: readonly Named<DBInstance>[] | string,
): Promise<Answer> {
  const report = await windowReportOf(context, about.cluster, instances);
  return {
    verdict: onWindow(about, report),
    evidence: {
      windowReport: report.state,
      windowCutShortAt: report.state === 'cut' ? report.at.toISOString() : undefined,
    },
  };
}

async function windowReportOf(
  context: RuleContext,
  cluster: Named<DBCluster>,
  instances: readonly Named<DBInstance>[] | string,
): Promise<WindowReport> {
  const members = membersOf(cluster, instances);
  if (members === undefined) {
    const why = typeof instances === 'string' ? `its instances are ${instances}` : 'AWS does not name its instances';
    return { state: 'unclear', why };
  }
  const events = await orWhyNot(readWindowEvents(context));
  return 'unread' in events ? { state: 'unclear', why: events.unread } : windowReport(events.value, members);
}

/** Both lists name the members. Undefined when neither does: AWS sends an empty list for a cluster without any. */
function membersOf(
  { name, DBClusterMembers }: Named<DBCluster>,
  instances: readonly Named<DBInstance>[] | string,
): ReadonlySet<string> | undefined {
  const swept = typeof instances === 'string' ? [] : instances.filter((one) => one.DBClusterIdentifier === name);
  const told = DBClusterMembers?.every(({ DBInstanceIdentifier: id }) => id !== undefined) === true;
  if (!told && swept.length === 0) return undefined;
  const listed = (DBClusterMembers ?? []).flatMap(({ DBInstanceIdentifier: id }) => (id === undefined ? [] : [id]));
  return new Set([...listed, ...swept.map((one) => one.name)]);
}

/** Can Backtrack exist there? Asks for what excludes it, and no further once something does. */
export async function askOfEligibility(
  context: RuleContext,
  about: Case & { readonly cluster: Named<DBCluster> },
): Promise<Answer> {
  const { cluster } = about;
  const binaryLog = await binaryLogOf(context, cluster);
  const settled = typeof binaryLog !== 'string' && excludes(binaryLog, cluster);
  const fedIntegration = settled ? undefined : await fedIntegrationOf(context, cluster);
  return {
    verdict: onEligibility(about, { binaryLog, fedIntegration }),
    evidence: {
      ...(typeof binaryLog === 'string'
        ? { binaryLog: `not read: ${binaryLog}` }
        : { binlogFormat: binaryLog.format, enhancedBinlog: binaryLog.enhanced }),
      zeroEtlIntegration: typeof fedIntegration === 'object' ? `not read: ${fedIntegration.unread}` : fedIntegration,
    },
  };
}

async function binaryLogOf(context: RuleContext, cluster: Named<DBCluster>): Promise<BinaryLog | string> {
  const group = cluster.DBClusterParameterGroup;
  if (group === undefined) return 'AWS does not name its cluster parameter group';
  if (isDefaultGroup(group)) return { format: undefined, enhanced: false };
  const read = await orWhyNot(readBinaryLog(context, group));
  return 'unread' in read ? read.unread : read.value;
}

async function fedIntegrationOf(
  context: RuleContext,
  { arn }: Named<DBCluster>,
): Promise<Exclusions['fedIntegration']> {
  const read = await orWhyNot(readIntegrations(context).then((found) => integrationFedBy(arn, found)));
  return 'unread' in read ? { unread: read.unread } : read.value;
}
