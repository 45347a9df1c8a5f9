import {
  type CopyDBClusterParameterGroupMessage,
  type CopyDBClusterParameterGroupResult,
  type CreateDBClusterParameterGroupMessage,
  type CreateDBClusterParameterGroupResult,
  DBParameterGroupAlreadyExistsFault$,
  DBParameterGroupNotFoundFault$,
  DBParameterGroupQuotaExceededFault$,
  type Tag,
} from '@aws-sdk/client-rds';
import { invalidParameterValue } from '../../errors.ts';
import type { ParameterGroup } from '../../organization/parameter-groups.ts';
import { modelled } from '../../protocol/model.ts';
import type { Call, Operation } from '../../service.ts';
import { resourceArn } from '../arguments.ts';
import { authoriseTags, toldTags } from '../new-resource.ts';
import { parametersOf } from '../parameters/catalogue.ts';
import { withTags } from '../tag-rules.ts';
import { described } from './describe.ts';
import { parameterGroupNamed } from './find.ts';

const NAME = /^(?!default\.)[a-z](?!.*--)[a-z0-9-]{0,254}(?<!-)$/i;

/** Makes an empty cluster parameter group, which can be used in a moment. https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBClusterParameterGroup.html */
export const createDBClusterParameterGroup: Operation<CreateDBClusterParameterGroupMessage> = {
  resource: ({ DBClusterParameterGroupName: name }, call) => resourceArn(call, 'cluster-pg', name?.toLowerCase()),
  told: toldTags,
  run(input, call): CreateDBClusterParameterGroupResult {
    const { DBClusterParameterGroupName: name = '', DBParameterGroupFamily: family = '', Description = '' } = input;
    authoriseTags(resourceArn(call, 'cluster-pg', name.toLowerCase()), input, call);
    if (parametersOf(family).length === 0) {
      throw invalidParameterValue(`ParameterGroupFamily ${family} is not a valid parameter group family`);
    }
    return {
      DBClusterParameterGroup: make({ name, family, description: Description, set: new Map() }, input.Tags, call),
    };
  },
};

/**
 * Makes a group with the values of another; default groups cannot be copied.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_WorkingWithParamGroups.CopyingCluster.html
 */
export const copyDBClusterParameterGroup: Operation<CopyDBClusterParameterGroupMessage> = {
  resource: (input, call) => [
    resourceArn(call, 'cluster-pg', input.SourceDBClusterParameterGroupIdentifier),
    resourceArn(call, 'cluster-pg', input.TargetDBClusterParameterGroupIdentifier?.toLowerCase()),
  ],
  told: toldTags,
  run(input, call): CopyDBClusterParameterGroupResult {
    const { SourceDBClusterParameterGroupIdentifier: asked = '', TargetDBClusterParameterGroupIdentifier: name = '' } =
      input;
    authoriseTags(resourceArn(call, 'cluster-pg', name.toLowerCase()), input, call);
    const source = parameterGroupNamed(asked, call);
    if (!source) throw modelled(DBParameterGroupNotFoundFault$, `DBClusterParameterGroup not found: ${asked}`);
    if (source.name.startsWith('default.')) {
      throw invalidParameterValue(`The default DB cluster parameter group ${asked} cannot be copied.`);
    }
    const description = input.TargetDBClusterParameterGroupDescription ?? '';
    const copy = { name, family: source.family, description, set: new Map(source.set) };
    return { DBClusterParameterGroup: make(copy, input.Tags, call) };
  },
};

function make(group: ParameterGroup, tags: readonly Tag[] | undefined, call: Call) {
  const { parameterGroups, lifecycle } = call.holdings;
  const name = group.name.toLowerCase();
  if (!NAME.test(name))
    throw invalidParameterValue(`The parameter DBClusterParameterGroupName is not a valid name: ${group.name}`);
  if (group.description === '')
    throw invalidParameterValue('The parameter Description must be provided and must not be blank.');
  if (parameterGroups.has(name)) {
    throw modelled(DBParameterGroupAlreadyExistsFault$, `Parameter group ${name} already exists`);
  }
  if (parameterGroups.size >= call.account.quotas.clusterParameterGroups) {
    throw modelled(
      DBParameterGroupQuotaExceededFault$,
      'You have reached the maximum number of DB cluster parameter groups',
    );
  }
  const made: ParameterGroup = { ...group, name, TagList: withTags([], tags ?? []) };
  parameterGroups.set(name, made);
  lifecycle.shownFrom.set(made, call.now.getTime() + call.waitMs('groupUsable'));
  return described(made, call);
}
