import { hasBegun, type Run } from './run.ts';
import type { StageMeta, StrategyMeta } from './strategy.ts';

type Ended = Pick<Run, 'state' | 'steps' | 'followed'>;

/**
 * The stages that may follow a run of `stage`, in the strategy's order: what comes next and what takes it back. Nothing
 * follows a run that has changed nothing, and nothing is offered twice.
 */
export function followUps(strategy: StrategyMeta | undefined, stage: string, run: Ended): StageMeta[] {
  const followed = run.followed ?? [];
  return (strategy?.stages ?? []).filter((each) => {
    if (!predecessors(each, run).includes(stage)) return false;
    return !(each.unless ?? [each.id]).some((id) => followed.includes(id));
  });
}

function predecessors({ after = [], afterFailed = [] }: StageMeta, run: Ended): readonly string[] {
  switch (run.state) {
    case 'verified':
      return after;
    case 'failed':
    case 'cancelled':
      return hasBegun(run) ? afterFailed : [];
    default:
      return [];
  }
}
