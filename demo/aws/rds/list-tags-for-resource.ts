import type { ListTagsForResourceMessage, TagListMessage } from '@aws-sdk/client-rds';
import type { Operation } from '../service.ts';
import { listedTags } from './tag-store.ts';

/** The tags of a cluster, instance or snapshot by its ARN, which must be of this account and Region. */
export const listTagsForResource: Operation<ListTagsForResourceMessage> = {
  resource: ({ ResourceName = '' }) => ResourceName,
  run({ ResourceName = '' }, call): TagListMessage {
    return { TagList: listedTags(ResourceName, call) };
  },
};
