import type { DBCluster } from '@aws-sdk/client-rds';
import type { PlanContext } from '../../../../domain/remediation/stage.ts';
import { plural } from '../../../../domain/words.ts';
import { orWhyNot } from '../../../reads.ts';
import { readActivity } from '../freeze/activity.ts';

const lookBackMs = 15 * 60_000;

/** A sentence when somebody is connected to a copy, or it cannot be told; nothing when nobody has been lately. */
export async function whoUses(context: PlanContext, cluster: DBCluster): Promise<string | undefined> {
  const instances = (cluster.DBClusterMembers ?? []).flatMap(({ DBInstanceIdentifier: id }) => id ?? []);
  const { DBClusterIdentifier: name = '?', Status } = cluster;
  if (instances.length === 0 || Status === 'stopped') return undefined;
  const from = new Date(context.now.getTime() - lookBackMs);
  const read = await orWhyNot(readActivity(context, instances, { from, to: context.now }));
  if ('unread' in read) return `Whether somebody uses ${name} could not be read: ${read.unread}.`;
  const most = read.value
    .filter(({ kind }) => kind === 'sessions')
    .map(({ minutes }) => Math.ceil(Math.max(0, ...minutes.map(({ value }) => value))));
  const sessions = most.reduce((sum, count) => sum + count, 0);
  return sessions === 0
    ? undefined
    : `Up to ${plural(sessions, 'session')} ${sessions === 1 ? 'was' : 'were'} open on ${name} in the last 15 minutes.`;
}
