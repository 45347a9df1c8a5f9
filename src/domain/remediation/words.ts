import { AwsCallError, PeopleUnavailable, PermanentError, Settled } from '../errors.ts';
import { asSentence, plural } from '../words.ts';
import type { PlannedStep } from './plan.ts';
import type { Run } from './run.ts';

/** AWS's or our own code for why a run ended. */
export const codeOf = (error: unknown): string =>
  error instanceof AwsCallError ? error.failure.code : error instanceof PermanentError ? 'Refused' : 'InternalError';

/** What happened, to stand after a colon. A mistake of ours keeps its words for the log: they help nobody else. */
export function causeOf(error: unknown): string {
  if (error instanceof AwsCallError || error instanceof PermanentError) return asSentence(error.message);
  if (error instanceof PeopleUnavailable) return 'Slack does not say who may approve.';
  return 'this is a fault in Aurora Keeper itself; its log tells more.';
}

function adviceFor(error: unknown): string {
  if (!(error instanceof AwsCallError)) return 'Review the finding again: it is planned anew from how things are then.';
  switch (error.failure.kind) {
    case 'denied':
    case 'role':
      return 'When that is put right, review the finding again; what has been made already is recognised.';
    case 'refused':
      return 'Look at it in the AWS console; then review the finding again: it is planned anew from how things are then.';
    default:
      return 'When AWS answers again, review the finding again; what has been made already is recognised.';
  }
}

/** A step failed: what happened, how things are now, what to do. */
export const failedText = (step: PlannedStep, error: unknown): string =>
  error instanceof Settled ? `“${step.title}” failed: ${causeOf(error)}` : unsettled(step, error).join(' ');

const unsettled = (step: PlannedStep, error: unknown): string[] => [
  `“${step.title}” failed: ${causeOf(error)}`,
  `As it stood before that step: ${asSentence(step.ifStopped)}`,
  adviceFor(error),
];

/** A check before the first write said no. */
export const refusedText = (error: unknown): string =>
  `Not carried out: ${causeOf(error)} Nothing has been changed. ${adviceFor(error)}`;

export const troubleText = (error: unknown): string => `Looking again: ${causeOf(error)}`;

export const stuckText = (
  step: PlannedStep,
  error: unknown,
  { minutes, count }: { readonly minutes: number; readonly count: number },
): string =>
  [
    `“${step.title}” did not get through in ${plural(count, 'attempt')} over ${plural(minutes, 'minute')}: ${causeOf(error)}`,
    'Whether the last call took effect is not known.',
    `As it stood before that step: ${asSentence(step.ifStopped)}`,
    adviceFor(error),
  ].join(' ');

/** Stop was pressed. In the middle of a step only what is known about it can be said. */
export function cancelledText(run: Run, before: PlannedStep): string {
  const at = run.steps.find(({ id }) => id === before.id);
  if (at?.state !== 'doing') return `Stopped before “${before.title}”. ${asSentence(before.ifStopped)}`;
  return [
    `Stopped while “${before.title}” was under way; AWS may still complete it.`,
    ...(at.says === undefined ? [] : [`Last seen: ${asSentence(at.says)}`]),
    `As it stood before that step: ${asSentence(before.ifStopped)}`,
  ].join(' ');
}

export const overdueText = (step: PlannedStep, says: string): string =>
  `“${step.title}” takes longer than the ${plural(step.deadlineMinutes, 'minute')} it was given. ${asSentence(says)} It is looked at every few minutes until it is done or somebody presses Stop.`;

const differencesShown = 5;

/** People see the first few differences; the plan made anew shows the rest. */
export function staleText(found: readonly string[]): string {
  const more = found.length - differencesShown;
  return [
    'Nothing has been changed: things are not as they were when this was approved.',
    ...found.slice(0, differencesShown),
    ...(more > 0 ? [`And ${plural(more, 'more difference')}.`] : []),
    'Review the finding again to see the plan as it would be now.',
  ].join(' ');
}

/** Why there is no plan, and who has to do what. */
export function unplannableText(error: unknown, reference: string): string {
  if (error instanceof PermanentError) return `It cannot be planned: ${asSentence(error.message)}`;
  if (error instanceof DOMException) return `Reading took too long; try again in a few minutes (ref ${reference}).`;
  if (!(error instanceof AwsCallError))
    return `Planning failed in Aurora Keeper itself; tell whoever runs it (ref ${reference}).`;
  const { kind } = error.failure;
  const passes = error.transient || kind === 'unparseable';
  return `It could not be planned: ${error.message}${passes ? '. Try again in a few minutes' : ''} (ref ${reference}).`;
}
