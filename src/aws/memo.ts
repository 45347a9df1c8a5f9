import type { Pluggable } from '@smithy/types';
import stringify from 'safe-stable-stringify';
import { NotSent } from '../domain/errors.ts';
import { classify } from './failures.ts';

type Memory = Map<string, Promise<never>>;

/**
 * Makes equal calls one request for as long as the client lives (one scan of one target), failures included, and
 * turns every failure into an AwsCallError. Callers must not change what they are given.
 */
export const rememberReads = (info: {
  actionOf: (commandName: string) => string;
  role: string | undefined;
}): Pluggable<object, object> => {
  const memory: Memory = new Map();
  return {
    applyToStack: (stack) => {
      stack.add(
        (next, context) => (args) => {
          const command = context.commandName ?? 'Unknown';
          const key = `${command} ${stringify(args.input)}`;
          const known = memory.get(key);
          if (known !== undefined) return known;
          const call = next(args).catch((error: unknown) => {
            throw classify(error, { action: info.actionOf(command), role: info.role });
          });
          memory.set(key, call as Promise<never>);
          return call;
        },
        { step: 'initialize', priority: 'high', name: 'rememberReads' },
      );
    },
  };
};

/** The same without the memory, for calls that change something. What was not sent is no failure of AWS. */
export const explainFailures = (info: {
  actionOf: (commandName: string) => string;
  role: string | undefined;
}): Pluggable<object, object> => ({
  applyToStack: (stack) => {
    stack.add(
      (next, context) => async (args) => {
        try {
          return await next(args);
        } catch (error) {
          if (error instanceof NotSent) throw error;
          throw classify(error, { action: info.actionOf(context.commandName ?? 'Unknown'), role: info.role });
        }
      },
      { step: 'initialize', priority: 'high', name: 'explainFailures' },
    );
  },
});
