import { PermanentError } from '../../../../domain/errors.ts';
import type { Json } from '../../../../domain/json.ts';
import type { PlannedStep } from '../../../../domain/remediation/plan.ts';
import type { StepContext, StepResult } from '../../../../domain/remediation/stage.ts';
import { timestamp } from '../../duration.ts';
import { lastMinutes, type Stopped } from '../freeze/last-minutes.ts';
import { waiting } from '../look.ts';
import { cutoverInput } from './input.ts';
import { sinceWhen } from './make-new.ts';
import { readScene } from './scene.ts';

/**
 * The old cluster is stopped: every minute since the freeze has to be without a write. A minute that CloudWatch shows
 * late could not be seen before the names were changed; this is where it counts.
 */
export async function prove(context: StepContext, step: PlannedStep, memory: Json | null): Promise<StepResult> {
  const input = cutoverInput(step);
  const { old } = await readScene(context, { sourceId: input.sourceId, madeBy: context.remediationId });
  if (old === undefined) return waiting(context, memory, 'AWS does not show the old cluster at the moment.');
  const since = await sinceWhen(context, input);
  const known = await lastMinutes(context, old, {
    since,
    stopped: context.outputs['stop-old'] as Stopped | undefined,
    quietMinutes: input.quietMinutes,
  });
  switch (known.is) {
    case 'wait':
      return waiting(context, memory, known.says);
    case 'written':
      throw new PermanentError(
        `${known.why}, after the freeze began (${timestamp(since)}); the new cluster may lack it`,
      );
    case 'unwritten':
      return {
        status: 'done',
        output: { since: since.toISOString(), knownUntil: known.until.toISOString() },
        says: `Nothing was written between ${timestamp(since)} and the stop of the old cluster.`,
      };
  }
}
