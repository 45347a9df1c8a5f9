import type { FinalizeRequestMiddleware, Pluggable } from '@smithy/types';
import type { RateLimit } from '../domain/ports.ts';

/**
 * Holds every attempt (retries included) until the shared limit of its service, account and Region has room.
 * AWS counts all callers of an account and Region together: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-api-throttling.html
 */
export const keepPace = (
  limit: RateLimit,
  key: string,
  signal: AbortSignal,
  onRequest: () => void,
): Pluggable<object, object> => {
  const middleware: FinalizeRequestMiddleware<object, object> = (next) => async (args) => {
    await limit.take(key, signal);
    onRequest();
    return next(args);
  };
  return {
    applyToStack: (stack) =>
      stack.addRelativeTo(middleware, { relation: 'after', toMiddleware: 'retryMiddleware', name: 'keepPace' }),
  };
};
