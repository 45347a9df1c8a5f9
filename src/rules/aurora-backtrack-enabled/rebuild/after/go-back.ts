import { PermanentError, Settled } from '../../../../domain/errors.ts';
import type { Json } from '../../../../domain/json.ts';
import type { PlanDraft, PlannedStep } from '../../../../domain/remediation/plan.ts';
import type { Stage, Step, StepContext, StepResult } from '../../../../domain/remediation/stage.ts';
import { plural } from '../../../../domain/words.ts';
import { timestamp } from '../../duration.ts';
import { findSnapshot } from '../calls/find.ts';
import { ensureSnapshot } from '../calls/snapshot.ts';
import { patiently } from '../cutover/patiently.ts';
import { type CutoverRecord, recordOfStep } from '../cutover/record.ts';
import { readScene } from '../cutover/scene.ts';
import { stillFrozen } from '../cutover/still-frozen.ts';
import { hostsOn, readQuiet } from '../freeze/at-rest.ts';
import { freezeText } from '../freeze/words.ts';
import { isDone, waiting } from '../look.ts';
import { madeOutput } from '../made-output.ts';
import { idOf, oneOf } from '../planned-parts.ts';
import { afterDraft } from './parts.ts';
import { inPlaceName, readStanding, type Standing } from './read.ts';
import { labelCopy, putBack, stepAside, stopNew } from './swap-back.ts';
import { touchedAfter } from './touched.ts';

interface Input {
  readonly cutover: CutoverRecord;
  readonly openedAt: string;
  /** Of the new cluster, taken before it is given up. */
  readonly snapshot: string;
}

const inputOf = (step: PlannedStep): Input => step.input as unknown as Input;

const snapshotName = (id: string): string => `aurora-keeper-${id}-given-up`;

/** A snapshot, two renames, a stop and a start, as reported for clusters in general. */
const minutesForNames = 45;

const plan: Stage['plan'] = async (context, findings): Promise<PlanDraft> => {
  const finding = oneOf(findings);
  const standing = await readStanding(context);
  const { cutover, openedAt } = standing;
  const when = openedAt === undefined ? 'the cut-over' : timestamp(openedAt);
  const snapshot = snapshotName(idOf(context));
  const name = inPlaceName(cutover);
  const input = { cutover: { ...cutover }, openedAt: openedAt?.toISOString() ?? '', snapshot };
  const step = (work: string, title: string, ifStopped: string, deadlineMinutes = 60): PlannedStep => ({
    id: `back-${work}`,
    step: work,
    title,
    input,
    before: null,
    ifStopped,
    deadlineMinutes,
  });
  const keeps = cutover.way === 'keep-name';
  const neither = 'Neither cluster is running under its name: plan “Go back” again, which goes on from there.';
  const kept = 'Nothing has been changed; the snapshot stays. Start the writers again.';
  return {
    ...afterDraft(context, finding, standing, [
      { what: 'data', before: 'as it is now', after: `as it was before ${when}` },
    ]),
    title: `Go back to the old ${cutover.source} and lose everything written since ${when}`,
    summary: [
      `Everything that was written since ${when} is lost to the applications. It stays in a snapshot (${snapshot}) and in the cluster ${cutover.aside}, which is stopped.`,
      `You stop the writers. It waits until nothing was written for ${plural(cutover.quietMinutes, 'minute')}, so that the snapshot has all.`,
      keeps
        ? `Then the old cluster is started and is ${cutover.source} again, without Backtrack.`
        : `Then ${cutover.source} is started again, without Backtrack, and you give the applications its endpoint.`,
    ],
    steps: [
      step('freezeNew', `See nobody connected to ${name}, and nothing written`, 'Nothing has been changed.', 180),
      step('keepNew', `Take the snapshot ${snapshot} of ${name}`, 'Nothing has been changed.', 240),
      ...(keeps ? [step('stepAside', `The new cluster becomes ${cutover.aside}`, kept)] : []),
      step('stopNew', 'Stop the new cluster', keeps ? neither : kept),
      step('putBack', keeps ? 'Start the old cluster, and give it its name' : 'Start the old cluster', neither, 120),
      step('labelCopy', 'Mark the new cluster as a copy', 'The old cluster is in place.'),
    ],
    refusals: refusalsOf(standing),
    cost: {
      text: 'Unknown until measured.',
      basis: 'The snapshot, and the stopped new cluster, are billed by the gigabyte until they are removed.',
    },
    resources: touchedAfter(context.target, standing, [snapshot]),
    needsMinutes: cutover.quietMinutes + minutesForNames,
  };
};

