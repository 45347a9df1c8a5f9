import type { Subnet } from '@aws-sdk/client-ec2';
import { type DBSubnetGroup, DescribeDBSubnetGroupsCommand, RDSClient } from '@aws-sdk/client-rds';
import { AwsCallError } from '../../../../../domain/errors.ts';
import type { PlanContext } from '../../../../../domain/remediation/stage.ts';
import { plural } from '../../../../../domain/words.ts';
import { incompleteAnswer, listIn, paging } from '../../../../reads.ts';
import { blocked, check, clear, collect, type Decision } from '../check.ts';
import type { Subject } from '../subject.ts';
import { few } from '../words.ts';

/** Undefined when the group is gone; a subnet that is gone is not in the list. */
export interface SubnetGroup {
  readonly group: string;
  readonly subnets: readonly Pick<Subnet, 'SubnetId' | 'AvailabilityZone' | 'AvailableIpAddressCount'>[] | undefined;
}

async function read(context: PlanContext, { source }: Subject): Promise<SubnetGroup> {
  const { DBSubnetGroup: group } = source.cluster;
  if (group === undefined) throw incompleteAnswer('rds:DescribeDBClusters', 'a cluster without subnet group');
  const found = await readGroup(context, group);
  if (found === undefined) return { group, subnets: undefined };
  const ids = listIn('rds:DescribeDBSubnetGroups', found.Subnets).flatMap(({ SubnetIdentifier: id }) => id ?? []);
  return { group, subnets: await readSubnets(context, ids) };
}

async function readGroup({ client, signal }: PlanContext, name: string): Promise<DBSubnetGroup | undefined> {
  try {
    const answer = await client(RDSClient).send(new DescribeDBSubnetGroupsCommand({ DBSubnetGroupName: name }), {
      abortSignal: signal,
    });
    return listIn('rds:DescribeDBSubnetGroups', answer.DBSubnetGroups)[0];
  } catch (error) {
    if (error instanceof AwsCallError && error.failure.code.startsWith('DBSubnetGroupNotFound')) return undefined;
    throw error;
  }
}

/** By filter: asked by id, EC2 refuses the whole call for a subnet that is gone. */
async function readSubnets({ client, signal }: PlanContext, ids: readonly string[]): Promise<Subnet[]> {
  const { EC2Client, paginateDescribeSubnets } = await import('@aws-sdk/client-ec2');
  return collect(
    paginateDescribeSubnets(
      { client: client(EC2Client), ...paging },
      { Filters: [{ Name: 'subnet-id', Values: [...ids] }] },
      { abortSignal: signal },
    ),
    (page) => listIn('ec2:DescribeSubnets', page.Subnets),
  );
}

/** Each instance takes an address in its zone; Aurora user guide, "Working with a DB cluster in a VPC". */
export function decideSubnets({ group, subnets }: SubnetGroup, { source, created }: Subject): Decision {
  if (subnets === undefined) return blocked(`Subnet group ${group} does not exist any more. Plan again once it does.`);
  const free = new Map<string, number>();
  for (const { AvailabilityZone: zone, AvailableIpAddressCount: count } of subnets) {
    if (zone === undefined || count === undefined)
      throw incompleteAnswer('ec2:DescribeSubnets', 'a subnet without zone or address count');
    free.set(zone, (free.get(zone) ?? 0) + count);
  }
  const needed = new Map<string, number>();
  for (const { DBInstanceIdentifier: id, AvailabilityZone: zone } of source.members) {
    if (id === undefined || zone === undefined || !created.includes(id)) continue;
    needed.set(zone, (needed.get(zone) ?? 0) + 1);
  }
  const short = [...needed].filter(([zone, count]) => (free.get(zone) ?? 0) < count);
  if (short.length > 0) {
    const lines = short.map(
      ([zone, count]) => `${zone}: ${free.has(zone) ? `${free.get(zone)} free` : 'no subnet'}, ${count} needed`,
    );
    return blocked(
      `Too few addresses in subnet group ${group} (${few(lines)}). Free some, or add a subnet to the group.`,
    );
  }
  const zones = [...free].map(([zone, count]) => `${zone} ${count.toLocaleString('en-US')}`);
  return clear(`${plural(created.length, 'address', 'addresses')} needed; free in ${group}: ${few(zones.toSorted())}.`);
}

export const subnets = check<SubnetGroup>({
  id: 'subnets',
  what: 'Free addresses in the subnets',
  read,
  decide: decideSubnets,
});
