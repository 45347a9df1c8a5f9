import { PermanentError } from '../../../../domain/errors.ts';
import type { Json } from '../../../../domain/json.ts';
import type { PlanDraft, PlannedStep } from '../../../../domain/remediation/plan.ts';
import type { Stage, StepContext, StepResult } from '../../../../domain/remediation/stage.ts';
import { plural } from '../../../../domain/words.ts';
import { timestamp } from '../../duration.ts';
import { findCluster, tagsOf } from '../calls/find.ts';
import { ensureTags } from '../calls/label.ts';
import { recordOfStep } from '../cutover/record.ts';
import { membersIn, readSince } from '../freeze/at-rest.ts';
import { waiting } from '../look.ts';
import { idOf, oneOf } from '../planned-parts.ts';
import { openedAtTag, openedByTag } from '../tags.ts';
import { afterDraft, afterStep } from './parts.ts';
import { inPlaceName, readStanding } from './read.ts';

const dayMs = 86_400_000;
/** If nobody has come by then, it is said and left at that. */
const arrivalsWithinMs = 2 * 3_600_000;
const sessionsShownWithinMs = 600_000;

const plan: Stage['plan'] = async (context, findings): Promise<PlanDraft> => {
  const finding = oneOf(findings);
  const standing = await readStanding(context);
  const { cutover, newInPlace, openedAt, openedBy, old } = standing;
  const name = inPlaceName(cutover);
  const step = afterStep(standing, 'open');
  const oldName = old?.DBClusterIdentifier ?? 'the old cluster';
  return {
    ...afterDraft(context, finding, standing, [{ what: 'open for writes', before: 'no', after: 'yes' }]),
    title: `Open ${name} for writes`,
    summary: [
      `From here on what is written is in the new cluster alone. Start the writers when this says that it is open, not before.`,
      `It cannot be swapped back afterwards: going back loses everything that is written from then on, and is a destructive change of its own.`,
      `${oldName} stays, stopped; when AWS starts it, which it does after seven days, it is stopped again within about an hour.`,
    ],
    steps: [
      step('mark', `Note when ${name} was opened`, 'Nothing has been changed.'),
      step('arrivals', 'See connections arrive', `${name} is open; nobody has looked whether anybody comes.`, 150),
    ],
    refusals: [
      ...(newInPlace ? [] : [`The new cluster is not in place as ${name}: it was swapped back, or never swapped in.`]),
      ...(openedAt === undefined || openedBy === idOf(context)
        ? []
        : [`It was opened at ${timestamp(openedAt)} already.`]),
    ],
  };
};

async function mark(context: StepContext, step: PlannedStep, memory: Json | null): Promise<StepResult> {
  const name = inPlaceName(recordOfStep(step));
  const cluster = await findCluster(context, name);
  const arn = cluster?.DBClusterArn;
  if (cluster === undefined || arn === undefined) throw new PermanentError(`there is no cluster ${name}`);
  const { openedAt: chosen = context.now.toISOString() } = (memory ?? {}) as { readonly openedAt?: string };
  const openedAt = (await tagsOf(context, arn))[openedAtTag] ?? chosen;
  const add = { [openedAtTag]: openedAt, [openedByTag]: context.remediationId };
  if (await ensureTags(context, arn, { add })) return opened(context, openedAt, name);
  return waiting(context, memory, `${name} is being marked as open.`, { openedAt });
}

const opened = ({ policy }: StepContext, openedAt: string, name: string): StepResult => {
  const retire = new Date(Date.parse(openedAt) + policy.retireAfterDays * dayMs);
  return {
    status: 'done',
    output: { openedAt },
    says: `${name} was opened for writes at ${timestamp(new Date(openedAt))}. Start the writers.`,
    lines: [
      'If events were switched off for the freeze (event_scheduler), switch them on again.',
      `The old cluster can be retired from ${timestamp(retire)} on.`,
    ],
  };
};

/** Whether anybody uses the new cluster; it is told, and nothing hangs on it. */
async function arrivals(context: StepContext, step: PlannedStep, memory: Json | null): Promise<StepResult> {
  const name = inPlaceName(recordOfStep(step));
  const { openedAt } = context.outputs['open-mark'] as { readonly openedAt: string };
  const cluster = await findCluster(context, name);
  if (cluster === undefined) return waiting(context, memory, `AWS does not show ${name} at the moment.`);
  const from = new Date(openedAt);
  const { wroteAt, sessions } = await readSince(context, membersIn(cluster), { from, now: context.now });
  // A session shows a minute or two after its first write.
  const late = wroteAt !== undefined && context.now.getTime() - wroteAt.getTime() > sessionsShownWithinMs;
  if (sessions > 0 || late)
    return {
      status: 'done',
      output: { sessions, wroteAt: wroteAt?.toISOString() ?? null },
      says: `${plural(sessions, 'session')} on ${name}${wroteAt === undefined ? ', nothing written yet' : `, first write at ${timestamp(wroteAt)}`}.`,
    };
  if (context.now.getTime() - from.getTime() > arrivalsWithinMs)
    return { status: 'done', says: `Nobody has connected to ${name} within two hours; look at the applications.` };
  return waiting(context, memory, `Nobody has connected to ${name} yet.`);
}

/** The press from which on the new cluster is the one that counts. */
export const open: Stage = { plan, steps: { mark, arrivals } };
