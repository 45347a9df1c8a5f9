import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { usage } from '../src/slack/blocks/help.ts';
import { slashCommand } from '../src/slack/ids.ts';
import { readSource, sourceFiles } from './helpers/imports.ts';

/** The parts of Slack's manifest schema (version 2) that we use, with its limits. */
const Manifest = z.strictObject({
  _metadata: z.strictObject({ major_version: z.literal(2), minor_version: z.literal(0) }),
  display_information: z.strictObject({
    name: z.string().max(35),
    description: z.string().max(140),
    long_description: z.string().min(175).max(4_000),
    background_color: z.string().regex(/^#[0-9a-f]{6}$/),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.literal(true),
      messages_tab_enabled: z.literal(true),
      messages_tab_read_only_enabled: z.literal(true),
    }),
    bot_user: z.strictObject({ display_name: z.string().max(80), always_online: z.boolean() }),
    slash_commands: z.array(
      z.strictObject({
        command: z.string().max(32),
        description: z.string().max(2_000),
        usage_hint: z.string().max(1_000),
        should_escape: z.literal(true),
      }),
    ),
  }),
  oauth_config: z.strictObject({
    scopes: z.strictObject({ bot: z.array(z.string()), bot_optional: z.array(z.string()) }),
  }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({ bot_events: z.array(z.string()) }),
    interactivity: z.strictObject({ is_enabled: z.boolean() }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.boolean(),
  }),
});

/**
 * Bot scopes of each Web API method: https://docs.slack.dev/reference/methods. A method of several kinds of
 * conversations has one for each; those that can be done without are optional.
 */
const history = ['channels:history', 'groups:history', 'im:history'];
const scopesOf: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'chat.getPermalink': [],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.history': history,
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.open': ['im:write'],
  'conversations.replies': history,
  filesUploadV2: ['files:write'],
  'usergroups.list': ['usergroups:read'],
  'usergroups.users.list': ['usergroups:read'],
  'users.info': ['users:read'],
  'views.open': [],
  'views.publish': [],
  'views.push': [],
  'views.update': [],
};
const optional: ReadonlySet<string> = new Set(history);

const manifest = Manifest.parse(parse(readFileSync(new URL('../manifest.yml', import.meta.url), 'utf8')));
const slackSources = sourceFiles('src/slack').map(readSource);
const everything = slackSources.join('\n');

/** Calls like `client.views.open(`, `once.chat.postMessage(`, `once.filesUploadV2(`. */
const methodsCalled = new Set(
  [...everything.matchAll(/\b(?:client|once|patient)\.((?:[a-z]+\.)*[a-zA-Z0-9]+)\(/g)].map(
    ([, method]) => method ?? '',
  ),
);

const registered = (listener: string): number =>
  slackSources.filter((source) => new RegExp(`\\bapp\\.${listener}[(<]`).test(source)).length;

describe('manifest.yml', () => {
  it('knows every method that is called, and no other', () => {
    expect([...methodsCalled].sort()).toEqual(Object.keys(scopesOf).sort());
  });

  it('asks for exactly the scopes that those need, and commands', () => {
    const needed = [...new Set(Object.values(scopesOf).flat())];
    const { bot, bot_optional: more } = manifest.oauth_config.scopes;
    expect([...bot].sort()).toEqual([...needed.filter((scope) => !optional.has(scope)), 'commands'].sort());
    expect([...more].sort()).toEqual([...optional].sort());
  });

  it('has the command that is listened to, with its subcommands', () => {
    expect(manifest.features.slash_commands.map(({ command }) => command)).toEqual([slashCommand]);
    expect(manifest.features.slash_commands[0]?.usage_hint.split(' | ')).toEqual(
      usage.map(([line]) => line.split(' ')[0]),
    );
    expect(registered('command')).toBe(1);
  });

  it('turns on what is listened to, and nothing else', () => {
    expect(manifest.settings.interactivity.is_enabled).toBe(registered('action') > 0 || registered('view') > 0);
    const events = slackSources.flatMap((source) =>
      [...source.matchAll(/\bapp\.event\('([a-z_]+)'/g)].map(([, name]) => name),
    );
    expect(manifest.settings.event_subscriptions.bot_events).toEqual(events);
    for (const listener of ['message', 'shortcut', 'function']) expect(registered(listener), listener).toBe(0);
  });
});
