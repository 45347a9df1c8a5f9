import type { Approval } from '../../domain/approval/record.ts';
import type { PlannedStep } from '../../domain/remediation/plan.ts';
import type { Run, StepRun } from '../../domain/remediation/run.ts';
import { plural } from '../../domain/words.ts';
import { capped, dateToken, mention, shortTold } from './mrkdwn.ts';

const sentenceShown = 600;
const saidShown = 10;
const saidLength = 250;

/** Where a run stands: the step at work, counted from 0, or the number of steps when all are done. */
export function position({ steps }: Run): number {
  const at = steps.findIndex(({ state }) => state !== 'done');
  return at === -1 ? steps.length : at;
}

const planned = (approval: Approval, run: Run, at: number): PlannedStep | undefined =>
  approval.plan?.steps.find(({ id }) => id === run.steps[at]?.id);

const stepPlace = ({ steps }: Run, at: number): string => `step ${Math.min(at + 1, steps.length)} of ${steps.length}`;

const stepName = (approval: Approval, run: Run, at: number): string =>
  `${stepPlace(run, at)}: ${shortTold(planned(approval, run, at)?.title ?? run.steps[at]?.id ?? '', 250)}`;

/** What pressing Stop now leaves behind, in a sentence; undefined when nothing is left to stop. */
export function ifStoppedNow(approval: Approval, run: Run): string | undefined {
  const at = position(run);
  const next = run.state === 'queued' ? at : at + 1;
  return planned(approval, run, next)?.ifStopped;
}

const ended = ({ problem }: Run): string[] =>
  problem === undefined ? [] : [shortTold(problem.message, sentenceShown * 2)];

function left(approval: Approval, run: Run, at: number): string[] {
  const ifStopped = planned(approval, run, at)?.ifStopped;
  return ifStopped === undefined ? [] : [`How things are now: ${shortTold(ifStopped, sentenceShown)}`];
}

function doneBefore(approval: Approval, run: Run): string[] {
  const done = run.steps.filter(({ state }) => state === 'done');
  const title = ({ id }: StepRun) => approval.plan?.steps.find((step) => step.id === id)?.title ?? id;
  return done.length === 0
    ? []
    : ['Done before that:', ...capped(done, saidShown, 'steps', (step) => `• ${shortTold(title(step), 200)}`)];
}

/** A run in sentences, the most important first. Times are since or at, and minutes are those of `now`. */
export function runText(approval: Approval, run: Run, now: Date): string {
  const at = position(run);
  const step = run.steps[at];
  switch (run.state) {
    case 'queued':
      return 'Approved; it is about to start.';
    case 'running':
    case 'waiting':
      return [
        `${capital(stepName(approval, run, at))}${since(step?.startedAt ?? run.startedAt, now)}`,
        ...(step?.says === undefined ? [] : [shortTold(step.says, sentenceShown)]),
        ...overdue(approval, run, at),
        ...(run.stopAskedBy === undefined ? [] : [`Stopping after this step, asked by ${mention(run.stopAskedBy)}.`]),
      ].join('\n');
    case 'verified': {
      const said = run.steps.flatMap(({ says }) => says ?? []);
      // What came of it all is said by the last step.
      const outcome = said.length === 0 ? '' : ` ${shortTold(said.at(-1) ?? '', sentenceShown)}`;
      const lines = capped(said.slice(0, -1), saidShown, 'lines', (says) => `• ${shortTold(says, saidLength)}`);
      return [`:white_check_mark: Done and verified.${outcome}`, ...lines].join('\n');
    }
    case 'failed':
      return [
        `:x: Failed at ${run.problem === undefined ? stepName(approval, run, at) : stepPlace(run, at)}`,
        ...ended(run),
        ...doneBefore(approval, run),
      ].join('\n');
    case 'stale':
      return `:warning: ${ended(run)[0] ?? 'Not applied: things have changed since it was planned.'}`;
    case 'cancelled':
      return [
        `:octagonal_sign: Stopped${run.stopAskedBy === undefined ? '' : ` by ${mention(run.stopAskedBy)}`} ${at === 0 ? 'before its first step' : `after step ${at} of ${run.steps.length}`}.`,
        ...(run.problem === undefined ? left(approval, run, at) : ended(run)),
        ...doneBefore(approval, run),
      ].join('\n');
  }
}

const linesShown = 40;

/** What a run found, for people to read as a list; nothing while it is under way. */
export function foundLines({ state, steps }: Run): string[] {
  if (state !== 'verified' && state !== 'failed') return [];
  const found = steps.flatMap(({ lines = [] }) => lines);
  return capped(found, linesShown, 'lines', (line) => `• ${shortTold(line, saidLength)}`);
}

function overdue(approval: Approval, run: Run, at: number): string[] {
  if (run.overdueSince === undefined) return [];
  const minutes = planned(approval, run, at)?.deadlineMinutes;
  return [
    `:warning: This step has taken longer than ${minutes === undefined ? 'expected' : `the ${plural(minutes, 'minute')} it was given`}. It goes on looking; somebody should look, too.`,
  ];
}

const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

const minutesBetween = (from: string, to: Date): number => Math.floor((to.getTime() - Date.parse(from)) / 60_000);

const duration = (minutes: number): string =>
  minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60).toLocaleString('en-US')} h ${minutes % 60} min`;

function since(iso: string | undefined, now: Date): string {
  if (iso === undefined) return '';
  const minutes = minutesBetween(iso, now);
  return ` · since ${dateToken(iso, '{time}')}${minutes > 0 ? `, ${duration(minutes)} so far` : ''}`;
}

/** `took 12 min`. */
export function tookText({ startedAt, finishedAt }: Run): string {
  if (startedAt === undefined || finishedAt === undefined) return '';
  const minutes = minutesBetween(startedAt, new Date(finishedAt));
  return minutes < 1 ? 'took less than a minute' : `took ${duration(minutes)}`;
}
