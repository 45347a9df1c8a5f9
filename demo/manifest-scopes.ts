import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** The bot scopes that manifest.yml asks for: the local Slack grants these and no other. */
export const manifestScopes = (): string[] =>
  (
    parse(readFileSync(new URL('../manifest.yml', import.meta.url), 'utf8')) as {
      oauth_config: { scopes: { bot: string[] } };
    }
  ).oauth_config.scopes.bot;
