import {
  type DBClusterParameterGroupNameMessage,
  DBParameterGroupNotFoundFault$,
  type ModifyDBClusterParameterGroupMessage,
  type Parameter,
} from '@aws-sdk/client-rds';
import { AwsError, invalidParameterValue } from '../../errors.ts';
import type { ParameterGroup } from '../../organization/parameter-groups.ts';
import { modelled } from '../../protocol/model.ts';
import type { Operation } from '../../service.ts';
import { resourceArn } from '../arguments.ts';
import { isModifiable, isParameterOf } from '../parameters/catalogue.ts';
import { isDynamic } from './dynamic.ts';
import { parameterGroupNamed } from './find.ts';

const MAX_PARAMETERS = 20;

/** Sets at most 20 parameters of a custom group. https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBClusterParameterGroup.html */
export const modifyDBClusterParameterGroup: Operation<ModifyDBClusterParameterGroupMessage> = {
  resource: ({ DBClusterParameterGroupName }, call) => resourceArn(call, 'cluster-pg', DBClusterParameterGroupName),
  run({ DBClusterParameterGroupName: asked = '', Parameters = [] }, call): DBClusterParameterGroupNameMessage {
    const group = parameterGroupNamed(asked, call);
    if (!group) throw modelled(DBParameterGroupNotFoundFault$, `DBClusterParameterGroup not found: ${asked}`);
    if (group.name.startsWith('default.')) {
      throw invalidParameterValue('The parameter group is a default parameter group and cannot be modified.');
    }
    if (Parameters.length < 1 || Parameters.length > MAX_PARAMETERS) {
      throw invalidParameterValue(`A maximum of ${MAX_PARAMETERS} parameters can be modified in a single request.`);
    }
    for (const parameter of Parameters) check(parameter, group);
    for (const { ParameterName = '', ParameterValue = '' } of Parameters) group.set.set(ParameterName, ParameterValue);
    return { DBClusterParameterGroupName: group.name };
  },
};

function check(
  { ParameterName: name = '', ParameterValue: value, ApplyMethod: method }: Parameter,
  { family }: ParameterGroup,
): void {
  if (!isParameterOf(family, name)) throw invalidParameterValue(`Could not find parameter with name: ${name}`);
  if (!isModifiable(family, name)) throw invalidParameterValue(`The parameter ${name} cannot be modified.`);
  if (value === undefined || method === undefined) {
    throw invalidParameterValue('The parameters ParameterName, ParameterValue and ApplyMethod must be given.');
  }
  if (method !== 'immediate' && method !== 'pending-reboot')
    throw invalidParameterValue(`Invalid apply method: ${method}`);
  if (method === 'immediate' && !isDynamic(name)) {
    throw new AwsError(
      'InvalidParameterCombination',
      `cannot use immediate apply method for static parameter: ${name}`,
    );
  }
}
