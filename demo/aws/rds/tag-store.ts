import type { Tag } from '@aws-sdk/client-rds';
import type { RegionState } from '../organization/region.ts';
import type { Call } from '../service.ts';
import { findTagged, taggedResource } from './resources.ts';

/** The tags of a resource that somebody has changed: as they are, and as ListTagsForResource shows them. */
export interface TagViews {
  readonly now: readonly Tag[];
  readonly listed: readonly Tag[];
}

/** The tags as they are: what IAM conditions and AWS Backup's selections look at. Nothing for what is not there. */
export function tagsByArn(arn: string, holdings: RegionState): readonly Tag[] {
  const resource = findTagged(arn, holdings);
  return resource ? (holdings.tagViews.get(resource)?.now ?? resource.TagList ?? []) : [];
}

/** The tags as ListTagsForResource shows them. */
export function listedTags(arn: string, call: Call): Tag[] {
  const resource = taggedResource(arn, call);
  return [...(call.holdings.tagViews.get(resource)?.listed ?? resource.TagList ?? [])];
}

/**
 * Changes the tags; ListTagsForResource shows it a little later, the `TagList` of a description later still. They are
 * the resource's, not its name's: a rename takes them along.
 */
export function writeTags(arn: string, next: readonly Tag[], call: Call): void {
  const resource = taggedResource(arn, call);
  const { tagViews } = call.holdings;
  tagViews.set(resource, { now: next, listed: listedTags(arn, call) });
  call.later('tagsListed', () => {
    tagViews.set(resource, { now: tagViews.get(resource)?.now ?? next, listed: next });
  });
  call.later('tagsDescribed', () => {
    resource.TagList = [...next];
  });
}
