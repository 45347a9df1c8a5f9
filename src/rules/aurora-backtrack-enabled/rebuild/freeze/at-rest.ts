import type { DBCluster } from '@aws-sdk/client-rds';
import { PermanentError } from '../../../../domain/errors.ts';
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

/** Hosts at work on an instance lately; undefined where that is not recorded. */
export async function hostsOn(
  reader: Reader,
  instance: string,
  { from, now }: { readonly from?: Date; readonly now: Date },
): Promise<readonly string[] | undefined> {
  const found = await findInstance(reader, instance);
  if (found === undefined) return undefined;
  return busyHosts(reader, found, { from: from ?? new Date(now.getTime() - lookBackForHostsMs), to: now });
}
