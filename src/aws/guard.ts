import type { FinalizeRequestMiddleware, Pluggable } from '@smithy/types';
import { isRead } from '../domain/remediation/reads.ts';
import { classify } from './failures.ts';

/**
 * Asks before each attempt at a call that is not a read, right before it is sent; when `guard` throws, it is not.
 * The SDK sends such a call again only after throttling, which says that it was not carried out: after any other
 * failure that is not known, and finding out is its step's business.
 */
export const guardWrites = (
  guard: (action: string) => Promise<void>,
  info: { actionOf: (commandName: string) => string; role: string | undefined },
): Pluggable<object, object> => {
  const middleware: FinalizeRequestMiddleware<object, object> = (next, context) => async (args) => {
    const command = context.commandName ?? 'Unknown';
    if (isRead(command)) return next(args);
    const action = info.actionOf(command);
    await guard(action);
    try {
      return await next(args);
    } catch (error) {
      const failure = classify(error, { action, role: info.role });
      throw failure.failure.kind === 'throttled' ? error : failure;
    }
  };
  return {
    applyToStack: (stack) =>
      stack.addRelativeTo(middleware, { relation: 'after', toMiddleware: 'keepPace', name: 'guardWrites' }),
  };
};
