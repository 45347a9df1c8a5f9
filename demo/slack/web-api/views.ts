import { checkView } from '../block-kit/check-view.ts';
import { shownView } from '../delivery/incoming.ts';
import { displayView } from '../display/message.ts';
import { asObject, asText, type Json } from '../json.ts';
import { invalidArguments, issueDetails, SlackRefusal } from '../refusal.ts';
import { isImageFile } from '../state/files.ts';
import type { StoredView } from '../state/views.ts';
import type { World } from '../world.ts';
import type { Methods } from './method.ts';

function checked(world: World, view: unknown, surface: 'modal' | 'home'): Json {
  const problem = checkView(view, surface, { isImageFile: (each) => isImageFile(world.files, each, world.clock()) });
  if (problem !== undefined) throw new SlackRefusal(problem.error, issueDetails(problem.issues));
  return asObject(view);
}

function triggerOf(args: Json): string {
  const id = asText(args.trigger_id) || asText(args.interactivity_pointer);
  if (id === '') throw invalidArguments('missing required field: trigger_id');
  return id;
}

function target(world: World, args: Json): StoredView {
  const { views } = world;
  if (args.view_id === undefined && args.external_id === undefined)
    throw invalidArguments('missing required field: view_id');
  const found =
    args.view_id === undefined ? views.findExternal(asText(args.external_id)) : views.find(asText(args.view_id));
  if (found === undefined) throw new SlackRefusal('not_found');
  return found;
}

const showHome = (world: World, view: StoredView) =>
  world.local.call('views.publish', { user_id: view.user, view: displayView(view.wire, world.displayFor(view.user)) });

/** `views.*`: a trigger id lives 3 seconds and works once, a stack has three views, a stale `hash` is refused. */
export const views: Methods = {
  'views.open': async (args, world) => {
    const trigger = triggerOf(args);
    world.triggers.check(trigger);
    const view = checked(world, args.view, 'modal');
    const opened = world.views.open(world.triggers.exchange(trigger).user, view);
    await world.screen.show(shownView(world, opened));
    return { view: opened.wire };
  },

  'views.push': async (args, world) => {
    const trigger = triggerOf(args);
    const { viewId } = world.triggers.check(trigger);
    const view = checked(world, args.view, 'modal');
    if (viewId === undefined) throw new SlackRefusal('not_found');
    const pushed = world.views.push(world.triggers.check(trigger).user, view);
    world.triggers.exchange(trigger);
    await world.screen.show(shownView(world, pushed));
    return { view: pushed.wire };
  },

  'views.update': async (args, world) => {
    const found = target(world, args);
    const isHome = found.wire.type === 'home';
    const view = checked(world, args.view, isHome ? 'home' : 'modal');
    world.views.checkHash(found, args.hash);
    world.views.update(found, view);
    if (isHome) await showHome(world, found);
    else await world.screen.refresh(shownView(world, found));
    return { view: found.wire };
  },

  'views.publish': async (args, world) => {
    const user = asText(args.user_id);
    if (!world.workspace.users.some((each) => each.id === user)) throw new SlackRefusal('user_not_found');
    const view = checked(world, args.view, 'home');
    world.views.checkHash(world.views.home(user), args.hash);
    const home = world.views.publish(user, view);
    await showHome(world, home);
    return { view: home.wire };
  },
};
