import { asText, type Json } from '../json.ts';
import type { LocalApi } from './api.ts';
import type { LocalFeed } from './feed.ts';

/** What local Slack needs to draw a view; `viewId` comes back in its payloads as `private_metadata`. */
export interface ShownView {
  viewId: string;
  user: string;
  view: Json;
}

/** The one modal that local Slack's UI can show at a time, whoever it is for. */
export interface Screen {
  show(shown: ShownView): Promise<void>;
  /** Redraws the view if it is the one on screen. */
  refresh(shown: ShownView): Promise<void>;
  /** Takes the view off the screen if it is there. */
  hide(viewId: string): Promise<void>;
  /** Local Slack is about to put this (or nothing) on screen, as the answer to a submission. */
  replaced(shown: ShownView | undefined): void;
  /** A person has closed what was on screen. */
  cleared(): void;
  current(): string | undefined;
  /** Local trigger ids last for half an hour and can be used again; the newest one is kept. */
  rememberTrigger(localTriggerId: string): void;
}

// Local Slack keeps its trigger ids for 30 minutes.
const TRIGGER_LIFE_MS = 25 * 60 * 1000;

/** @param mint makes local Slack send a new trigger id, which must reach `rememberTrigger` before it resolves */
export function createScreen(api: LocalApi, feed: () => LocalFeed, mint: () => Promise<unknown>): Screen {
  let shown: string | undefined;
  let trigger = { id: '', at: 0 };
  let queue: Promise<unknown> = Promise.resolve();

  const inTurn = (work: () => Promise<unknown>): Promise<void> => {
    const turn = queue.then(work);
    queue = turn.catch(() => undefined);
    return turn.then(() => undefined);
  };
  const drawn = ({ viewId, view }: ShownView): Json => ({ ...view, private_metadata: viewId, notify_on_close: true });

  return {
    show: (next) =>
      inTurn(async () => {
        if (Date.now() - trigger.at > TRIGGER_LIFE_MS) await mint();
        await api.call('views.open', { trigger_id: trigger.id, view: drawn(next) });
        shown = next.viewId;
      }),
    refresh: (next) =>
      inTurn(async () => {
        if (shown === next.viewId) await api.call('views.update', { view: drawn(next) });
      }),
    hide: (viewId) =>
      inTurn(async () => {
        if (shown !== viewId) return;
        shown = undefined;
        const done = feed().next('view', 500);
        feed().send({ t: 'view_close', user: '' });
        await done;
      }),
    replaced: (next) => {
      shown = next?.viewId;
      queue = queue.then(() => feed().next('view', 300));
    },
    cleared: () => {
      shown = undefined;
    },
    current: () => shown,
    rememberTrigger: (id) => {
      if (asText(id) !== '') trigger = { id, at: Date.now() };
    },
  };
}
