import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { AwsCredentialIdentityProvider, Pluggable } from '@smithy/types';
import type { RateLimit, TargetSession } from '../domain/ports.ts';
import type { ClientClass } from '../domain/rule.ts';
import type { Target } from '../domain/target.ts';
import { refuseUnreadableAnswers } from './answers.ts';
import { guardWrites } from './guard.ts';
import { explainFailures, rememberReads } from './memo.ts';
import { keepPace } from './pace.ts';
import { iamAction, servicePrefix } from './services.ts';

/** One for the whole process, so that connections are reused across accounts, Regions and services. */
export const createRequestHandler = (maxSockets = 200): NodeHttpHandler =>
  new NodeHttpHandler({
    connectionTimeout: 5_000,
    requestTimeout: 30_000,
    throwOnRequestTimeout: true,
    httpAgent: { keepAlive: true, maxSockets },
    httpsAgent: { keepAlive: true, maxSockets },
  });

export interface SessionOptions {
  readonly target: Target;
  readonly signal: AbortSignal;
  /** Undefined: the SDK's default chain, the process's own credentials. */
  readonly credentials: AwsCredentialIdentityProvider | undefined;
  /** For messages: which role is in use. */
  readonly role: string | undefined;
  readonly requestHandler: NodeHttpHandler;
  readonly limit: RateLimit;
  /** Remember equal reads; never for a session that writes. */
  readonly remember: boolean;
  /** How often a call is tried in all. */
  readonly maxAttempts: number;
  /** Asked before each attempt at a call that is not a read. */
  readonly guard?: (action: string) => Promise<void>;
}

interface Client {
  readonly middlewareStack: { readonly use: (plugin: Pluggable<object, object>) => void };
}

/** Clients for one target, one per service, made when first asked for. */
export function openSession({
  target,
  signal,
  credentials,
  role,
  requestHandler,
  limit,
  remember,
  maxAttempts,
  guard,
}: SessionOptions): TargetSession {
  const clients = new Map<string, unknown>();
  let requests = 0;
  let answered = 0;

  const make = <C>(type: ClientClass<C>): C => {
    const prefix = servicePrefix(type.name);
    const actionOf = (command: string) => iamAction(prefix, command);
    const client = new (type as unknown as new (configuration: object) => C & Client)({
      region: target.region,
      requestHandler,
      retryMode: 'adaptive',
      maxAttempts,
      ...(credentials === undefined ? {} : { credentials }),
    });
    const stack = client.middlewareStack;
    stack.use(remember ? rememberReads({ actionOf, role }) : explainFailures({ actionOf, role }));
    stack.use(keepPace(limit, `${prefix}:${target.accountId}:${target.region}`, signal, () => (requests += 1)));
    if (guard !== undefined) stack.use(guardWrites(guard, { actionOf, role }));
    stack.use(refuseUnreadableAnswers(actionOf, () => (answered += 1)));
    return client;
  };

  return {
    client: <C>(type: ClientClass<C>): C => {
      const known = clients.get(type.name) as C | undefined;
      const client = known ?? make(type);
      clients.set(type.name, client);
      return client;
    },
    requests: () => requests,
    answered: () => answered,
    close: () => clients.clear(),
  };
}
