import { randomBytes } from 'node:crypto';
import { withIds } from '../block-kit/ids.ts';
import { limits } from '../block-kit/limits.ts';
import type { Clock } from '../clock.ts';
import { asObjects, asText, type Json } from '../json.ts';
import { SlackRefusal } from '../refusal.ts';
import { botId, type Workspace } from '../workspace.ts';

/** A view as the bot gave it, completed with what Slack adds. */
export interface StoredView {
  id: string;
  user: string;
  /** The object that Slack answers and sends in payloads. */
  wire: Json;
}

export interface ViewBook {
  open(user: string, view: Json): StoredView;
  push(user: string, view: Json): StoredView;
  update(target: StoredView, view: Json): void;
  publish(user: string, view: Json): StoredView;
  find(id: string): StoredView | undefined;
  findExternal(externalId: string): StoredView | undefined;
  /** A person's modals, the lowest first. */
  stack(user: string): StoredView[];
  home(user: string): StoredView | undefined;
  /** Takes away the view and everything above it. */
  close(view: StoredView): void;
  closeAll(user: string): void;
  /** @throws SlackRefusal `hash_conflict` */
  checkHash(view: StoredView | undefined, hash: unknown): void;
}

/** The views that are open: a stack of at most three modals and one Home tab per person. */
export function createViewBook(workspace: Workspace, clock: Clock): ViewBook {
  const stacks = new Map<string, StoredView[]>();
  const homes = new Map<string, StoredView>();
  const stack = (user: string) => stacks.get(user) ?? [];
  const everything = () => [...[...stacks.values()].flat(), ...homes.values()];
  const newHash = () => `${Math.floor(clock() / 1000)}.${randomBytes(4).toString('hex')}`;
  const findExternal = (id: string) => everything().find((each) => id !== '' && each.wire.external_id === id);

  const complete = (view: Json, id: string, links: Json): Json => ({
    clear_on_close: false,
    notify_on_close: false,
    close: null,
    submit: null,
    private_metadata: '',
    callback_id: '',
    external_id: '',
    ...view,
    id,
    team_id: workspace.teamId,
    app_id: workspace.app.appId,
    app_installed_team_id: workspace.teamId,
    bot_id: botId(workspace),
    blocks: withIds(asObjects(view.blocks)),
    hash: newHash(),
    ...links,
  });
  const create = (user: string, view: Json, links: (id: string) => Json): StoredView => {
    if (findExternal(asText(view.external_id)) !== undefined) throw new SlackRefusal('duplicate_external_id');
    const id = `V${randomBytes(5).toString('hex').toUpperCase()}`;
    return { id, user, wire: complete(view, id, { state: { values: {} }, ...links(id) }) };
  };
  const update = (target: StoredView, view: Json) => {
    const taken = findExternal(asText(view.external_id));
    if (taken !== undefined && taken !== target) throw new SlackRefusal('duplicate_external_id');
    const { root_view_id, previous_view_id, state } = target.wire;
    target.wire = complete(view, target.id, { root_view_id, previous_view_id, state });
  };
  return {
    open: (user, view) => {
      stacks.delete(user);
      const opened = create(user, view, (id) => ({ root_view_id: id, previous_view_id: null }));
      stacks.set(user, [opened]);
      return opened;
    },
    push: (user, view) => {
      const below = stack(user);
      const [root, top] = [below[0], below.at(-1)];
      if (root === undefined || top === undefined) throw new SlackRefusal('not_found');
      if (below.length >= limits.viewStack) throw new SlackRefusal('push_limit_reached');
      const pushed = create(user, view, () => ({ root_view_id: root.id, previous_view_id: top.id }));
      stacks.set(user, [...below, pushed]);
      return pushed;
    },
    update,
    publish: (user, view) => {
      const shown = homes.get(user);
      if (shown !== undefined) update(shown, view);
      const home = shown ?? create(user, view, (id) => ({ root_view_id: id, previous_view_id: null }));
      homes.set(user, home);
      return home;
    },
    find: (id) => everything().find((each) => each.id === id),
    findExternal,
    stack,
    home: (user) => homes.get(user),
    close: (view) => {
      const views = stack(view.user);
      const at = views.indexOf(view);
      if (at >= 0) stacks.set(view.user, views.slice(0, at));
    },
    closeAll: (user) => {
      stacks.delete(user);
    },
    checkHash: (view, hash) => {
      if (hash !== undefined && view !== undefined && hash !== view.wire.hash) throw new SlackRefusal('hash_conflict');
    },
  };
}
