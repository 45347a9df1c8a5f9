import { AddTagsToResourceCommand, RDSClient } from '@aws-sdk/client-rds';
import type { PlanDraft, PlannedStep } from '../../../../domain/remediation/plan.ts';
import type { PlanContext, Stage, StepContext, StepResult } from '../../../../domain/remediation/stage.ts';
import { plural } from '../../../../domain/words.ts';
import { timestamp } from '../../duration.ts';
import { rdsArn } from '../arns.ts';
import { findCluster, tagsOf } from '../calls/find.ts';
import { waiting } from '../look.ts';
import { oneOf } from '../planned-parts.ts';
import { keepUntilTag } from '../tags.ts';
import { asInput, type CopyRecord } from './copy-record.ts';
import { type CopyState, readCopy } from './state.ts';

const dayMs = 86_400_000;

interface Input {
  readonly copy: CopyRecord;
  readonly until: string;
  readonly createdAt: string;
}

const inputOf = (step: PlannedStep): Input => step.input as unknown as Input;

/** Counted from when it would have been removed, so that the plan is the same however long people take to approve it. */
function untilWhen({ policy }: PlanContext, { cluster, keepUntil }: CopyState): Date {
  const due = keepUntil ?? new Date((cluster?.ClusterCreateTime?.getTime() ?? 0) + policy.copyTtlDays * dayMs);
  return new Date(due.getTime() + policy.copyTtlDays * dayMs);
}

async function plan(context: PlanContext, findings: Parameters<Stage['plan']>[1]): Promise<PlanDraft> {
  const finding = oneOf(findings);
  const state = await readCopy(context);
  const { copy, cluster } = state;
  const until = untilWhen(context, state);
  const arn = rdsArn(context.target, 'cluster', copy.cluster);
  const title = `Keep ${copy.cluster} until ${timestamp(until)}`;
  return {
    title,
    summary: [
      `Sets the tag ${keepUntilTag} on the copy, which is then removed ${plural(context.policy.copyTtlDays, 'day')} later.`,
      'It goes on costing what it costs.',
    ],
    items: [
      {
        findingId: finding.id,
        resource: finding.resource,
        changes: [{ what: 'copy kept until', before: null, after: timestamp(until) }],
      },
    ],
    steps: [
      {
        id: 'keep',
        step: 'keep',
        title,
        input: {
          ...(asInput(copy) as object),
          until: until.toISOString(),
          createdAt: cluster?.ClusterCreateTime?.toISOString() ?? '',
        },
        before: null,
        ifStopped: 'Nothing has been changed.',
        deadlineMinutes: 30,
      },
    ],
    options: [],
    refusals: cluster === undefined ? [`${copy.cluster} is not there any more.`] : [],
    warnings: [],
    preflight: [],
    cost: { text: 'As before.', basis: 'The copy is billed for as long as it is there.' },
    patches: [],
    resources: [arn],
    holds: [arn],
    judge: { afterMinutes: 0, withinMinutes: 60, expects: 'anything' },
    // Every day from when it would have gone: by then somebody may want it even longer.
    later: [{ stage: 'remove-copy', afterMinutes: 1_440, every: true }],
  };
}

async function keep(context: StepContext, step: PlannedStep, memory: unknown): Promise<StepResult> {
  const { copy, until, createdAt } = inputOf(step);
  const arn = rdsArn(context.target, 'cluster', copy.cluster);
  const found = await findCluster(context, copy.cluster);
  const tags = await tagsOf(context, arn);
  if (found === undefined || tags[keepUntilTag] === until) {
    const made = { arn, kind: 'AWS::RDS::DBCluster', createdAt, removeAt: until };
    return {
      status: 'done',
      output: { made: found === undefined ? [] : [made] },
      says: `Kept until ${timestamp(new Date(until))}.`,
    };
  }
  const command = new AddTagsToResourceCommand({ ResourceName: arn, Tags: [{ Key: keepUntilTag, Value: until }] });
  await context.client(RDSClient).send(command, { abortSignal: context.signal });
  return waiting(context, memory as null, `The tag is set; AWS does not show it yet.`);
}

/** Puts off the removal of a copy by as many days again. */
export const keepCopy: Stage = { plan, steps: { keep } };
