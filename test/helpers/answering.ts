import type { Pluggable } from '@smithy/types';
import { rememberReads } from '../../src/aws/memo.ts';
import { iamAction, servicePrefix } from '../../src/aws/services.ts';
import { defaultPolicy } from '../../src/domain/policy.ts';
import type { ClientClass, RuleContext } from '../../src/domain/rule.ts';

/** What AWS answers to a command, by the SDK's names; a function is given the input. */
export type Answers = Readonly<Record<string, object | ((input: Record<string, unknown>) => object)>>;

/** AWS refuses the call to the role in use. */
export const denied = (): never => {
  throw Object.assign(new Error('not authorized'), { name: 'AccessDenied', $fault: 'client', $metadata: {} });
};

/** AWS asks to come back later, and goes on doing so. */
export const throttled = (): never => {
  throw Object.assign(new Error('Rate exceeded'), { name: 'Throttling', $fault: 'client', $metadata: {} });
};

export interface Answering {
  readonly context: RuleContext;
  /** The commands that reached AWS, without `Command`, with their inputs. */
  readonly calls: { readonly name: string; readonly input: Record<string, unknown> }[];
}

/**
 * A rule's context whose clients are the SDK's own, with the memory of a scan, and answered before anything is sent.
 * For rules whose answers are to be written by hand; the simulated AWS speaks the wire.
 */
export function answering(answers: Answers, over: Partial<RuleContext> = {}): Answering {
  const calls: Answering['calls'] = [];
  const answerAtOnce: Pluggable<object, object> = {
    applyToStack: (stack) =>
      stack.add(
        (_next, context) => async (args) => {
          const name = String(context.commandName).replace(/Command$/, '');
          const input = args.input as Record<string, unknown>;
          calls.push({ name, input });
          const answer = answers[name];
          if (answer === undefined) throw new Error(`nobody answers ${name}`);
          return {
            response: {},
            output: { $metadata: {}, ...(typeof answer === 'function' ? answer(input) : answer) },
          };
        },
        { step: 'initialize', priority: 'low', name: 'answerAtOnce' },
      ),
  };
  const clients = new Map<string, unknown>();
  const client = <C>(type: ClientClass<C>): C => {
    const known = clients.get(type.name) as C | undefined;
    if (known !== undefined) return known;
    const prefix = servicePrefix(type.name);
    const made = new (type as unknown as new (configuration: object) => C & Stacked)({
      region: 'eu-west-1',
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'not-used' },
    });
    made.middlewareStack.use(
      rememberReads({
        actionOf: (name) => iamAction(prefix, name),
        role: 'aurora-keeper-audit of account 111111111111',
      }),
    );
    made.middlewareStack.use(answerAtOnce);
    clients.set(type.name, made);
    return made;
  };
  return {
    calls,
    context: {
      target: { accountId: '111111111111', accountName: 'payments-prod', region: 'eu-west-1' },
      policy: defaultPolicy,
      now: new Date('2026-11-21T09:00:00Z'),
      signal: new AbortController().signal,
      client,
      ...over,
    },
  };
}

interface Stacked {
  readonly middlewareStack: { readonly use: (plugin: Pluggable<object, object>) => void };
}
