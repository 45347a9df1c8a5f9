import { HttpResponse } from '@smithy/core/protocols';
import type { Pluggable } from '@smithy/types';
import { AwsCallError } from '../domain/errors.ts';
import { isReadable } from './failures.ts';

/**
 * Refuses answers that are neither XML nor JSON, and answers without anything in them. Proxies and some endpoints
 * return HTML with status 200, which the XML protocol reads as an empty list: silence that must not become a verdict.
 */
export const refuseUnreadableAnswers = (
  actionOf: (commandName: string) => string,
  onAnswer: () => void,
): Pluggable<object, object> => ({
  applyToStack: (stack) => {
    stack.add(
      (next, context) => async (args) => {
        const command = context.commandName ?? 'Unknown';
        const result = await next(args);
        const type = HttpResponse.isInstance(result.response) ? result.response.headers['content-type'] : undefined;
        if (!isReadable(type)) throw unparseable(actionOf(command), 'NotXmlOrJson', `it came as ${type?.slice(0, 60)}`);
        const members = Object.keys(Object(result.output)).filter((key) => key !== '$metadata');
        if (members.length === 0 && /^(?:Describe|List|Get)/.test(command)) {
          throw unparseable(actionOf(command), 'EmptyAnswer', 'nothing that this API always sends was in it');
        }
        onAnswer();
        return result;
      },
      { step: 'deserialize', priority: 'high', name: 'refuseUnreadableAnswers' },
    );
  },
});

const unparseable = (action: string, code: string, detail: string): AwsCallError =>
  new AwsCallError({ kind: 'unparseable', action, code, detail });
