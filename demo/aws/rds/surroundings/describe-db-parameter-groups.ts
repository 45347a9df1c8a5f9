import {
  type DBParameterGroup,
  DBParameterGroupNotFoundFault$,
  type DBParameterGroupsMessage,
  type DescribeDBParameterGroupsMessage,
} from '@aws-sdk/client-rds';
import { familyOf } from '../../organization/engines.ts';
import { modelled } from '../../protocol/model.ts';
import type { Call, Operation } from '../../service.ts';
import { rdsPage, resourceArn } from '../arguments.ts';
import { parametersOf } from '../parameters/catalogue.ts';

/** Parameter groups of instances: those of customers, and the default ones of families in use. */
export const describeDBParameterGroups: Operation<DescribeDBParameterGroupsMessage> = {
  resource: ({ DBParameterGroupName }, call) => resourceArn(call, 'pg', DBParameterGroupName),
  run(input, call): DBParameterGroupsMessage {
    const { DBParameterGroupName: asked } = input;
    const { instanceGroups } = call.holdings;
    const names = asked === undefined ? [...defaultsInUse(call), ...instanceGroups.keys()] : [asked.toLowerCase()];
    const found = names.map((name): DBParameterGroup => {
      const own = name.startsWith('default.') ? name.slice('default.'.length) : instanceGroups.get(name);
      if (own === undefined || parametersOf(own).length === 0)
        throw modelled(DBParameterGroupNotFoundFault$, `DBParameterGroup not found: ${asked}`);
      return {
        DBParameterGroupName: name,
        DBParameterGroupFamily: own,
        Description: `Parameter group of ${own}`,
        DBParameterGroupArn: resourceArn(call, 'pg', name),
      };
    });
    const key = (one: DBParameterGroup): string => one.DBParameterGroupName ?? '';
    const { items, next } = rdsPage(call, 'DescribeDBParameterGroups', input, found, key);
    return { DBParameterGroups: [...items], Marker: next };
  },
};

function defaultsInUse({ holdings }: Call): string[] {
  const families = [...holdings.instances.values()].map(({ Engine = '', EngineVersion = '' }) =>
    familyOf(Engine, EngineVersion),
  );
  const known = [...new Set(families)].filter((family) => parametersOf(family).length > 0);
  return known.map((family) => `default.${family}`);
}
