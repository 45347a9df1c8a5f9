import { stateValue } from '../delivery/state-values.ts';
import { statefulElements, withState } from '../delivery/stateful.ts';
import type { Delivery } from '../delivery/types.ts';
import type { DisplayContext } from '../display/context.ts';
import { asObject, asObjects, asText, type Json } from '../json.ts';
import { viewText } from '../message-text.ts';
import type { SlackProxy } from '../proxy.ts';
import type { StoredView } from '../state/views.ts';
import { type ElementRef, findChoice, findElement } from './find-element.ts';
import { waitFor } from './wait.ts';

/** What a person enters, by `action_id`: a text, a choice by its label or value, several choices. */
export type Entries = Record<string, string | readonly string[]>;

/** A person's modals and Home tab. */
export interface ViewDriver {
  /** The true views, as Slack would answer them; the lowest first. */
  openViews(user: string): Json[];
  /** Waits for a view on top. @throws Error after `timeoutMs` */
  waitForView(user: string, predicate?: (view: Json) => boolean, timeoutMs?: number): Promise<Json>;
  clickInView(user: string, control: ElementRef): Promise<Delivery>;
  /** Chooses in a menu of the view, as a click does. */
  selectInView(user: string, control: ElementRef, option: string): Promise<Delivery>;
  /** Presses the submit button. `errors` are by `block_id`, of Slack's client or of the bot. */
  submitView(user: string, entries?: Entries): Promise<{ ok: boolean; errors: Record<string, string> }>;
  closeView(user: string): Promise<void>;
  /** Opens the Home tab, as `app_home_opened` tells the bot. */
  openHome(user: string): Promise<void>;
  home(user: string): Json | undefined;
  clickInHome(user: string, control: ElementRef): Promise<Delivery>;
}

const isTyped = (element: Json): boolean => /(_input|picker)$/.test(asText(element.type));

function entered(view: StoredView, entries: Entries, context: DisplayContext): Json {
  let values = asObject(asObject(view.wire.state).values);
  const known = statefulElements(asObjects(view.wire.blocks));
  for (const [name, entry] of Object.entries(entries)) {
    const placed = known.find(({ element }) => element.action_id === name);
    if (placed === undefined) {
      throw new Error(
        `No field ${name}. There are: ${known.map(({ element }) => asText(element.action_id)).join(', ')}.`,
      );
    }
    const given = typeof entry === 'string' ? [entry] : entry;
    const chosen = isTyped(placed.element) ? given : given.map((text) => findChoice(placed, text, context));
    values = withState(values, placed, stateValue(placed.element, chosen));
  }
  return values;
}

export function createViewDriver(proxy: SlackProxy): ViewDriver {
  const { world, hands } = proxy;
  const contextOf = (user: string) => world.displayFor(user);
  const top = (user: string): StoredView => {
    const view = world.views.stack(user).at(-1);
    if (view === undefined) throw new Error(`${user} has no open view.`);
    return view;
  };
  const home = (user: string): StoredView => {
    const view = world.views.home(user);
    if (view === undefined) throw new Error(`${user} has no Home tab yet.`);
    return view;
  };
  const blocksOf = (view: StoredView) => asObjects(view.wire.blocks);
  return {
    openViews: (user) => world.views.stack(user).map((view) => view.wire),
    waitForView: (user, predicate = () => true, timeoutMs = 60_000) =>
      waitFor(
        () =>
          world.views
            .stack(user)
            .slice(-1)
            .map((view) => view.wire)
            .find(predicate),
        'view',
        timeoutMs,
        () =>
          world.views
            .stack(user)
            .map((view) => viewText(view.wire, contextOf(user)))
            .join('\n\n') || '(no view)',
      ),
    clickInView: async (user, control) => hands.onView(top(user), findElement(blocksOf(top(user)), control), []),
    selectInView: async (user, control, option) => {
      const placed = findElement(blocksOf(top(user)), control);
      return hands.onView(top(user), placed, [findChoice(placed, option, contextOf(user))]);
    },
    submitView: async (user, entries = {}) => {
      const { errors } = await hands.submit(top(user), entered(top(user), entries, contextOf(user)));
      return { ok: errors === undefined, errors: errors ?? {} };
    },
    closeView: async (user) => {
      await hands.close(top(user));
    },
    openHome: async (user) => {
      await world.local.control('open-home', { user });
    },
    home: (user) => world.views.home(user)?.wire,
    clickInHome: async (user, control) => hands.onView(home(user), findElement(blocksOf(home(user)), control), []),
  };
}
