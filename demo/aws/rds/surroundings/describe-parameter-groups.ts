import {
  type DBClusterParameterGroup,
  type DBClusterParameterGroupsMessage,
  type DBParameterGroup,
  DBParameterGroupNotFoundFault$,
  type DBParameterGroupsMessage,
  type DescribeDBClusterParameterGroupsMessage,
  type DescribeDBParameterGroupsMessage,
} from '@aws-sdk/client-rds';
import { familyOf } from '../../organization/engines.ts';
import { modelled } from '../../protocol/model.ts';
import type { Call, Operation } from '../../service.ts';
import { rdsPage, resourceArn } from '../arguments.ts';
import { parameterGroupNamed } from '../parameter-groups/find.ts';
import { parametersOf } from '../parameters/catalogue.ts';

/** Cluster parameter groups: those of customers, and the default ones of families in use. A missing one is told by the fault of instance groups. */
export const describeDBClusterParameterGroups: Operation<DescribeDBClusterParameterGroupsMessage> = {
  resource: ({ DBClusterParameterGroupName }, call) => resourceArn(call, 'cluster-pg', DBClusterParameterGroupName),
  run(input, call): DBClusterParameterGroupsMessage {
    const { DBClusterParameterGroupName: asked } = input;
    const names = asked === undefined ? [...defaultsInUse(call), ...call.holdings.parameterGroups.keys()] : [asked];
    const found = names.map((name): DBClusterParameterGroup => {
      const group = parameterGroupNamed(name, call);
      if (!group) throw modelled(DBParameterGroupNotFoundFault$, `DBClusterParameterGroup not found: ${asked}`);
      return {
        DBClusterParameterGroupName: group.name,
        DBParameterGroupFamily: group.family,
        Description: group.description,
        DBClusterParameterGroupArn: resourceArn(call, 'cluster-pg', group.name),
      };
    });
    const key = (one: DBClusterParameterGroup): string => one.DBClusterParameterGroupName ?? '';
    const { items, next } = rdsPage(call, 'DescribeDBClusterParameterGroups', input, found, key);
    return { DBClusterParameterGroups: [...items], Marker: next };
  },
};

/** The same for the groups of instances. */
export const describeDBParameterGroups: Operation<DescribeDBParameterGroupsMessage> = {
  resource: ({ DBParameterGroupName }, call) => resourceArn(call, 'pg', DBParameterGroupName),
  run(input, call): DBParameterGroupsMessage {
    const { DBParameterGroupName: asked } = input;
    const { instanceGroups } = call.holdings;
    const names = asked === undefined ? [...defaultsInUse(call), ...instanceGroups.keys()] : [asked.toLowerCase()];
    const found = names.map((name): DBParameterGroup => {
      const family = name.startsWith('default.') ? name.slice('default.'.length) : instanceGroups.get(name);
      if (family === undefined || (name.startsWith('default.') && parametersOf(family).length === 0))
        throw modelled(DBParameterGroupNotFoundFault$, `DBParameterGroup not found: ${asked}`);
      return {
        DBParameterGroupName: name,
        DBParameterGroupFamily: family,
        Description: `Parameter group of ${family}`,
        DBParameterGroupArn: resourceArn(call, 'pg', name),
      };
    });
    const key = (one: DBParameterGroup): string => one.DBParameterGroupName ?? '';
    const { items, next } = rdsPage(call, 'DescribeDBParameterGroups', input, found, key);
    return { DBParameterGroups: [...items], Marker: next };
  },
};

function defaultsInUse({ holdings }: Call): string[] {
  const families = [...holdings.clusters.values()].map(({ Engine = '', EngineVersion = '' }) =>
    familyOf(Engine, EngineVersion),
  );
  return [...new Set(families)]
    .filter((family) => parametersOf(family).length > 0)
    .map((family) => `default.${family}`);
}
