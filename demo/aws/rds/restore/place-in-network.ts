import { DBSubnetGroupNotFoundFault$, type VpcSecurityGroupMembership } from '@aws-sdk/client-rds';
import { AwsError, invalidParameterValue } from '../../errors.ts';
import { defaultSecurityGroup, type SubnetGroup } from '../../organization/network.ts';
import { modelled } from '../../protocol/model.ts';
import type { Call } from '../../service.ts';
import type { RestoreInput } from './input.ts';

/** Where a new cluster stands. */
export interface Standing {
  readonly subnetGroup: SubnetGroup;
  readonly securityGroups: VpcSecurityGroupMembership[];
}

/**
 * The subnet group and the security groups of a new cluster: the default ones unless named. Throws for a subnet group
 * that is not there and for security groups that are not in its VPC.
 */
export function standingFor(
  { DBSubnetGroupName, VpcSecurityGroupIds }: Pick<RestoreInput, 'DBSubnetGroupName' | 'VpcSecurityGroupIds'>,
  call: Call,
): Standing {
  const { subnetGroups } = call.holdings.network;
  const name = (DBSubnetGroupName ?? 'default').toLowerCase();
  const subnetGroup = subnetGroups.get(name);
  if (!subnetGroup) throw modelled(DBSubnetGroupNotFoundFault$, `DB subnet group '${name}' does not exist.`);
  return { subnetGroup, securityGroups: securityGroupsIn(subnetGroup.vpcId, VpcSecurityGroupIds, call) };
}

/** The security groups of a cluster in a VPC, the VPC's default one unless named. */
export function securityGroupsIn(
  vpcId: string,
  named: readonly string[] | undefined,
  { holdings }: Call,
): VpcSecurityGroupMembership[] {
  const { securityGroups } = holdings.network;
  const ids = named?.length ? named : [defaultSecurityGroup(vpcId)];
  for (const id of ids) {
    const home = securityGroups.get(id);
    if (home === undefined) throw invalidParameterValue(`Invalid security group , groupId= ${id}, groupName=.`);
    if (home === vpcId) continue;
    const text =
      'The DB instance and EC2 security group are in different VPCs. ' +
      `The DB instance is in ${vpcId} and the EC2 security group is in ${home}`;
    throw new AwsError('InvalidParameterCombination', text);
  }
  return ids.map((VpcSecurityGroupId) => ({ VpcSecurityGroupId, Status: 'active' }));
}
