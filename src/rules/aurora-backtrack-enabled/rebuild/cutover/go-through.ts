import type { Step } from '../../../../domain/remediation/stage.ts';
import { reactInRun } from '../../../../domain/retry-policy.ts';
import { cutoverInput } from './input.ts';
import { patiently } from './patiently.ts';
import { NotBegun } from './rename-old.ts';
import { reasonIn, takeBack } from './take-back.ts';

/**
 * A step after the first change of a name: what would end the run elsewhere makes it put the old cluster back here, and
 * end then. Errors that may pass are looked at again, as everywhere.
 */
export const goThrough = (work: Step): Step =>
  patiently(async (context, step, memory) => {
    const { source, sourceId, names } = cutoverInput(step);
    const swap = { source, sourceId, madeBy: context.remediationId, aside: names.cluster };
    const back = reasonIn(memory);
    if (back !== undefined) return takeBack(context, swap, back, memory);
    try {
      return await work(context, step, memory);
    } catch (error) {
      if (error instanceof NotBegun || !(error instanceof Error) || reactInRun(error) !== 'fail') throw error;
      return takeBack(context, swap, error.message, memory);
    }
  });
