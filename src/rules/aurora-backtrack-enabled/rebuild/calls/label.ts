import { AddTagsToResourceCommand, RDSClient, RemoveTagsFromResourceCommand } from '@aws-sdk/client-rds';
import type { StepContext } from '../../../../domain/remediation/stage.ts';
import { tagList } from '../tags.ts';
import { tagsOf } from './find.ts';

/** Sets and takes away tags, as far as they are not so. True when there was nothing to do. */
export async function ensureTags(
  context: StepContext,
  arn: string,
  { add = {}, remove = [] }: { readonly add?: Readonly<Record<string, string>>; readonly remove?: readonly string[] },
): Promise<boolean> {
  const now = await tagsOf(context, arn);
  const missing = Object.fromEntries(Object.entries(add).filter(([key, value]) => now[key] !== value));
  const left = remove.filter((key) => now[key] !== undefined);
  const rds = context.client(RDSClient);
  const options = { abortSignal: context.signal };
  if (Object.keys(missing).length > 0)
    await rds.send(new AddTagsToResourceCommand({ ResourceName: arn, Tags: tagList(missing) }), options);
  if (left.length > 0) await rds.send(new RemoveTagsFromResourceCommand({ ResourceName: arn, TagKeys: left }), options);
  return Object.keys(missing).length === 0 && left.length === 0;
}
