import { AwsCallError } from '../../../../domain/errors.ts';
import type { Json } from '../../../../domain/json.ts';
import type { Step } from '../../../../domain/remediation/stage.ts';
import { reactInRun } from '../../../../domain/retry-policy.ts';
import { asSentence } from '../../../../domain/words.ts';
import { waiting } from '../look.ts';

/**
 * A step in the middle of two names: however long AWS does not answer, it is asked again, for a run that gives up there
 * would leave nobody under the name. Past its deadline people are asked, as everywhere.
 */
export const patiently =
  (work: Step): Step =>
  async (context, step, memory) => {
    try {
      return await work(context, step, memory);
    } catch (error) {
      context.signal.throwIfAborted();
      if (!(error instanceof AwsCallError) || reactInRun(error) !== 'look-again') throw error;
      const kept = (memory ?? {}) as Readonly<Record<string, Json>>;
      return waiting(context, memory, `Asking again: ${asSentence(error.message)}`, kept);
    }
  };
