import type { TagResourceInput, UntagResourceInput } from '@aws-sdk/client-backup';
import type { Operation } from '../service.ts';
import { checkedTags, checkKey } from './backup-tags.ts';
import { tagsOf } from './tags.ts';

/** Adds tags to a plan, a vault or a recovery point. */
export const tagResource: Operation<TagResourceInput> = {
  resource: ({ ResourceArn = '' }) => ResourceArn,
  told: ({ Tags }) => (Tags ? { requestTags: Tags } : {}),
  run({ ResourceArn = '', Tags = {} }, call): object {
    checkedTags(Tags);
    const next = checkedTags({ ...tagsOf(ResourceArn, call), ...Tags });
    call.holdings.backup.tags.set(ResourceArn, next);
    return {};
  },
};

/** Takes tags away. */
export const untagResource: Operation<UntagResourceInput> = {
  resource: ({ ResourceArn = '' }) => ResourceArn,
  told: ({ TagKeyList = [] }) => ({ removedTags: TagKeyList }),
  run({ ResourceArn = '', TagKeyList = [] }, call): object {
    for (const key of TagKeyList) checkKey(key);
    const rest = Object.entries(tagsOf(ResourceArn, call)).filter(([key]) => !TagKeyList.includes(key));
    call.holdings.backup.tags.set(ResourceArn, Object.fromEntries(rest));
    return {};
  },
};
