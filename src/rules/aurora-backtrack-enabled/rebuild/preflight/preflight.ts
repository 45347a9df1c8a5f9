import type { PreflightItem } from '../../../../domain/remediation/plan.ts';
import type { PlanContext } from '../../../../domain/remediation/stage.ts';
import type { Source } from '../source.ts';
import type { PreflightFacts } from './facts.ts';
import type { CutoverNames, Way } from './names.ts';

export type { PreflightFacts } from './facts.ts';
export type { CutoverNames, Way } from './names.ts';

export interface PreflightReport {
  readonly items: readonly PreflightItem[];
  readonly facts: PreflightFacts;
}

export interface PreflightOptions {
  /** Identifiers that the cut-over will give; `cutoverNames` unless told. */
  readonly names?: CutoverNames;
  /** Item id → a sentence that names the step which takes care of it: such an item is clear instead of acknowledged. */
  readonly planned?: Readonly<Record<string, string>>;
}

/** Everything that a cut-over of this cluster could break, read afresh with the audit role. */
export async function preflight(
  _context: PlanContext,
  _source: Source,
  _way: Way,
  _options: PreflightOptions = {},
): Promise<PreflightReport> {
  throw new Error('the pre-flight is being written');
}
