import { PermanentError, PlaceUnavailable, TryAgainIn } from '../domain/errors.ts';
import type { MessageCopy, MessageRecord, View } from '../domain/message.ts';
import type { MessageStore, Notifier, Place } from '../domain/ports.ts';
import { composeView, type Records } from './compose-view.ts';

export interface RenderMessageDeps extends Records {
  readonly messages: MessageStore;
  readonly notifier: Notifier;
  readonly now: () => number;
  /** The least time between two edits that only show progress; milliseconds. */
  readonly intervalMs: number;
}

const busyMs = 500;

/**
 * Brings every copy of a message up to the newest state. Only one worker renders a message at a time, and a copy
 * that could not be posted where it was asked for goes to the person who asked.
 */
export const renderMessage =
  (deps: RenderMessageDeps) =>
  async ({ messageId }: { messageId: string }): Promise<void> => {
    const alone = await deps.messages.locked(messageId, () => render(deps, messageId));
    if (!alone) throw new TryAgainIn(busyMs, 'another worker is rendering this message');
  };

async function render(deps: RenderMessageDeps, messageId: string): Promise<void> {
  const { messages, now, intervalMs } = deps;
  const message = await messages.get(messageId);
  if (message === undefined || message.renderedVersion >= message.version) return;
  for (const copy of message.copies.filter(({ gone }) => gone === undefined)) {
    const view = await composeView(deps, message.subject, copy.note);
    if (view === undefined) continue;
    const wait = message.renderedAt + intervalMs - now();
    if (copy.ts !== undefined && view.kind === 'audit-progress' && wait > 0) {
      throw new TryAgainIn(wait, 'edited a moment ago');
    }
    await show(deps, message, copy, view);
  }
  await messages.rendered(messageId, message.version, now());
  const newest = await messages.get(messageId);
  if (newest !== undefined && newest.version > message.version)
    throw new TryAgainIn(busyMs, 'changed while it was rendered');
}

async function show(deps: RenderMessageDeps, message: MessageRecord, copy: MessageCopy, view: View): Promise<void> {
  const { messages, notifier } = deps;
  try {
    if (copy.ts !== undefined) {
      await notifier.update({ channelId: copy.channelId, ts: copy.ts }, view);
      return;
    }
    const place = await placeOf(messages, copy);
    const { channelId, ts } = await notifier.post(place, view);
    // What was addressed to a person is in a channel with him, and is edited there.
    await messages.saveCopy(message.id, { ...copy, ...place, channelId, ts }, copy.channelId);
  } catch (error) {
    if (!(error instanceof PlaceUnavailable)) throw error;
    if (copy.ts !== undefined) await messages.saveCopy(message.id, { ...copy, gone: error.code });
    else if (copy.note === undefined) await showToPerson(deps, message, copy, error);
    // Somebody who cannot be written to must not keep the other copies from being brought up to date.
    else await messages.saveCopy(message.id, { ...copy, gone: error.code });
  }
}

/** Where a copy belongs: its channel, or wherever the message that it answers has ended up. */
async function placeOf(messages: MessageStore, copy: MessageCopy): Promise<Place> {
  if (copy.threadOf === undefined) return { channelId: copy.channelId };
  const parent = await messages.get(copy.threadOf);
  if (parent === undefined) throw new PermanentError('the message it answers is not known any more');
  const posted = parent.copies.filter((each) => each.ts !== undefined);
  const root =
    posted.find(({ channelId }) => channelId === copy.channelId) ?? posted.find(({ note }) => note !== undefined);
  if (root?.ts === undefined) throw new TryAgainIn(busyMs, 'the message it answers is not posted yet');
  return { channelId: root.channelId, threadTs: root.ts };
}

async function showToPerson(
  deps: RenderMessageDeps,
  message: MessageRecord,
  copy: MessageCopy,
  refusal: PlaceUnavailable,
): Promise<void> {
  const { messages, notifier } = deps;
  const channelId = await notifier.directMessage(message.fallbackUserId);
  const note = `You asked for this in <#${copy.channelId}>, where I cannot write (${refusal.code}). Invite me there to see it in the channel.`;
  const view = await composeView(deps, message.subject, note);
  if (view === undefined) return;
  const posted = await notifier.post({ channelId }, view);
  await messages.saveCopy(message.id, { channelId, ts: posted.ts, note }, copy.channelId);
}
