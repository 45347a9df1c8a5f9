import {
  type DBSubnetGroup,
  type DBSubnetGroupMessage,
  DBSubnetGroupNotFoundFault$,
  type DescribeDBSubnetGroupsMessage,
} from '@aws-sdk/client-rds';
import type { SubnetGroup } from '../../organization/network.ts';
import { modelled } from '../../protocol/model.ts';
import type { Call, Operation } from '../../service.ts';
import { rdsPage, resourceArn } from '../arguments.ts';

/** Subnet groups with their subnets; how many addresses are free in these is EC2's to tell. */
export const describeDBSubnetGroups: Operation<DescribeDBSubnetGroupsMessage> = {
  resource: ({ DBSubnetGroupName }, call) => resourceArn(call, 'subgrp', DBSubnetGroupName),
  run(input, call): DBSubnetGroupMessage {
    const { subnetGroups } = call.holdings.network;
    const { DBSubnetGroupName: asked } = input;
    const named = asked === undefined ? undefined : subnetGroups.get(asked.toLowerCase());
    if (asked !== undefined && !named)
      throw modelled(DBSubnetGroupNotFoundFault$, `DB subnet group '${asked}' does not exist.`);
    const found = named ? [named] : [...subnetGroups.values()];
    const { items, next } = rdsPage(call, 'DescribeDBSubnetGroups', input, found, ({ name }) => name);
    return { DBSubnetGroups: items.map((one) => shown(one, call)), Marker: next };
  },
};

function shown({ name, description, vpcId, subnets }: SubnetGroup, call: Call): DBSubnetGroup {
  return {
    DBSubnetGroupName: name,
    DBSubnetGroupDescription: description,
    VpcId: vpcId,
    SubnetGroupStatus: 'Complete',
    DBSubnetGroupArn: resourceArn(call, 'subgrp', name),
    SupportedNetworkTypes: ['IPV4'],
    Subnets: subnets.map(({ id, zone }) => ({
      SubnetIdentifier: id,
      SubnetAvailabilityZone: { Name: zone },
      SubnetStatus: 'Active',
    })),
  };
}
