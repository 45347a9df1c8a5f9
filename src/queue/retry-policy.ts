import { AwsCallError, PermanentError, PlaceUnavailable, TryAgainIn } from '../domain/errors.ts';

export type Reaction =
  | { readonly do: 'retry' }
  | { readonly do: 'give-up' }
  /** Put back without counting an attempt. */
  | { readonly do: 'wait'; readonly delayMs: number };

/** A job that only ever waits is given up after this; milliseconds. */
const patienceMs = 3_600_000;

/** The one place that maps classes of errors to what the queue does about them. */
export function reactTo(error: unknown, jobAgeMs: number): Reaction {
  if (error instanceof TryAgainIn)
    return jobAgeMs > patienceMs ? { do: 'give-up' } : { do: 'wait', delayMs: error.delayMs };
  if (error instanceof PermanentError || error instanceof PlaceUnavailable) return { do: 'give-up' };
  if (error instanceof AwsCallError) return { do: error.transient ? 'retry' : 'give-up' };
  return { do: 'retry' };
}
