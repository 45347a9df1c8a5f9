import {
  DBParameterGroupNotFoundFault$,
  type DeleteDBClusterParameterGroupMessage,
  InvalidDBParameterGroupStateFault$,
} from '@aws-sdk/client-rds';
import { modelled } from '../../protocol/model.ts';
import type { Operation } from '../../service.ts';
import { resourceArn } from '../arguments.ts';
import { parameterGroupNamed } from './find.ts';

/** Deletes a custom group that no cluster uses. https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBClusterParameterGroup.html */
export const deleteDBClusterParameterGroup: Operation<DeleteDBClusterParameterGroupMessage> = {
  resource: ({ DBClusterParameterGroupName }, call) => resourceArn(call, 'cluster-pg', DBClusterParameterGroupName),
  run({ DBClusterParameterGroupName: asked = '' }, call): object {
    const { clusters, parameterGroups } = call.holdings;
    const group = parameterGroupNamed(asked, call);
    if (!group) throw modelled(DBParameterGroupNotFoundFault$, `DBClusterParameterGroup not found: ${asked}`);
    const { name } = group;
    const inUse = [...clusters.values()].some(({ DBClusterParameterGroup }) => DBClusterParameterGroup === name);
    if (inUse || name.startsWith('default.')) {
      const why = inUse
        ? 'One or more DB clusters are still members of this parameter group'
        : 'Default DB cluster parameter groups cannot be deleted';
      throw modelled(InvalidDBParameterGroupStateFault$, `${why}: ${name}`);
    }
    parameterGroups.delete(name);
    return {};
  },
};
