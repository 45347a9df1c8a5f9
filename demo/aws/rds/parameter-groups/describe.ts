import {
  type DBClusterParameterGroup,
  type DBClusterParameterGroupsMessage,
  DBParameterGroupNotFoundFault$,
  type DescribeDBClusterParameterGroupsMessage,
} from '@aws-sdk/client-rds';
import { invalidParameterValue } from '../../errors.ts';
import type { ParameterGroup } from '../../organization/parameter-groups.ts';
import { modelled } from '../../protocol/model.ts';
import type { Call, Operation } from '../../service.ts';
import { rdsPage, resourceArn } from '../arguments.ts';
import { isShown } from '../lifecycle.ts';
import { parameterGroupNamed } from './find.ts';

/**
 * Lists the custom cluster parameter groups, and the default ones of the clusters that are there. A missing group is
 * told by the fault of instance groups, which is the one that this operation models.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBClusterParameterGroups.html
 */
export const describeDBClusterParameterGroups: Operation<DescribeDBClusterParameterGroupsMessage> = {
  resource: ({ DBClusterParameterGroupName }, call) => resourceArn(call, 'cluster-pg', DBClusterParameterGroupName),
  run(input, call): DBClusterParameterGroupsMessage {
    if (input.Filters) throw invalidParameterValue('DescribeDBClusterParameterGroups does not support Filters.');
    const found = candidates(input.DBClusterParameterGroupName, call).map((group) => described(group, call));
    const key = (one: DBClusterParameterGroup): string => one.DBClusterParameterGroupName ?? '';
    const { items, next } = rdsPage(call, 'DescribeDBClusterParameterGroups', input, found, key);
    return { DBClusterParameterGroups: [...items], Marker: next };
  },
};

function candidates(asked: string | undefined, call: Call): ParameterGroup[] {
  if (asked !== undefined) {
    const group = parameterGroupNamed(asked, call);
    if (group && isShown(group, call)) return [group];
    throw modelled(DBParameterGroupNotFoundFault$, `DBClusterParameterGroup not found: ${asked}`);
  }
  const { clusters, parameterGroups } = call.holdings;
  const names = new Set([...clusters.values()].map(({ DBClusterParameterGroup = '' }) => DBClusterParameterGroup));
  const defaults = [...names].filter((name) => name.startsWith('default.'));
  return [
    ...[...parameterGroups.values()].filter((group) => isShown(group, call)),
    ...defaults.flatMap((name) => parameterGroupNamed(name, call) ?? []),
  ];
}

/** A group as RDS answers it. */
export function described({ name, family, description }: ParameterGroup, call: Call): DBClusterParameterGroup {
  return {
    DBClusterParameterGroupName: name,
    DBParameterGroupFamily: family,
    Description: description,
    DBClusterParameterGroupArn: resourceArn(call, 'cluster-pg', name),
  };
}
