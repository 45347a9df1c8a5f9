import {
  ApplyingPaused,
  AwsCallError,
  type AwsFailureKind,
  LeaseLost,
  PeopleUnavailable,
  PermanentError,
  PlaceUnavailable,
  TryAgainIn,
} from './errors.ts';

export type Reaction =
  | { readonly do: 'retry' }
  | { readonly do: 'give-up' }
  /** Put back without counting an attempt. */
  | { readonly do: 'wait'; readonly delayMs: number };

/** A job that only ever waits is given up after this, unless it says otherwise; milliseconds. */
const usualPatienceMs = 3_600_000;

/** The one file that maps classes of errors to what is done about them. This is what the queue does with a job. */
export function reactTo(error: unknown, jobAgeMs: number, patienceMs = usualPatienceMs): Reaction {
  if (error instanceof TryAgainIn)
    return jobAgeMs > patienceMs ? { do: 'give-up' } : { do: 'wait', delayMs: error.delayMs };
  if (error instanceof PermanentError || error instanceof PlaceUnavailable || error instanceof LeaseLost)
    return { do: 'give-up' };
  if (error instanceof AwsCallError) return { do: error.transient ? 'retry' : 'give-up' };
  return { do: 'retry' };
}

export type RunReaction =
  /** Somebody else works on the run: touch nothing more. */
  | 'stand-down'
  | 'pause'
  /** The step looks again later: what it did may or may not have happened. */
  | 'look-again'
  | 'fail';

/**
 * Besides what may pass by itself: an answer that could not be read says nothing about what AWS did, and credentials
 * that have run out are replaced at the next look.
 */
const passing: ReadonlySet<AwsFailureKind> = new Set(['throttled', 'server', 'network', 'unparseable', 'credentials']);

/** What a remediation under way does about an error of its step, or of a check before it. */
export function reactInRun(error: unknown): RunReaction {
  if (error instanceof LeaseLost) return 'stand-down';
  if (error instanceof ApplyingPaused) return 'pause';
  if (error instanceof TryAgainIn || error instanceof PeopleUnavailable) return 'look-again';
  if (error instanceof AwsCallError) return passing.has(error.failure.kind) ? 'look-again' : 'fail';
  return 'fail';
}
