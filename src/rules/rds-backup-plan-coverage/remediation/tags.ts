import {
  AddTagsToResourceCommand,
  ListTagsForResourceCommand,
  RDSClient,
  RemoveTagsFromResourceCommand,
} from '@aws-sdk/client-rds';
import { PermanentError } from '../../../domain/errors.ts';
import type { PlannedStep } from '../../../domain/remediation/plan.ts';
import type { StepContext, StepResult } from '../../../domain/remediation/stage.ts';
import { tagRecord } from '../../reads.ts';

/** When the database came under its plan: until a backup is due, none is missed. */
export const assignedAtTag = 'aurora-keeper:assigned-at';
/** Which remediation put the tags there; nothing else may take them away. */
export const remediationTag = 'aurora-keeper:remediation';

/** One database's part of a tagging step. */
export interface TagPart {
  readonly arn: string;
  readonly name: string;
  readonly key: string;
  readonly value: string;
}

export const partsOf = (step: PlannedStep): TagPart[] =>
  Object.values(step.items ?? {}).map((part) => part as unknown as TagPart);

/** ListTagsForResource knows a new tag at once; DescribeDBClusters shows it later. */
async function tagsOf({ client, signal }: StepContext, arn: string): Promise<Record<string, string>> {
  const { TagList } = await client(RDSClient).send(new ListTagsForResourceCommand({ ResourceName: arn }), {
    abortSignal: signal,
  });
  return tagRecord(TagList);
}

/** Adds the tag wherever it is missing; a value that somebody else has set is never overwritten. */
export async function addTags(context: StepContext, step: PlannedStep): Promise<StepResult> {
  for (const { arn, name, key, value } of partsOf(step)) {
    const tags = await tagsOf(context, arn);
    if (tags[key] === value) continue;
    if (tags[key] !== undefined)
      throw new PermanentError(
        `${name} carries ${key}=${tags[key]} by now, and a value is never overwritten. Databases before it in the plan have been tagged, this one and those after it have not`,
      );
    await context.client(RDSClient).send(
      new AddTagsToResourceCommand({
        ResourceName: arn,
        Tags: [
          { Key: key, Value: value },
          { Key: assignedAtTag, Value: context.now.toISOString() },
          { Key: remediationTag, Value: context.remediationId },
        ],
      }),
      { abortSignal: context.signal },
    );
  }
  return { status: 'done' };
}

/** Takes away what the run being undone has put there, and only while it is still what it put there. */
export async function removeTags(context: StepContext, step: PlannedStep): Promise<StepResult> {
  const { remediationId } = step.input as { remediationId: string };
  for (const { arn, key, value } of partsOf(step)) {
    const tags = await tagsOf(context, arn);
    if (tags[remediationTag] !== remediationId) continue;
    const ours = tags[key] === value ? [key] : [];
    await context
      .client(RDSClient)
      .send(
        new RemoveTagsFromResourceCommand({ ResourceName: arn, TagKeys: [...ours, assignedAtTag, remediationTag] }),
        { abortSignal: context.signal },
      );
  }
  return { status: 'done' };
}
