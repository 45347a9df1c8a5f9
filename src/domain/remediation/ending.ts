import type { Judgement, Run, RunState } from './run.ts';
import { calm, next, type RunChange } from './transitions.ts';

export interface Ending {
  readonly state: Extract<RunState, 'verified' | 'failed' | 'stale' | 'cancelled'>;
  readonly problem?: NonNullable<Run['problem']>;
  readonly tells?: string;
  readonly judge?: Pick<Run, 'judgeAt' | 'judgeUntil'>;
  readonly later?: Run['later'];
  readonly follows?: NonNullable<RunChange['follows']> | undefined;
}

export const ended = (run: Run, { state, problem, tells, judge, later, follows }: Ending, at: string): RunChange => ({
  run: next(
    run,
    {
      state,
      finishedAt: at,
      steps: run.steps.map((step) =>
        state === 'failed' && step.state === 'doing' ? { ...calm(step), state: 'failed', finishedAt: at } : step,
      ),
      ...(problem === undefined ? {} : { problem }),
      ...judge,
      ...(later === undefined ? {} : { later }),
    },
    'resumeAt',
    'overdueSince',
  ),
  trail: { what: `run.${state}`, details: problem === undefined ? {} : { ...problem } },
  shows: true,
  ...(tells === undefined ? {} : { tells }),
  ...(follows === undefined ? {} : { follows }),
});

/** What the audit after the run said; without `again` that settles it. */
export const judged = (run: Run, judgement: Judgement, again?: string): RunChange => {
  const { judgeAt: _, ...settled } = run;
  return {
    run: next(again === undefined ? settled : { ...run, judgeAt: again }, {
      judgement,
      judgements: (run.judgements ?? 0) + 1,
    }),
    trail: { what: 'run.judged', details: { outcome: judgement.outcome, says: judgement.says } },
    shows: run.judgement?.says !== judgement.says,
    ...(judgement.outcome === 'given-up' ? { tells: judgement.says } : {}),
  };
};
