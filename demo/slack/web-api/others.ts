import { checkMessageBlocks, type Problem } from '../block-kit/check-message.ts';
import { checkView } from '../block-kit/check-view.ts';
import { asObject, asText, type Json } from '../json.ts';
import { invalidArguments, SlackRefusal } from '../refusal.ts';
import { botId } from '../workspace.ts';
import type { World } from '../world.ts';
import { knownConversation } from './find-conversation.ts';
import type { Methods } from './method.ts';

async function react(args: Json, world: World, method: string, refusal: string): Promise<Json> {
  const channel = knownConversation(world, args.channel);
  if (!/^[\w'+-]+(::skin-tone-[2-6])?$/.test(asText(args.name))) throw new SlackRefusal('invalid_name');
  const message = world.messages.find(channel.id, asText(args.timestamp));
  if (message === undefined || message.ephemeralTo !== undefined) throw new SlackRefusal('message_not_found');
  const before = JSON.stringify(await reactions(world, channel.id, message.ts));
  await world.local.call(method, { channel: channel.id, timestamp: message.ts, name: args.name });
  if (before === JSON.stringify(await reactions(world, channel.id, message.ts))) throw new SlackRefusal(refusal);
  return {};
}

async function reactions(world: World, channel: string, ts: string): Promise<unknown> {
  const { messages } = await world.local.call('conversations.replies', { channel, ts });
  return Array.isArray(messages) ? messages.map((each) => asObject(each).reactions ?? []) : [];
}

function answerOf(problem: Problem | undefined, error: string, strip: string): Json {
  if (problem === undefined) return {};
  const errors = problem.issues.map(({ pointer, message, constraint }) => ({
    code: 'failed_constraint',
    message,
    pointer: pointer.slice(strip.length) || '/',
    ...(constraint === undefined ? {} : { constraint }),
  }));
  throw new SlackRefusal(error, { errors });
}

/** Identity, Socket Mode, reactions and `blocks.validate`. */
export const others: Methods = {
  'api.test': (args) => ({ args }),

  'auth.test': (_args, world) => {
    const { teamId, name, domain, app } = world.workspace;
    const bot = { user: app.botName, user_id: app.botUserId, bot_id: botId(world.workspace) };
    return { url: `https://${domain}.slack.com/`, team: name, team_id: teamId, ...bot, is_enterprise_install: false };
  },

  'apps.connections.open': (_args, world) => ({
    url: `${world.url.replace(/^http/, 'ws')}/link/?ticket=${world.sockets.newTicket()}&app_id=${world.workspace.app.appId}`,
  }),

  'bots.info': (args, world) => {
    const { app } = world.workspace;
    const id = botId(world.workspace);
    if (args.bot !== undefined && args.bot !== id) throw new SlackRefusal('bot_not_found');
    return { bot: { id, deleted: false, name: app.botName, app_id: app.appId, user_id: app.botUserId } };
  },

  'team.info': (_args, world) => {
    const { teamId, name, domain } = world.workspace;
    return { team: { id: teamId, name, domain } };
  },

  'emoji.list': () => ({ emoji: {} }),
  'reactions.add': (args, world) => react(args, world, 'reactions.add', 'already_reacted'),
  'reactions.remove': (args, world) => react(args, world, 'reactions.remove', 'no_reaction'),

  'blocks.validate': (args) => {
    const given = ['blocks', 'message', 'view'].filter((name) => args[name] !== undefined);
    if (given.length !== 1) throw invalidArguments('must provide exactly one of `blocks`, `view`, or `message`');
    if (args.view !== undefined) {
      const surface = asObject(args.view).type === 'home' ? 'home' : 'modal';
      return answerOf(checkView(args.view, surface), 'invalid_view', '/view');
    }
    if (args.blocks !== undefined) return answerOf(checkMessageBlocks(args.blocks), 'invalid_blocks', '/blocks');
    return answerOf(checkMessageBlocks(asObject(args.message).blocks ?? []), 'invalid_message', '');
  },
};
