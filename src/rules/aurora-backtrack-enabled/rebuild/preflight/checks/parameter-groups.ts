import {
  DescribeDBClusterParameterGroupsCommand,
  DescribeDBParameterGroupsCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import { AwsCallError } from '../../../../../domain/errors.ts';
import type { PlanContext } from '../../../../../domain/remediation/stage.ts';
import { incompleteAnswer } from '../../../../reads.ts';
import { acknowledge, blocked, check, clear, type Decision } from '../check.ts';
import type { Subject } from '../subject.ts';
import { few, verb } from '../words.ts';

/** Groups in use that do not exist; RDS refuses to delete a group in use, so as a rule there are none. */
export interface Groups {
  readonly missing: readonly string[];
}

const clusterGroupOf = ({ source }: Subject): string => {
  const { DBClusterParameterGroup: group } = source.cluster;
  if (group === undefined) throw incompleteAnswer('rds:DescribeDBClusters', 'a cluster without parameter group');
  return group;
};

const instanceGroupsOf = ({ source }: Subject): string[] => [
  ...new Set(
    source.members.flatMap(({ DBParameterGroups = [] }) =>
      DBParameterGroups.flatMap((each) => each.DBParameterGroupName ?? []),
    ),
  ),
];

async function isThere(reading: Promise<unknown>): Promise<boolean> {
  try {
    await reading;
    return true;
  } catch (error) {
    // Both kinds of groups share this error: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBClusterParameterGroups.html
    if (error instanceof AwsCallError && error.failure.code.startsWith('DBParameterGroupNotFound')) return false;
    throw error;
  }
}

async function read({ client, signal }: PlanContext, subject: Subject): Promise<Groups> {
  const rds = client(RDSClient);
  const options = { abortSignal: signal };
  const ofCluster = clusterGroupOf(subject);
  const asked: [string, Promise<boolean>][] = [
    [
      ofCluster,
      isThere(
        rds.send(new DescribeDBClusterParameterGroupsCommand({ DBClusterParameterGroupName: ofCluster }), options),
      ),
    ],
    ...instanceGroupsOf(subject).map((group): [string, Promise<boolean>] => [
      group,
      isThere(rds.send(new DescribeDBParameterGroupsCommand({ DBParameterGroupName: group }), options)),
    ]),
  ];
  const missing = await Promise.all(asked.map(async ([group, there]) => ((await there) ? [] : [group])));
  return { missing: missing.flat() };
}

/** A new instance starts with the values that the old ones only get by a reboot. */
export function decideParameterGroups({ missing }: Groups, subject: Subject): Decision {
  if (missing.length > 0)
    return blocked(
      `${few(missing)} ${verb(missing, 'does', 'do')} not exist any more. Create it, or give the cluster another, then plan again.`,
    );
  const { cluster, members } = subject.source;
  const waiting = [
    ...(cluster.DBClusterMembers ?? []).flatMap(
      ({ DBInstanceIdentifier: id = '?', DBClusterParameterGroupStatus: status }) =>
        status === 'pending-reboot' ? [id] : [],
    ),
    ...members.flatMap(({ DBInstanceIdentifier: id = '?', DBParameterGroups = [] }) =>
      DBParameterGroups.some(({ ParameterApplyStatus: status }) => status === 'pending-reboot') ? [id] : [],
    ),
  ];
  if (waiting.length > 0)
    return acknowledge(
      `${few([...new Set(waiting)])} has parameters that wait for a reboot. The new cluster starts with them: reboot first to see what they do, or accept it.`,
    );
  return clear(
    `The restore passes on ${clusterGroupOf(subject)} to the cluster and ${few(instanceGroupsOf(subject))} to its instances.`,
  );
}

export const parameterGroups = check<Groups>({
  id: 'parameter-groups',
  what: 'Parameter groups',
  read,
  decide: decideParameterGroups,
});
