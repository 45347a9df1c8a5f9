import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** The bot scopes that manifest.yml asks for, the optional ones too: the local Slack grants these and no other. */
export function manifestScopes(): string[] {
  const { oauth_config: oauth } = parse(readFileSync(new URL('../manifest.yml', import.meta.url), 'utf8')) as {
    oauth_config: { scopes: { bot: string[]; bot_optional: string[] } };
  };
  return [...oauth.scopes.bot, ...oauth.scopes.bot_optional];
}
