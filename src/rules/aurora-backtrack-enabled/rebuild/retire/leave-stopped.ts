import { PermanentError } from '../../../../domain/errors.ts';
import type { Step } from '../../../../domain/remediation/stage.ts';
import { asSentence } from '../../../../domain/words.ts';
import { tagsOf } from '../calls/find.ts';
import { stop } from '../calls/power.ts';
import { readScene } from '../cutover/scene.ts';
import { waiting } from '../look.ts';
import { retireInput } from './input.ts';
import { whyNotReplaced } from './the-old.ts';

/** A step that finds that nothing may be deleted leaves the old cluster as it was found: stopped, if it is out of use still. */
export const orLeaveStopped =
  (work: Step): Step =>
  async (context, step, memory) => {
    const { cutover, name } = retireInput(step);
    let { ends } = (memory ?? {}) as { readonly ends?: string };
    if (ends === undefined) {
      try {
        return await work(context, step, memory);
      } catch (error) {
        if (!(error instanceof PermanentError)) throw error;
        ends = error.message;
      }
    }
    const { old } = await readScene(context, cutover);
    const { DBClusterArn: arn, Status = 'in an unknown state' } = old ?? {};
    const out = old !== undefined && arn !== undefined && whyNotReplaced(name, await tagsOf(context, arn), cutover);
    if (out !== undefined || Status === 'stopped')
      throw new PermanentError(
        `${asSentence(ends)} Nothing was deleted${Status === 'stopped' ? `, and ${name} is stopped` : ''}`,
      );
    if (old !== undefined && Status === 'available') await stop(context, old);
    return waiting(context, memory, `${asSentence(ends)} Nothing is deleted; ${name} is being stopped again.`, {
      ends,
    });
  };
