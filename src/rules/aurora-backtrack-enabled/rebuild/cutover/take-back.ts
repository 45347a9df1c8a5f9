import { AwsCallError, Settled } from '../../../../domain/errors.ts';
import type { Json } from '../../../../domain/json.ts';
import type { StepContext, StepResult } from '../../../../domain/remediation/stage.ts';
import { reactInRun } from '../../../../domain/retry-policy.ts';
import { asSentence } from '../../../../domain/words.ts';
import { ensureTags } from '../calls/label.ts';
import { isDone, type Look, waiting } from '../look.ts';
import { managedByTag, replacedByTag, stopAskedAtTag, stoppedAtTag } from '../tags.ts';
import { ensureOldInPlace, type Swap } from './in-place.ts';

/** The old cluster in its place, running, with nothing about it that says otherwise. */
export async function ensureSwappedBack(context: StepContext, swap: Swap): Promise<Look> {
  const look = await ensureOldInPlace(context, swap);
  if (!isDone(look)) return look;
  const remove = [managedByTag, replacedByTag, stopAskedAtTag, stoppedAtTag];
  const clean = await ensureTags(context, look.done.DBClusterArn ?? '', { remove });
  return clean ? { done: true } : { wait: `The tags of ${swap.source} are being cleaned.` };
}

/** Why a cut-over takes itself back; undefined as long as it goes forward. */
export const reasonIn = (memory: Json | null): string | undefined =>
  ((memory ?? {}) as { readonly back?: string }).back;

/** Nobody is left without a database because AWS says no in the middle: it is asked again until people have mended that. */
function whyRefused(error: unknown): Look {
  if (!(error instanceof AwsCallError) || reactInRun(error) !== 'fail') throw error;
  return { wait: `AWS refuses: ${asSentence(error.message)} It is asked again until AWS takes it.` };
}

/**
 * After a name was changed a cut-over ends at a safe place: when it cannot go forward the old cluster is put back, then
 * the run ends with the reason. Nothing of the new cluster is removed.
 */
export async function takeBack(
  context: StepContext,
  swap: Swap,
  back: string,
  memory: Json | null,
): Promise<StepResult> {
  const look = await ensureSwappedBack(context, swap).catch(whyRefused);
  if (!isDone(look)) return waiting(context, memory, `${asSentence(back)} Taking it back: ${look.wait}`, { back });
  throw new Settled(
    `${asSentence(back)} So it was taken back: ${swap.source} is the old cluster again, available, with everything that was written to it. Stop every writer, then plan the cut-over anew; the new cluster ${swap.aside} is not used`,
  );
}
