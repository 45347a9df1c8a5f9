import type { Approval } from '../../domain/approval/record.ts';
import type { Run, StepRun } from '../../domain/remediation/run.ts';
import { capped, shortTold } from './mrkdwn.ts';

/** Shorter runs tell by how long they took as a whole. */
const leastSteps = 4;
const shown = 8;
/** What took less is nobody's concern. */
const leastSeconds = 1;

const secondsOf = ({ startedAt, finishedAt }: StepRun): number =>
  startedAt === undefined || finishedAt === undefined
    ? 0
    : Math.round((Date.parse(finishedAt) - Date.parse(startedAt)) / 1_000);

/** `45 s`, `4 min`, `2 h 5 min`. */
function spanText(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** How long each step of a long run took, in the order of the steps; empty for a short run, and for one that has not ended well. */
export function timesText({ plan }: Approval, { state, steps }: Run): string {
  if (state !== 'verified' || steps.length < leastSteps) return '';
  const took = steps
    .map((step) => ({
      title: plan?.steps.find(({ id }) => id === step.id)?.title ?? step.id,
      seconds: secondsOf(step),
    }))
    .filter(({ seconds }) => seconds >= leastSeconds);
  if (took.length === 0) return '';
  return `Measured: ${capped(took, shown, 'steps', ({ title, seconds }) => `${shortTold(title, 90)}: ${spanText(seconds)}`).join(' · ')}`;
}
