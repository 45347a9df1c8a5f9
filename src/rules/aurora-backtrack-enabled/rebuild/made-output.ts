import type { Json } from '../../../domain/json.ts';
import type { StepContext } from '../../../domain/remediation/stage.ts';

const dayMs = 86_400_000;

interface Copy {
  readonly arn: string | undefined;
  /** CloudFormation type. */
  readonly kind: string;
  readonly at: Date | undefined;
  /** Stays until somebody removes it, when undefined. */
  readonly keptDays: number | undefined;
}

/** An output's `made`: what stays, since when, and until when. What it costs by the hour is not known before the bill. */
export const madeOutput = ({ now }: Pick<StepContext, 'now'>, { arn, kind, at = now, keptDays }: Copy): Json => {
  if (arn === undefined) return { made: [] };
  const removeAt = keptDays === undefined ? {} : { removeAt: new Date(at.getTime() + keptDays * dayMs).toISOString() };
  return { made: [{ arn, kind, createdAt: at.toISOString(), ...removeAt }] };
};
