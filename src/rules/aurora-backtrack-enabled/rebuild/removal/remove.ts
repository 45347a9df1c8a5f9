import type { DBClusterSnapshot } from '@aws-sdk/client-rds';
import type { Json } from '../../../../domain/json.ts';
import type { PlanDraft, PlannedStep } from '../../../../domain/remediation/plan.ts';
import type { PlanContext, Stage, StepContext, StepResult } from '../../../../domain/remediation/stage.ts';
import { plural } from '../../../../domain/words.ts';
import { timestamp } from '../../duration.ts';
import { arnsOf, rdsArn } from '../arns.ts';
import { ensureClusterGone } from '../calls/cluster.ts';
import { findCluster, findSnapshot, tagsOf } from '../calls/find.ts';
import { ensureGroupGone } from '../calls/parameter-group.ts';
import { ensureSnapshotGone } from '../calls/snapshot.ts';
import { isDone, waiting } from '../look.ts';
import { oneOf } from '../planned-parts.ts';
import { replacedByTag } from '../tags.ts';
import { asInput, type CopyRecord, copyIn } from './copy-record.ts';
import { whoUses } from './in-use.ts';
import { type CopyState, readCopy } from './state.ts';

async function plan(context: PlanContext, findings: Parameters<Stage['plan']>[1]): Promise<PlanDraft> {
  const finding = oneOf(findings);
  const { target } = context;
  const state = await readCopy(context);
  const { copy, cluster, snapshotArn, keepUntil } = state;
  const left = cluster !== undefined || snapshotArn !== undefined;
  const kept = context.foreseen === true && keepUntil !== undefined && keepUntil > context.now;
  const usage = cluster === undefined ? undefined : await whoUses(context, cluster);
  const inPlace = await whyNeeded(context, copy);
  const keeps = await whatKeeps(context, state);
  return {
    title: `Remove ${copy.cluster}, the copy of ${copy.source}`,
    summary: [
      `Deletes ${whatIsLeft(state)}. Nothing of it can be restored afterwards.`,
      ...(keeps?.SnapshotCreateTime === undefined
        ? []
        : [
            `What was written to it until ${timestamp(keeps.SnapshotCreateTime)} stays in the snapshot ${keeps.DBClusterSnapshotIdentifier}.`,
          ]),
      `Only what remediation ${copy.madeBy} has made is deleted; ${copy.source} is not touched.`,
      ...(keepUntil === undefined ? [] : [`Somebody wanted it kept until ${timestamp(keepUntil)}.`]),
    ],
    items: left
      ? [
          {
            findingId: finding.id,
            resource: finding.resource,
            changes: [{ what: 'copy', before: copy.cluster, after: null }],
          },
        ]
      : [],
    steps: !left || kept ? [] : stepsOf(copy),
    options: [],
    refusals: [
      ...(inPlace === undefined ? [] : [inPlace]),
      ...(state.wasOpened && keeps === undefined
        ? [`${copy.cluster} was open for writes, and no snapshot keeps what was written then: take one of it first.`]
        : []),
      ...(context.foreseen && usage ? [`${usage} Press Remove now, or Keep.`] : []),
    ],
    warnings: usage === undefined ? [] : [usage],
    preflight: [],
    cost: { text: 'Nothing.', basis: 'What the copy costs ends with it.' },
    patches: [],
    resources: touched(context, state),
    holds: [rdsArn(target, 'cluster', copy.cluster)],
    judge: { afterMinutes: 0, withinMinutes: 60, expects: 'anything' },
  };
}

/** A copy of a cluster that is not in its place may be all that there is: it is not removed before that one is back. */
async function whyNeeded(
  context: PlanContext,
  { source, sourceId, parameterGroup, madeBy }: CopyRecord,
): Promise<string | undefined> {
  // Nothing ever depends on a rehearsal, which has a parameter group of its own.
  if (parameterGroup !== null) return undefined;
  const inPlace = await findCluster(context, source);
  // With a new endpoint the old cluster keeps its name, stopped, and says what has replaced it.
  const arn = inPlace?.DbClusterResourceId === sourceId ? inPlace?.DBClusterArn : undefined;
  if (arn !== undefined && (await tagsOf(context, arn))[replacedByTag] !== madeBy) return undefined;
  return `The copy has taken the place of ${source}, or was about to: swap back first.`;
}

