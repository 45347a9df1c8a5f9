import { BackupClient } from '@aws-sdk/client-backup';
import { RDSClient } from '@aws-sdk/client-rds';
import { AwsCallError } from '../../src/domain/errors.ts';
import { defaultPolicy, type Policy } from '../../src/domain/policy.ts';
import type { ClientClass, RuleContext } from '../../src/domain/rule.ts';
import type { Target } from '../../src/domain/target.ts';

/** What AWS answers to one command; throws what AWS refuses. */
export type Answer = (input: Record<string, unknown>) => object;
/** By name of the command, without "Command": `ListBackupPlans`. */
export type Answers = Readonly<Record<string, Answer>>;

export interface Asked {
  readonly command: string;
  readonly input: Record<string, unknown>;
}

export interface Setting {
  readonly target: Target;
  readonly now: Date;
  readonly policy?: Partial<Policy>;
}

/**
 * The context of a rule with real SDK clients, real paginators included, that take their answers from a table instead
 * of the network. `asked` grows with every command.
 */
export function answering(
  answers: Answers,
  { target, now, policy }: Setting,
): { context: RuleContext; asked: Asked[] } {
  const asked: Asked[] = [];
  const answer = (command: string, input: Record<string, unknown>): object => {
    asked.push({ command, input });
    const found = answers[command];
    if (found === undefined) throw new Error(`nobody said what ${command} answers`);
    return found(input);
  };
  const options = { region: target.region, credentials: { accessKeyId: 'none', secretAccessKey: 'none' } };
  const clients = [new RDSClient(options), new BackupClient(options)];
  for (const { middlewareStack } of clients as RDSClient[]) {
    middlewareStack.add(
      (_next, { commandName = '' }) =>
        async ({ input }) =>
          ({
            output: { $metadata: {}, ...answer(commandName.replace(/Command$/, ''), input as Record<string, unknown>) },
            response: {},
          }) as never,
      { step: 'initialize', priority: 'high', name: 'answerFromTable' },
    );
  }
  const client = <C>(type: ClientClass<C>): C => {
    const found = clients.find((each) => each instanceof type);
    if (found === undefined) throw new Error(`no ${type.name}`);
    return found as C;
  };
  return {
    asked,
    context: {
      target,
      now,
      client,
      policy: { ...defaultPolicy, ...policy },
      signal: new AbortController().signal,
    },
  };
}

/** What a role sees that may not do something. */
export const denied = (action: string): AwsCallError =>
  new AwsCallError({
    kind: 'denied',
    action,
    code: 'AccessDeniedException',
    detail: 'not authorized',
    role: 'aurora-keeper-audit of account 111111111111',
  });

export const throttled = (action: string): AwsCallError =>
  new AwsCallError({ kind: 'throttled', action, code: 'ThrottlingException', detail: 'Rate exceeded' });

export const notFound = (action: string): AwsCallError =>
  new AwsCallError({ kind: 'refused', action, code: 'ResourceNotFoundException', detail: 'it does not exist' });
