import { isTrue, type Json } from '../json.ts';
import { SlackRefusal } from '../refusal.ts';
import type { WorkspaceUserGroup } from '../workspace.ts';
import type { World } from '../world.ts';
import type { Methods } from './method.ts';

const requirePaidPlan = ({ workspace }: World): void => {
  if (workspace.plan === 'free') throw new SlackRefusal('plan_upgrade_required');
};

function describe(world: World, group: WorkspaceUserGroup, args: Json): Json {
  return {
    id: group.id,
    team_id: world.workspace.teamId,
    is_usergroup: true,
    is_external: false,
    name: group.name,
    description: '',
    handle: group.handle,
    date_delete: group.disabled ? 1 : 0,
    auto_type: null,
    ...(isTrue(args.include_users) ? { users: group.users } : {}),
    ...(isTrue(args.include_count) ? { user_count: group.users.length } : {}),
  };
}

/** `usergroups.*`, which local Slack lacks. Errors: `no_such_subteam`, `plan_upgrade_required`. */
export const usergroups: Methods = {
  'usergroups.list': (args, world) => {
    requirePaidPlan(world);
    const shown = world.workspace.userGroups.filter((group) => isTrue(args.include_disabled) || !group.disabled);
    return { usergroups: shown.map((group) => describe(world, group, args)) };
  },

  'usergroups.users.list': (args, world) => {
    requirePaidPlan(world);
    const group = world.workspace.userGroups.find((each) => each.id === args.usergroup);
    if (group === undefined || (group.disabled && !isTrue(args.include_disabled)))
      throw new SlackRefusal('no_such_subteam');
    return { users: group.users };
  },
};
