import type { Json } from '../../../../domain/json.ts';
import type { Plan } from '../../../../domain/remediation/plan.ts';
import type { Way } from '../preflight/preflight.ts';
import type { CutoverInput } from './input.ts';

/** A cut-over as later stages know it; all of it was approved with the cut-over. */
export interface CutoverRecord {
  readonly madeBy: string;
  readonly way: Way;
  readonly source: string;
  readonly sourceId: string;
  /** Identifier of the new cluster while it is not in place. */
  readonly aside: string;
  readonly snapshot: string;
  readonly windowSeconds: number;
  readonly quietMinutes: number;
}

export const recordOf = (
  madeBy: string,
  { way, source, sourceId, names, windowSeconds, quietMinutes }: CutoverInput,
): CutoverRecord => ({
  madeBy,
  way,
  source,
  sourceId,
  aside: names.cluster,
  snapshot: names.snapshot,
  windowSeconds,
  quietMinutes,
});

/** The cut-over that a run was, or that a later stage was about. */
export function recordIn(previousId: string | undefined, plan: Plan | undefined): CutoverRecord | undefined {
  const input = plan?.steps[0]?.input as unknown as (CutoverInput & { readonly cutover?: CutoverRecord }) | undefined;
  if (input?.cutover !== undefined) return input.cutover;
  return previousId === undefined || input?.way === undefined ? undefined : recordOf(previousId, input);
}

export const recordAsInput = (cutover: CutoverRecord): Json => ({ cutover: { ...cutover } });
export const recordOfStep = ({ input }: { readonly input: Json }): CutoverRecord =>
  (input as unknown as { readonly cutover: CutoverRecord }).cutover;
