import type { DBCluster } from '@aws-sdk/client-rds';
import { PermanentError } from '../../../../domain/errors.ts';
import type { Json } from '../../../../domain/json.ts';
import type { PlanDraft, PlannedStep } from '../../../../domain/remediation/plan.ts';
import type { PlanContext, Stage, StepContext, StepResult } from '../../../../domain/remediation/stage.ts';
import { orWhyNot } from '../../../reads.ts';
import { timestamp } from '../../duration.ts';
import { findInstance } from '../calls/find.ts';
import { blindSpot } from '../cutover/last-seconds-check.ts';
import { patiently } from '../cutover/patiently.ts';
import { type CutoverRecord, recordOfStep } from '../cutover/record.ts';
import { readScene } from '../cutover/scene.ts';
import { membersIn, readSince } from '../freeze/at-rest.ts';
import { lastMinutes } from '../freeze/last-minutes.ts';
import { waiting } from '../look.ts';
import { oneOf } from '../planned-parts.ts';
import { afterDraft, afterStep } from './parts.ts';
import { readStanding, type Standing } from './read.ts';
import { labelCopy, orPutNewBack, putBack, stepAside, stopNew } from './swap-back.ts';

/** Until its settings were compared nobody but AWS has worked on it; what is written from then on is somebody's. */
function inUseSince({ previous }: PlanContext, fresh: DBCluster): Date {
  const compared = previous?.steps.find(({ id }) => id === 'new-compare')?.finishedAt;
  return compared === undefined ? (fresh.ClusterCreateTime ?? new Date(0)) : new Date(compared);
}

/** It was, or may have been, handed to people: the same whenever this is planned, also in the middle of it. */
const wasInPlace = ({ previous }: PlanContext): boolean =>
  previous?.steps.some(({ id, state }) => (id === 'rename-new' || id === 'see') && state !== 'todo') ?? false;

const blindSpots = async (context: PlanContext, fresh: DBCluster): Promise<string[]> => {
  const writer = fresh.DBClusterMembers?.find(({ IsClusterWriter }) => IsClusterWriter)?.DBInstanceIdentifier;
  const found = writer === undefined ? undefined : await findInstance(context, writer);
  return found === undefined ? [] : [blindSpot(found) ?? []].flat();
};

const plan: Stage['plan'] = async (context, findings): Promise<PlanDraft> => {
  const finding = oneOf(findings);
  const standing = await readStanding(context);
  const { cutover, fresh, old } = standing;
  const used = wasInPlace(context) && fresh !== undefined;
  const since = fresh === undefined ? undefined : inUseSince(context, fresh);
  const step = afterStep(standing, 'undo');
  const keeps = cutover.way === 'keep-name';
  const way = keeps ? `gets the name ${cutover.source} back` : 'is started again';
  const neither = keeps
    ? `No cluster is called ${cutover.source}, and nobody can write: press “Swap back” again.`
    : 'Neither cluster is running: press “Swap back” again.';
  return {
    ...afterDraft(context, finding, standing, [
      {
        what: `cluster behind ${cutover.source}`,
        before: used ? 'the new one' : 'none',
        after: 'the old one, as it was',
      },
    ]),
    title: `Swap back: put the old ${cutover.source} in its place again`,
    summary: [
      ...(used
        ? [
            'The new cluster is stopped, and every minute since it was ready is looked at: if anything was written to it, it is put in place again instead.',
          ]
        : []),
      `The old cluster ${way}, as it was before the cut-over. Nothing is lost, and nothing is deleted.`,
      'Leave the writers stopped until this is done.',
    ],
    steps: [
      ...(used
        ? [
            ...(keeps
              ? [step('stepAside', `The new cluster becomes ${cutover.aside}`, 'Nothing has been changed.')]
              : []),
            step('stopNew', 'Stop the new cluster', keeps ? neither : 'Nothing has been changed.'),
            {
              ...step('seeUnwritten', 'See that nothing was written to it', neither, 90),
              input: { cutover: { ...cutover }, since: since?.toISOString() ?? null },
            },
          ]
        : []),
      step('putBack', keeps ? 'Start the old cluster, and give it its name' : 'Start the old cluster', neither, 120),
      ...(fresh === undefined
        ? []
        : [step('labelCopy', 'Mark the new cluster as a copy', 'The old cluster is in place.')]),
    ],
    refusals: await refusalsOf(context, standing, since),
    warnings: used ? await blindSpots(context, fresh) : [],
    later: [{ stage: 'remove-copy', afterMinutes: context.policy.copyTtlDays * 1_440 }],
    ...(old === undefined ? { steps: [] } : {}),
  };
};

async function refusalsOf(
  context: PlanContext,
  { cutover, old, fresh, newInPlace, openedAt, isCopy, replacedLater }: Standing,
  since: Date | undefined,
): Promise<string[]> {
  if (old === undefined) return ['The old cluster is gone, so nothing can be swapped back.'];
  if (replacedLater !== undefined)
    return [`Cut-over ${replacedLater} has replaced ${cutover.source} since: swap back that one.`];
  if (openedAt !== undefined)
    return [
      `It was opened for writes at ${timestamp(openedAt)}. Going back from there loses what was written since: “Go back”.`,
    ];
  const done = old.DBClusterIdentifier === cutover.source && old.Status === 'available';
  if (done && (fresh === undefined || isCopy)) return [`${cutover.source} is the old cluster already.`];
  if (!newInPlace || fresh === undefined || since === undefined || fresh.Status !== 'available') return [];
  const read = await orWhyNot(readSince(context, membersIn(fresh), { from: since, now: context.now }));
  if ('unread' in read) return [`Whether something was written to the new cluster could not be read: ${read.unread}.`];
  const { wroteAt } = read.value;
  return wroteAt === undefined
    ? []
    : [
        `Something was written to the new cluster at ${timestamp(wroteAt)}, and swapping back would lose it. Open it for writes, then “Go back” if it has to be.`,
      ];
}

interface Input {
  readonly cutover: CutoverRecord;
  readonly since: string | null;
}

/** The new cluster is stopped, so every minute of it is known soon; one write, and it has to stay in place. */
async function seeUnwritten(context: StepContext, step: PlannedStep, memory: Json | null): Promise<StepResult> {
  const { cutover, since } = step.input as unknown as Input;
  const { fresh } = await readScene(context, cutover);
  if (fresh === undefined) return waiting(context, memory, 'AWS does not show the new cluster at the moment.');
  const known = await lastMinutes(context, fresh, {
    since: since === null ? (fresh.ClusterCreateTime ?? new Date(0)) : new Date(since),
    stopped: context.outputs['undo-stopNew'] as never,
    quietMinutes: recordOfStep(step).quietMinutes,
  });
  switch (known.is) {
    case 'unwritten':
      return { status: 'done', says: 'Nothing was written to the new cluster.' };
    case 'wait':
      return waiting(context, memory, known.says);
    default:
      throw new PermanentError(known.why);
  }
}

/** Puts everything as it was before a cut-over, as long as nothing was written to the new cluster. */
export const undo: Stage = {
  plan,
  steps: {
    stepAside: patiently(orPutNewBack(stepAside)),
    stopNew: patiently(orPutNewBack(stopNew)),
    seeUnwritten: patiently(orPutNewBack(seeUnwritten)),
    putBack: patiently(putBack),
    labelCopy,
  },
};