function refusalsOf({ cutover, old, fresh, openedAt, replacedLater }: Standing): string[] {
  if (old === undefined) return ['The old cluster is gone: restore its final snapshot instead.'];
  if (replacedLater !== undefined)
    return [`Cut-over ${replacedLater} has replaced ${cutover.source} since: go back from that one.`];
  if (fresh === undefined) return ['The new cluster is gone.'];
  return openedAt === undefined ? ['It was never opened for writes: “Swap back” loses nothing.'] : [];
}

/** Over with the snapshot: from then on nothing that is written counts any more. */
async function freezeNew(context: StepContext, step: PlannedStep, memory: Json | null): Promise<StepResult> {
  const { cutover, snapshot } = inputOf(step);
  if ((await findSnapshot(context, snapshot)) !== undefined) return { status: 'done' };
  const { fresh } = await readScene(context, cutover);
  const name = inPlaceName(cutover);
  // Given up already by an earlier attempt.
  if (fresh?.DBClusterIdentifier === cutover.aside && cutover.way === 'keep-name') return { status: 'done' };
  if (fresh?.Status === 'stopped') return { status: 'done' };
  if (fresh?.DBClusterIdentifier !== name || fresh.Status !== 'available')
    return waiting(context, memory, `${name} is ${fresh?.Status ?? 'not shown by AWS'}; waiting.`);
  const minutes = cutover.quietMinutes;
  const { quiet, writer } = await readQuiet(context, fresh, { minutes, now: context.now });
  if (quiet.state === 'quiet')
    return {
      status: 'done',
      output: { since: quiet.since.toISOString() },
      says: `Nothing has been written to ${name} since ${timestamp(quiet.since)}.`,
    };
  const open = quiet.state === 'busy' && quiet.sessions > 0;
  const hosts = open ? await hostsOn(context, writer, { now: context.now }) : undefined;
  return waiting(context, memory, freezeText(quiet, { writer: name, minutes, hosts }));
}

async function keepNew(context: StepContext, step: PlannedStep, memory: Json | null): Promise<StepResult> {
  const { cutover, snapshot } = inputOf(step);
  const { fresh } = await readScene(context, recordOfStep(step));
  const cluster = fresh?.DBClusterIdentifier;
  if (cluster === undefined) throw new PermanentError('the new cluster is gone; nothing was changed');
  if (fresh?.Status === 'stopped') return { status: 'done', says: `What was written stays in ${cluster}, stopped.` };
  const look = await ensureSnapshot(context, { cluster, snapshot, tags: context.tags });
  if (!isDone(look)) return waiting(context, memory, look.wait);
  const { DBClusterSnapshotArn: arn, SnapshotCreateTime: at } = look.done;
  return {
    status: 'done',
    output: madeOutput(context, { arn, kind: 'AWS::RDS::DBClusterSnapshot', at, keptDays: undefined }),
    says: `What ${inPlaceName(cutover)} held is in the snapshot ${snapshot}.`,
  };
}

/** The snapshot has to have all of it: as long as nothing has been renamed or stopped, one write more ends this. */
const onlyIfKept =
  (work: Step): Step =>
  async (context, step, memory) => {
    const { cutover, snapshot } = inputOf(step);
    const { fresh } = await readScene(context, cutover);
    const name = inPlaceName(cutover);
    const since = (await findSnapshot(context, snapshot))?.SnapshotCreateTime;
    if (fresh?.DBClusterIdentifier !== name || fresh.Status !== 'available' || since === undefined)
      return work(context, step, memory);
    const still = await stillFrozen(context, fresh, since, name);
    if (still.is === 'frozen') return work(context, step, memory);
    if (still.is === 'wait') return waiting(context, memory, still.says);
    throw new Settled(
      `something was written to ${name} after its snapshot ${snapshot} was taken; nothing has been renamed or stopped, and nothing is lost. Stop every writer, then plan “Go back” again`,
    );
  };

/** The old cluster again, as it was; what was written since is kept aside, and lost to the applications. */
export const goBack: Stage = {
  plan,
  steps: {
    freezeNew,
    keepNew,
    stepAside: patiently(onlyIfKept(stepAside)),
    stopNew: patiently(onlyIfKept(stopNew)),
    putBack: patiently(putBack),
    labelCopy,
  },
};
