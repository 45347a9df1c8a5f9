import {
  type DBClusterParameterGroupDetails,
  DBParameterGroupNotFoundFault$,
  type DescribeDBClusterParametersMessage,
  type Parameter,
} from '@aws-sdk/client-rds';
import { invalidParameterValue } from '../errors.ts';
import type { ParameterGroup } from '../organization/parameter-groups.ts';
import { modelled } from '../protocol/model.ts';
import type { Operation } from '../service.ts';
import { rdsPage, resourceArn } from './arguments.ts';
import { type FilterTable, filtered } from './filters.ts';
import { isShown } from './lifecycle.ts';
import { isDynamic } from './parameter-groups/dynamic.ts';
import { parameterGroupNamed } from './parameter-groups/find.ts';
import { parametersOf } from './parameters/catalogue.ts';

const SOURCES = ['engine-default', 'system', 'user'];
/** What AWS itself sets in a group that nobody has touched; everything else is the engine's own default. */
const SYSTEM: Readonly<Record<string, string>> = { binlog_format: 'OFF', 'rds.logical_replication': '0' };

const FILTERS: FilterTable<Parameter> = { 'parameter-name': ({ ParameterName }) => [ParameterName] };

/**
 * All parameters of a cluster parameter group, hundreds of them; `Source=user` leaves what somebody has set. A missing
 * group is told by the fault of instance groups, which is the one that this operation models.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBClusterParameters.html
 */
export const describeDBClusterParameters: Operation<DescribeDBClusterParametersMessage> = {
  resource: ({ DBClusterParameterGroupName }, call) => resourceArn(call, 'cluster-pg', DBClusterParameterGroupName),
  run(input, call): DBClusterParameterGroupDetails {
    const { DBClusterParameterGroupName: asked = '', Source } = input;
    if (Source !== undefined && !SOURCES.includes(Source)) {
      throw invalidParameterValue(`Invalid source: ${Source}. Must be one of: ${SOURCES.join(', ')}`);
    }
    const group = parameterGroupNamed(asked, call);
    if (!group || !isShown(group, call))
      throw modelled(DBParameterGroupNotFoundFault$, `DBClusterParameterGroup not found: ${asked}`);
    const found = filtered(parametersIn(group), input.Filters, FILTERS).filter(
      (one) => Source === undefined || one.Source === Source,
    );
    const key = (one: Parameter): string => one.ParameterName ?? '';
    const { items, next } = rdsPage(call, 'DescribeDBClusterParameters', input, found, key);
    return { Parameters: [...items], Marker: next };
  },
};

function parametersIn({ family, set }: ParameterGroup): Parameter[] {
  return parametersOf(family).map(({ name, modifiable }) => {
    const value = set.get(name) ?? SYSTEM[name];
    const own = set.has(name) ? 'user' : 'engine-default';
    return {
      ParameterName: name,
      ...(value !== undefined && { ParameterValue: value }),
      Description: `${name.replaceAll(/[._-]/g, ' ')}.`,
      Source: !set.has(name) && value !== undefined ? 'system' : own,
      ApplyType: isDynamic(name) ? 'dynamic' : 'static',
      DataType: 'string',
      IsModifiable: modifiable,
      ApplyMethod: 'pending-reboot',
      SupportedEngineModes: ['provisioned'],
    };
  });
}