/** What was written while it was open goes only when the snapshot is there that “Go back” has taken. */
async function whatKeeps(context: PlanContext, { wasOpened }: CopyState): Promise<DBClusterSnapshot | undefined> {
  const { snapshot } = (context.previousPlan?.steps[0]?.input ?? {}) as { readonly snapshot?: string };
  if (!wasOpened || snapshot === undefined) return undefined;
  const found = await findSnapshot(context, snapshot);
  return found?.Status === 'available' ? found : undefined;
}

function whatIsLeft({ copy, cluster, snapshotArn }: CopyState): string {
  const members = cluster?.DBClusterMembers?.length ?? 0;
  const parts = [
    ...(cluster === undefined ? [] : [`the cluster ${copy.cluster} with ${plural(members, 'instance')}`]),
    ...(snapshotArn === undefined ? [] : [`its snapshot ${copy.snapshot}`]),
    ...(copy.parameterGroup === null ? [] : [`the parameter group ${copy.parameterGroup}`]),
  ];
  return parts.join(', ') || 'nothing: it is gone already';
}

function stepsOf(copy: CopyRecord): PlannedStep[] {
  const step = (id: string, title: string, ifStopped: string): PlannedStep => ({
    id: `remove-${id}`,
    step: id,
    title,
    input: asInput(copy),
    before: null,
    ifStopped,
    deadlineMinutes: 120,
  });
  return [
    step('cluster', `Delete ${copy.cluster} and its instances`, 'Nothing has been removed.'),
    step('rest', 'Delete its snapshot and its parameter group', `${copy.cluster} is gone; its snapshot is there.`),
  ];
}

const touched = ({ target }: PlanContext, { copy, cluster }: CopyState): string[] =>
  arnsOf(target, {
    clusters: [copy.cluster],
    instances: (cluster?.DBClusterMembers ?? []).flatMap(({ DBInstanceIdentifier: id }) => id ?? []),
    snapshots: [copy.snapshot],
    clusterGroups: [copy.parameterGroup],
    instanceGroups: [],
    subnetGroups: [],
    others: [],
  });

const removed = ({ target, now }: StepContext, kind: 'cluster' | 'cluster-snapshot', name: string): Json => ({
  removed: [{ arn: rdsArn(target, kind, name), at: now.toISOString() }],
});

async function removeCluster(context: StepContext, step: PlannedStep, memory: Json | null): Promise<StepResult> {
  const { cluster: name, madeBy } = copyIn(step);
  const look = await ensureClusterGone(context, { name, madeBy });
  return isDone(look)
    ? { status: 'done', output: removed(context, 'cluster', name) }
    : waiting(context, memory, look.wait);
}

async function removeRest(context: StepContext, step: PlannedStep, memory: Json | null): Promise<StepResult> {
  const { snapshot, parameterGroup, madeBy, cluster } = copyIn(step);
  const look = await ensureSnapshotGone(context, { snapshot, madeBy });
  if (!isDone(look)) return waiting(context, memory, look.wait);
  if (parameterGroup !== null) {
    const group = await ensureGroupGone(context, { name: parameterGroup, madeBy });
    // A cluster that is not ours any more may go on using it.
    if (!isDone(group) && (await findCluster(context, cluster)) === undefined)
      return waiting(context, memory, group.wait);
  }
  const output = removed(context, 'cluster-snapshot', snapshot);
  return { status: 'done', output, says: `What was made for ${cluster} is gone.` };
}

/** Takes away what a rehearsal has made, or a cut-over that was taken back. */
export const removeCopy: Stage = { plan, steps: { cluster: removeCluster, rest: removeRest } };
