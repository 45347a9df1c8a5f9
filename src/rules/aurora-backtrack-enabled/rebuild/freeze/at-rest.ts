import type { DBCluster } from '@aws-sdk/client-rds';
import { AwsCallError, PermanentError } from '../../../../domain/errors.ts';
import { incompleteAnswer } from '../../../reads.ts';
import { findInstance, type Reader } from '../calls/find.ts';
import { readActivity } from './activity.ts';
import { busyHosts } from './hosts.ts';
import { mostBehind, type Quiet, quietness, type Since, since } from './quiet.ts';

const minuteMs = 60_000;
const lookBackForHostsMs = 5 * minuteMs;

export interface Members {
  readonly writer: string;
  readonly all: readonly string[];
}

/** Throws PermanentError for a cluster without a writer: nobody could see whether anything writes to it. */
export function membersIn({ DBClusterIdentifier: name = '?', DBClusterMembers: members = [] }: DBCluster): Members {
  const writer = members.find(({ IsClusterWriter }) => IsClusterWriter)?.DBInstanceIdentifier;
  if (writer === undefined)
    throw new PermanentError(`${name} has no writer, so nobody can see whether it is written to`);
  return { writer, all: members.flatMap(({ DBInstanceIdentifier: id }) => id ?? []) };
}

/** Whether a cluster has been at rest for so many minutes. */
export async function readQuiet(
  reader: Reader,
  cluster: DBCluster,
  { minutes, now }: { readonly minutes: number; readonly now: Date },
): Promise<{ readonly quiet: Quiet; readonly writer: string }> {
  const { writer, all } = membersIn(cluster);
  const from = new Date(now.getTime() - (minutes + 2 * mostBehind) * minuteMs);
  const activity = await readActivity(reader, all, { from, to: now });
  return { quiet: quietness(activity, { writer, minutes, now }), writer };
}

/** What has been written since a moment. Members are named, for a stopped cluster may not tell them by itself. */
export async function readSince(
  reader: Reader,
  { writer, all }: Members,
  { from, now }: { readonly from: Date; readonly now: Date },
): Promise<Since> {
  return since(await readActivity(reader, all, { from, to: now }), { writer, from });
}

/** Hosts at work on an instance lately, to be named to people; undefined where that is not recorded, or not told. */
export async function hostsOn(
  reader: Reader,
  instance: string,
  { now }: { readonly now: Date },
): Promise<readonly string[] | undefined> {
  const from = new Date(now.getTime() - lookBackForHostsMs);
  try {
    return await hostsBetween(reader, instance, { from, to: now });
  } catch (error) {
    if (error instanceof AwsCallError) return undefined;
    throw error;
  }
}

/** Hosts at work on an instance in a span of time; undefined where that is not recorded. Throws AwsCallError. */
export async function hostsBetween(
  reader: Reader,
  instance: string,
  span: { readonly from: Date; readonly to: Date },
): Promise<readonly string[] | undefined> {
  const found = await findInstance(reader, instance);
  if (found === undefined) throw incompleteAnswer('rds:DescribeDBInstances', `${instance} was not in it`);
  return busyHosts(reader, found, span);
}
