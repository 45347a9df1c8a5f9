import { type Approval, approversOf } from '../approval/record.ts';
import { judgeAtOnce } from '../remediation/plan.ts';
import { hasBegun, isFinal, type Run } from '../remediation/run.ts';
import type { NewTransition, TransitionKind } from './transition.ts';

/** When a remediation shows in which verdicts. ISO times. */
export interface Effect {
  readonly approvalId: string;
  readonly approvedBy: readonly string[];
  readonly findingIds: ReadonlySet<string>;
  readonly from: string;
  /** Unset while it is at work. */
  readonly until?: string;
  /** An undo may bring a finding back; anything else fixes it. */
  readonly undoes: boolean;
}

/**
 * A run that is at work, or that was verified and whose effect an audit has not confirmed yet; undefined of others.
 * What happens to its findings after that, somebody else did.
 */
export function effectOf(run: Run, approval: Approval): Effect | undefined {
  if (approval.plan === undefined || !hasBegun(run)) return undefined;
  if (isFinal(run) && run.state !== 'verified') return undefined;
  const { judgement } = run;
  const settled = judgement !== undefined && judgement.outcome !== 'waiting';
  const until = settled ? judgement.at : isFinal(run) ? (run.judgeUntil ?? run.finishedAt) : undefined;
  return {
    approvalId: approval.id,
    approvedBy: approversOf(approval),
    findingIds: new Set(approval.plan.items.map(({ findingId }) => findingId)),
    from: run.startedAt ?? run.queuedAt,
    ...(until === undefined ? {} : { until }),
    undoes: (approval.plan.judge ?? judgeAtOnce).expects === 'anything',
  };
}

const ofFixes: readonly TransitionKind[] = ['fixed', 'changed'];
const ofUndos: readonly TransitionKind[] = ['reopened', 'changed'];

/** Whether a remediation may have brought it about at all. */
export const isCreditable = ({ kind }: NewTransition): boolean => ofFixes.includes(kind) || ofUndos.includes(kind);

/** Names the remediation, the newest one, that brought a transition about. */
export const credited = (transition: NewTransition, effects: readonly Effect[]): NewTransition => {
  const { kind, at, findingId } = transition;
  const [effect] = effects
    .filter(
      ({ undoes, findingIds, from, until }) =>
        (undoes ? ofUndos : ofFixes).includes(kind) &&
        findingIds.has(findingId) &&
        from <= at &&
        (until === undefined || at <= until),
    )
    .sort((a, b) => (a.from < b.from ? 1 : -1));
  if (effect === undefined) return transition;
  const { approvalId, approvedBy } = effect;
  return { ...transition, by: { kind: 'remediation', approvalId, approvedBy } };
};
