import {
  AddTagsToResourceCommand,
  ListTagsForResourceCommand,
  RDSClient,
  RemoveTagsFromResourceCommand,
} from '@aws-sdk/client-rds';
import { PermanentError } from '../../../domain/errors.ts';
import type { Json } from '../../../domain/json.ts';
import type { PlannedStep } from '../../../domain/remediation/plan.ts';
import type { StepContext, StepResult } from '../../../domain/remediation/stage.ts';
import { tagRecord } from '../../reads.ts';
import { type Part, partsOf, type Reader } from './parts.ts';

/** When the database came under its plan: until a backup is due, none is missed. */
export const assignedAtTag = 'aurora-keeper:assigned-at';
/** Which remediation put the tags there; nothing else may take them away. */
export const remediationTag = 'aurora-keeper:remediation';

/** A part of a tagging step: one database and its tag. */
export interface TagPart extends Part {
  readonly key: string;
  readonly value: string;
}

/** ListTagsForResource knows a new tag at once; DescribeDBClusters shows it later. */
export async function tagsOf({ client, signal }: Reader, arn: string): Promise<Record<string, string>> {
  const { TagList } = await client(RDSClient).send(new ListTagsForResourceCommand({ ResourceName: arn }), {
    abortSignal: signal,
  });
  return tagRecord(TagList);
}

/** Adds the tag wherever it is missing; a value that somebody else has set is never overwritten. */
export async function addTags(context: StepContext, step: PlannedStep): Promise<StepResult> {
  const tagged: Record<string, Json> = {};
  for (const [findingId, { databases, key, value }] of partsOf<TagPart>(step)) {
    for (const { arn, name } of databases) {
      const tags = await tagsOf(context, arn);
      if (tags[key] === undefined) await add(context, arn, key, value);
      else if (tags[key] !== value)
        throw new PermanentError(
          `${name} carries ${key}=${tags[key]} by now, and a value is never overwritten. Databases before it in the plan have been tagged; this one and those after it have not`,
        );
      tagged[findingId] = { arn, key, value };
    }
  }
  return { status: 'done', output: { tagged } };
}

async function add({ client, signal, now, remediationId }: StepContext, arn: string, key: string, value: string) {
  await client(RDSClient).send(
    new AddTagsToResourceCommand({
      ResourceName: arn,
      Tags: [
        { Key: key, Value: value },
        { Key: assignedAtTag, Value: now.toISOString() },
        { Key: remediationTag, Value: remediationId },
      ],
    }),
    { abortSignal: signal },
  );
}

/** Takes away what the run being undone has put there, and only while it is still what it put there. */
export async function removeTags(context: StepContext, step: PlannedStep): Promise<StepResult> {
  const { remediationId } = step.input as { readonly remediationId: string };
  for (const [, { databases, key, value }] of partsOf<TagPart>(step)) {
    for (const { arn } of databases) {
      const tags = await tagsOf(context, arn);
      if (tags[remediationTag] !== remediationId) continue;
      const ours = tags[key] === value ? [key] : [];
      await context.client(RDSClient).send(
        new RemoveTagsFromResourceCommand({
          ResourceName: arn,
          TagKeys: [...ours, assignedAtTag, remediationTag],
        }),
        { abortSignal: context.signal },
      );
    }
  }
  return { status: 'done' };
}
