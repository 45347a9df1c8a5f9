import {
  type AddTagsToResourceMessage,
  InvalidDBClusterStateFault$,
  type RemoveTagsFromResourceMessage,
} from '@aws-sdk/client-rds';
import { modelled } from '../protocol/model.ts';
import type { Call, Operation } from '../service.ts';
import { taggedResource } from './resources.ts';
import { withoutTags, withTags } from './tag-rules.ts';
import { tagsByArn, writeTags } from './tag-store.ts';

/** Adds tags, replacing the values of keys that are there. */
export const addTagsToResource: Operation<AddTagsToResourceMessage> = {
  resource: ({ ResourceName = '' }) => ResourceName,
  told: ({ Tags = [] }) => ({
    requestTags: Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value])),
  }),
  run({ ResourceName: arn = '', Tags = [] }, call): object {
    refuseDeleting(arn, call);
    writeTags(arn, withTags(tagsByArn(arn, call.holdings), Tags), call);
    return {};
  },
};

/** Takes tags away. */
export const removeTagsFromResource: Operation<RemoveTagsFromResourceMessage> = {
  resource: ({ ResourceName = '' }) => ResourceName,
  told: ({ TagKeys = [] }) => ({ removedTags: TagKeys }),
  run({ ResourceName: arn = '', TagKeys = [] }, call): object {
    refuseDeleting(arn, call);
    writeTags(arn, withoutTags(tagsByArn(arn, call.holdings), TagKeys), call);
    return {};
  },
};

function refuseDeleting(arn: string, call: Call): void {
  if (taggedResource(arn, call).Status === 'deleting')
    throw modelled(InvalidDBClusterStateFault$, `${arn} is being deleted.`);
}
