import {
  type DBSubnetGroup,
  type DBSubnetGroupMessage,
  DBSubnetGroupNotFoundFault$,
  type DescribeDBSubnetGroupsMessage,
} from '@aws-sdk/client-rds';
import type { SubnetGroup } from '../organization/network.ts';
import { modelled } from '../protocol/model.ts';
import type { Call, Operation } from '../service.ts';
import { rdsPage, resourceArn } from './arguments.ts';

/** Lists DB subnet groups with their subnets. https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBSubnetGroups.html */
export const describeDBSubnetGroups: Operation<DescribeDBSubnetGroupsMessage> = {
  resource: ({ DBSubnetGroupName }, call) => resourceArn(call, 'subgrp', DBSubnetGroupName?.toLowerCase()),
  run(input, call): DBSubnetGroupMessage {
    const { subnetGroups } = call.holdings.network;
    const asked = input.DBSubnetGroupName?.toLowerCase();
    const named = asked === undefined ? undefined : subnetGroups.get(asked);
    if (asked !== undefined && !named) {
      throw modelled(DBSubnetGroupNotFoundFault$, `DB subnet group '${asked}' does not exist.`);
    }
    const found = (named ? [named] : [...subnetGroups.values()]).map((group) => described(group, call));
    const key = (one: DBSubnetGroup): string => one.DBSubnetGroupName ?? '';
    const { items, next } = rdsPage(call, 'DescribeDBSubnetGroups', input, found, key);
    return { DBSubnetGroups: [...items], Marker: next };
  },
};

function described({ name, description, vpcId, subnets }: SubnetGroup, call: Call): DBSubnetGroup {
  return {
    DBSubnetGroupName: name,
    DBSubnetGroupDescription: description,
    VpcId: vpcId,
    SubnetGroupStatus: 'Complete',
    Subnets: subnets.map(({ id, zone }) => ({
      SubnetIdentifier: id,
      SubnetAvailabilityZone: { Name: zone },
      SubnetStatus: 'Active',
    })),
    DBSubnetGroupArn: resourceArn(call, 'subgrp', name),
    SupportedNetworkTypes: ['IPV4'],
  };
}
