import { SlackRefusal } from '../refusal.ts';
import type { World } from '../world.ts';
import { methodScopes, requireScope } from './scopes.ts';

const WITHOUT_TOKEN = new Set(['api.test', 'blocks.validate']);
const APP_LEVEL = new Set(['apps.connections.open']);
const EITHER = new Set(['auth.test', 'api.test', 'blocks.validate']);

/** Scopes of a token, as the header `x-oauth-scopes` tells them. */
export function scopesOf(world: World, token: string | undefined): readonly string[] {
  const { botToken, appToken } = world.workspace.app;
  return token === botToken ? world.scopes.bot : token === appToken ? world.scopes.app : [];
}

/**
 * Who may call a method.
 *
 * @throws SlackRefusal `unknown_method`, `not_authed`, `invalid_auth`, `not_allowed_token_type`, `missing_scope`
 */
export function authorise(world: World, method: string, token: string | undefined): void {
  const needed = methodScopes[method];
  if (needed === undefined) throw new SlackRefusal('unknown_method', { req_method: method });
  if (WITHOUT_TOKEN.has(method)) return;
  const { botToken, appToken } = world.workspace.app;
  if (token === undefined) throw new SlackRefusal('not_authed');
  if (token !== botToken && token !== appToken) throw new SlackRefusal('invalid_auth');
  const isAppToken = token === appToken;
  if (!EITHER.has(method) && isAppToken !== APP_LEVEL.has(method)) throw new SlackRefusal('not_allowed_token_type');
  requireScope(needed, scopesOf(world, token));
}
