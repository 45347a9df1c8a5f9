import type { Placed } from '../block-kit/ids.ts';
import { asText, type Json } from '../json.ts';
import { wireMessage } from '../post.ts';
import type { StoredMessage } from '../state/messages.ts';
import type { StoredView } from '../state/views.ts';
import type { World } from '../world.ts';
import { stateValue } from './state-values.ts';
import { fullState } from './stateful.ts';

const base = ({ workspace }: World): Json => ({
  token: 'verification-token',
  api_app_id: workspace.app.appId,
  team: { id: workspace.teamId, domain: workspace.domain },
  enterprise: null,
  is_enterprise_install: false,
});

const person = ({ workspace }: World, id: string): Json => {
  const user = workspace.users.find((each) => each.id === id);
  const name = user?.name ?? id;
  return { id, username: name, name, team_id: user?.teamId ?? workspace.teamId };
};

/** Slack does not tell names of private conversations to a command or action. */
export function channelName(world: World, id: string): string {
  const found = world.channels.find(id);
  if (found === undefined) return id;
  return found.kind === 'im' ? 'directmessage' : found.kind === 'private' ? 'privategroup' : found.name;
}

export const responseUrl = (world: World, channel: string, user: string, messageTs?: string): string => {
  const target = { channel, user, ...(messageTs === undefined ? {} : { messageTs }) };
  return `${world.url}/actions/${world.workspace.teamId}/${world.responseUrls.issue(target)}`;
};

function actionOf({ block, element }: Placed, values: readonly string[]): Json {
  const { type, action_id, text, value, style, confirm, placeholder } = element;
  const pressed = type === 'button' ? { text, value, style, confirm } : { ...stateValue(element, values), placeholder };
  return { type, action_id, block_id: block.block_id, ...pressed, action_ts: (Date.now() / 1000).toFixed(6) };
}

/** Something a person did to an element of a message; `state` is `state.values` as this person sees the message. */
export function messageAction(
  world: World,
  did: { user: string; message: StoredMessage; placed: Placed; values: readonly string[]; state: Json },
): Json {
  const { user, message, placed, values } = did;
  const { channel, ts, threadTs } = message;
  const isEphemeral = message.ephemeralTo !== undefined;
  const thread = threadTs === undefined ? {} : { thread_ts: threadTs };
  return {
    type: 'block_actions',
    ...base(world),
    user: person(world, user),
    container: { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: isEphemeral, ...thread },
    trigger_id: world.triggers.issue(user),
    channel: { id: channel, name: channelName(world, channel) },
    ...(isEphemeral ? {} : { message: wireMessage(world, message) }),
    state: { values: did.state },
    response_url: responseUrl(world, channel, user, ts),
    actions: [actionOf(placed, values)],
  };
}

/** Something a person did to an element of a modal or of the Home tab. */
export function viewAction(world: World, view: StoredView, placed: Placed, values: readonly string[]): Json {
  return {
    type: 'block_actions',
    ...base(world),
    user: person(world, view.user),
    container: { type: 'view', view_id: view.id },
    trigger_id: world.triggers.issue(view.user, view.id),
    view: view.wire,
    state: { values: fullState([placed.block], {}) },
    actions: [actionOf(placed, values)],
  };
}

export const viewSubmission = (world: World, view: StoredView): Json => ({
  type: 'view_submission',
  ...base(world),
  user: person(world, view.user),
  trigger_id: world.triggers.issue(view.user, view.id),
  view: view.wire,
  response_urls: [],
});

export const viewClosed = (world: World, view: StoredView, isCleared: boolean): Json => ({
  type: 'view_closed',
  ...base(world),
  user: person(world, view.user),
  view: view.wire,
  is_cleared: isCleared,
});

/** A slash command; `text` as the person typed it, already escaped when the app's manifest asks for that. */
export function slashCommand(
  world: World,
  typed: { user: string; channel: string; command: string; text: string },
): Json {
  const { user, channel, command, text } = typed;
  const { workspace } = world;
  return {
    token: 'verification-token',
    team_id: workspace.teamId,
    team_domain: workspace.domain,
    channel_id: channel,
    channel_name: channelName(world, channel),
    user_id: user,
    user_name: asText(person(world, user).name),
    command,
    text,
    api_app_id: workspace.app.appId,
    is_enterprise_install: 'false',
    response_url: responseUrl(world, channel, user),
    trigger_id: world.triggers.issue(user),
  };
}
