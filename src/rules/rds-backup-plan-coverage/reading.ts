import { AwsCallError } from '../../domain/errors.ts';

/** What a call answered, or why it did not: one sentence that names action and role. */
export type Reading<T> =
  | { readonly value: T; readonly unread?: undefined }
  | { readonly unread: string; readonly value?: undefined };

/** A call that AWS refuses costs what it would have told, no more; one that may succeed a moment later is thrown on. */
export async function attempt<T>(call: () => Promise<T>): Promise<Reading<T>> {
  try {
    return { value: await call() };
  } catch (error) {
    if (error instanceof AwsCallError && !error.transient) return { unread: error.message };
    throw error;
  }
}

/** The same, and undefined for what was deleted since it was listed. */
export const attemptIfThere = <T>(call: () => Promise<T>): Promise<Reading<T | undefined>> =>
  attempt(async () => {
    try {
      return await call();
    } catch (error) {
      if (error instanceof AwsCallError && error.failure.code === 'ResourceNotFoundException') return undefined;
      throw error;
    }
  });
