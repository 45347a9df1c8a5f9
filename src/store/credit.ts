import type { ApprovalStore } from '../domain/approval/ports.ts';
import { credited, effectOf, isCreditable } from '../domain/life/credit.ts';
import type { NewTransition } from '../domain/life/transition.ts';
import type { RunStore } from '../domain/remediation/ports.ts';

/** Of runs that have ended only the newest count; an effect shows within hours. */
const runsLookedAt = 200;

export interface CreditOptions {
  readonly runs: Pick<RunStore, 'recent' | 'open' | 'get'>;
  readonly approvals: Pick<ApprovalStore, 'get'>;
}

/** Says which of the transitions that a scan saw are a remediation's work. */
export const createCredit =
  ({ runs, approvals }: CreditOptions) =>
  async (transitions: readonly NewTransition[]): Promise<readonly NewTransition[]> => {
    const creditable = transitions.filter(isCreditable);
    if (creditable.length === 0) return transitions;
    const since = Math.min(...creditable.map(({ at }) => Date.parse(at)));
    const recent = await runs.recent(runsLookedAt);
    const older = (await runs.open()).filter((id) => !recent.some((run) => run.id === id));
    const all = [...recent, ...(await Promise.all(older.map((id) => runs.get(id)))).flatMap((run) => run ?? [])];
    const current = all.filter(
      ({ judgeUntil, finishedAt }) => finishedAt === undefined || Date.parse(judgeUntil ?? finishedAt) >= since,
    );
    const effects = await Promise.all(
      current.map(async (run) => {
        const approval = await approvals.get(run.id);
        return approval === undefined ? [] : (effectOf(run, approval) ?? []);
      }),
    );
    return transitions.map((transition) => credited(transition, effects.flat()));
  };
