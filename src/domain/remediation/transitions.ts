import type { Json } from '../json.ts';
import { hasBegun, type Run, type StepRun } from './run.ts';

/** A change of a run and what else comes of it. */
export interface RunChange {
  readonly run: Run;
  /** What the audit trail says; a mere look at a waiting step says nothing. */
  readonly trail?: {
    readonly what: string;
    readonly by?: string;
    readonly details: Readonly<Record<string, Json>>;
  };
  /** Whether people see something new. */
  readonly shows: boolean;
  /** What people are told besides. */
  readonly tells?: string;
  /** The run that this one has followed to its end, by which stage. */
  readonly follows?: { readonly runId: string; readonly stage: string };
}

type Gone = 'resumeAt' | 'overdueSince';

export const next = (run: Run, changes: Partial<Run>, ...gone: readonly Gone[]): Run => {
  const kept = Object.fromEntries(
    Object.entries(run).filter(([name]) => !gone.includes(name as Gone)),
  ) as unknown as Run;
  return { ...kept, ...changes, version: run.version + 1 };
};

const withStep = (run: Run, id: string, change: (step: StepRun) => StepRun): StepRun[] =>
  run.steps.map((step) => (step.id === id ? change(step) : step));

export const calm = ({ trouble: _, ...step }: StepRun): StepRun => step;

/** Every check before the first write has been passed. */
export const started = (run: Run, at: string): RunChange => ({
  run: next(run, { state: 'running', startedAt: run.startedAt ?? at }, 'resumeAt'),
  trail: { what: 'run.started', details: {} },
  shows: true,
});

export const stepStarted = (run: Run, id: string, at: string): RunChange => ({
  run: next(
    run,
    { state: 'running', steps: withStep(run, id, (step) => ({ id: step.id, state: 'doing', startedAt: at })) },
    'resumeAt',
  ),
  trail: { what: 'run.step-started', details: { step: id } },
  shows: true,
});

export const stepDone = (
  run: Run,
  id: string,
  { output, says, lines }: { readonly output?: Json; readonly says?: string; readonly lines?: readonly string[] },
  at: string,
): RunChange => ({
  run: next(
    run,
    {
      state: 'running',
      steps: withStep(run, id, ({ id, startedAt = at }) => ({
        id,
        state: 'done',
        startedAt,
        finishedAt: at,
        ...(output === undefined ? {} : { output }),
        ...(says === undefined ? {} : { says }),
        ...(lines === undefined || lines.length === 0 ? {} : { lines }),
      })),
    },
    'resumeAt',
    'overdueSince',
  ),
  trail: { what: 'run.step-done', details: { step: id, output: output ?? null } },
  shows: true,
});

/** AWS is at work. The next look is a job of its own: another turn. */
export function stepWaits(
  run: Run,
  id: string,
  { says, memory }: { readonly says: string; readonly memory?: Json },
  resumeAt: string,
): RunChange {
  const before = run.steps.find((step) => step.id === id);
  const steps = withStep(run, id, (step) => ({
    ...calm(step),
    state: 'doing',
    says,
    ...(memory === undefined ? {} : { memory }),
  }));
  return {
    run: next(run, { state: 'waiting', steps, resumeAt, turn: run.turn + 1 }),
    ...(run.state === 'waiting' ? {} : { trail: { what: 'run.waiting', details: { step: id, says } } }),
    shows: run.state !== 'waiting' || before?.says !== says,
  };
}

/** AWS did not answer; what was sent may or may not have been done. */
export function stepTroubled(run: Run, id: string, says: string, at: string, resumeAt: string): RunChange {
  const first = run.steps.find((step) => step.id === id)?.trouble === undefined;
  const steps = withStep(run, id, (step) => ({
    ...step,
    says,
    trouble: { since: step.trouble?.since ?? at, count: (step.trouble?.count ?? 0) + 1 },
  }));
  return {
    run: next(run, { state: hasBegun(run) ? 'waiting' : 'queued', steps, resumeAt, turn: run.turn + 1 }),
    ...(first ? { trail: { what: 'run.trouble', details: { step: id, says } } } : {}),
    shows: first,
  };
}

/** Not now, and nothing is wrong with the step: paused, or another run holds the database. */
export function postponed(run: Run, id: string, says: string, resumeAt: string): RunChange {
  const isNew = run.steps.find((step) => step.id === id)?.says !== says;
  const steps = withStep(run, id, (step) => ({ ...calm(step), says }));
  return {
    run: next(run, { state: hasBegun(run) ? 'waiting' : 'queued', steps, resumeAt, turn: run.turn + 1 }),
    ...(isNew ? { trail: { what: 'run.postponed', details: { says } } } : {}),
    shows: isNew,
  };
}

/** Its worker goes, or has gone; the next one takes it at once. */
export const handedOver = (run: Run, at: string, why: string): RunChange => ({
  run: next(run, { state: hasBegun(run) ? 'waiting' : 'queued', resumeAt: at, turn: run.turn + 1 }),
  trail: { what: 'run.handed-over', details: { why } },
  shows: false,
});

export const overdue = (run: Run, id: string, at: string, tells: string): RunChange => ({
  run: next(run, { overdueSince: at }),
  trail: { what: 'run.overdue', details: { step: id } },
  shows: true,
  tells,
});

/** Slack user `by` wants it to end. A run that is at a step ends after it. */
export const stopAsked = (run: Run, by: string): RunChange => ({
  run: next(run, { stopAskedBy: run.stopAskedBy ?? by }),
  trail: { what: 'run.stop-asked', by, details: {} },
  shows: true,
});

/** A later stage has been carried out after this run. */
export const followedBy = (run: Run, stage: string): RunChange => ({
  run: next(run, { followed: [...new Set([...(run.followed ?? []), stage])] }),
  shows: true,
});

/** What is left to look after, once something of it has been. */
export const lookedAfter = (run: Run, later: NonNullable<Run['later']>): RunChange => {
  const { later: _, ...rest } = next(run, {});
  return { run: later.length === 0 ? rest : { ...rest, later }, shows: false };
};
