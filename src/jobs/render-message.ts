import { PictureNotReady, PlaceUnavailable, TryAgainIn } from '../domain/errors.ts';
import type { MessageCopy, MessageRecord, View } from '../domain/message.ts';
import { composeView } from './compose-view.ts';
import { busyMs, type PostCopyDeps, postCopy } from './post-copy.ts';
import { type UnpostableDeps, unpostable } from './unpostable.ts';

export interface RenderMessageDeps extends PostCopyDeps, UnpostableDeps {
  /** The least time between two edits that only show progress, for each place that shows the message; milliseconds. */
  readonly intervalMs: number;
}

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
  const copies = message.copies.filter(({ gone }) => gone === undefined);
  for (const copy of copies) {
    const view = await composeView(deps, message.subject, copy.note);
    if (view === undefined) continue;
    const wait = message.renderedAt + intervalMs * copies.length - now();
    if (copy.ts !== undefined && onlyProgress(view) && wait > 0) {
      throw new TryAgainIn(wait, 'edited a moment ago');
    }
    await show(deps, message, copy, view);
  }
  await messages.rendered(messageId, message.version, now());
  const newest = await messages.get(messageId);
  if (newest !== undefined && newest.version > message.version)
    throw new TryAgainIn(busyMs, 'changed while it was rendered');
}

/** What is soon followed by something newer: Slack takes fifty edits a minute from a whole workspace. */
const onlyProgress = (view: View): boolean =>
  view.kind === 'audit-progress' ||
  (view.kind === 'approval' && (view.sight.run?.state === 'running' || view.sight.run?.state === 'waiting'));

async function show(deps: RenderMessageDeps, message: MessageRecord, copy: MessageCopy, view: View): Promise<void> {
  const { notifier } = deps;
  try {
    if (copy.ts !== undefined) await notifier.update({ channelId: copy.channelId, ts: copy.ts }, view);
    else await postCopy(deps, message, copy, view);
  } catch (error) {
    if (error instanceof PlaceUnavailable) await unpostable(deps, message, copy, error);
    else if (error instanceof PictureNotReady && view.kind === 'digest' && view.digestId !== undefined) {
      await deps.digests.setPicture(view.digestId, '');
      throw new TryAgainIn(0, 'once more, without its picture');
    } else throw error;
  }
}
