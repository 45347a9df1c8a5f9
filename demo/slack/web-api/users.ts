import type { Json } from '../json.ts';
import { SlackRefusal } from '../refusal.ts';
import type { WorkspaceUser } from '../workspace.ts';
import type { World } from '../world.ts';
import type { Methods } from './method.ts';
import { page } from './paging.ts';

/** Seconds east of UTC at a moment (ms). */
export function utcOffset(timeZone: string, at: number): number {
  const name = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
    .formatToParts(at)
    .find((each) => each.type === 'timeZoneName')?.value;
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(name ?? '') ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60);
}

function describe(world: World, user: WorkspaceUser): Json {
  const email = world.scopes.bot.includes('users:read.email') ? { email: user.email } : {};
  const profile = { real_name: user.realName, display_name: '', ...email };
  const identity = { id: user.id, team_id: user.teamId, name: user.name, deleted: user.deleted ?? false, profile };
  if (user.deleted === true) return { ...identity, is_bot: false };
  return {
    ...identity,
    real_name: user.realName,
    tz: user.tz,
    tz_offset: utcOffset(user.tz, world.clock()),
    is_admin: user.isAdmin ?? false,
    is_owner: false,
    is_bot: false,
    is_app_user: false,
    is_restricted: user.isRestricted ?? user.isUltraRestricted ?? false,
    is_ultra_restricted: user.isUltraRestricted ?? false,
    ...(user.isStranger === true ? { is_stranger: true } : {}),
  };
}

function describeBot({ workspace }: World): Json {
  const { botUserId, botName } = workspace.app;
  const profile = { real_name: botName, display_name: botName };
  return {
    id: botUserId,
    team_id: workspace.teamId,
    name: botName,
    real_name: botName,
    deleted: false,
    is_bot: true,
    profile,
  };
}

/** `users.*`, answered from the workspace. People of other workspaces are known to `users.info` only. */
export const users: Methods = {
  'users.info': (args, world) => {
    if (args.user === world.workspace.app.botUserId) return { user: describeBot(world) };
    const user = world.workspace.users.find((each) => each.id === args.user);
    if (user === undefined) throw new SlackRefusal('user_not_found');
    return { user: describe(world, user) };
  },

  'users.list': (args, world) => {
    const own = world.workspace.users.filter((each) => each.teamId === world.workspace.teamId);
    const { items, response_metadata } = page([describeBot(world), ...own.map((each) => describe(world, each))], args);
    return { members: items, response_metadata };
  },

  'users.lookupByEmail': (args, world) => {
    const user = world.workspace.users.find((each) => each.email === args.email && each.deleted !== true);
    if (user === undefined) throw new SlackRefusal('users_not_found');
    return { user: describe(world, user) };
  },
};
