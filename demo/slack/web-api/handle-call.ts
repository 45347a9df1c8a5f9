import type { Faults } from '../faults.ts';
import type { RateLimiter } from '../rate-limits.ts';
import { SlackRefusal } from '../refusal.ts';
import type { LoggedRequest } from '../request-log.ts';
import type { World } from '../world.ts';
import { answerWith, type Reply } from './answer.ts';
import { authorise, scopesOf } from './authorise.ts';
import { parseCall } from './parse-call.ts';
import { methods } from './registry.ts';
import { requireArguments } from './required.ts';
import { methodScopes } from './scopes.ts';

/** Answers one Web API call as strictly as Slack does and writes it down. */
export async function handleCall(
  world: World,
  faults: Faults,
  log: LoggedRequest[],
  limiter: RateLimiter | undefined,
  method: string,
  request: Request,
): Promise<Reply> {
  const started = performance.now();
  const { app } = world.workspace;
  const parsed = await parseCall(request).catch((error: unknown) => ({ error, args: {}, token: undefined }));
  const { args, token } = parsed;
  const reply = await answerWith(faults, method, async () => {
    if ('error' in parsed) throw parsed.error;
    authorise(world, method, token);
    requireArguments(method, args);
    const wait = limiter?.(method, args);
    if (wait !== undefined) throw new SlackRefusal('ratelimited', {}, wait);
    const run = methods[method];
    return run === undefined ? {} : run(args, world);
  });
  const kinds = { [app.botToken]: 'bot', [app.appToken]: 'app' } as const;
  log.push({
    method,
    args,
    token: token === undefined ? 'none' : (kinds[token] ?? 'other'),
    at: world.clock(),
    tookMs: performance.now() - started,
    status: reply.broken ? undefined : reply.status,
    answer: reply.answer,
    ...(reply.fault === undefined ? {} : { fault: reply.fault }),
  });
  const scopes = {
    'x-oauth-scopes': scopesOf(world, token).join(','),
    'x-accepted-oauth-scopes': (methodScopes[method] ?? []).join(','),
  };
  return { ...reply, headers: { ...scopes, ...reply.headers } };
}
