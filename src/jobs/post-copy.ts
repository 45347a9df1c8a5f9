import { PermanentError, PictureNotReady, PlaceUnavailable, PostUncertain, TryAgainIn } from '../domain/errors.ts';
import type { MessageCopy, MessageRecord, View } from '../domain/message.ts';
import type { MessageStore, Notifier, Place } from '../domain/ports.ts';

export interface PostCopyDeps {
  readonly messages: MessageStore;
  readonly notifier: Notifier;
  readonly now: () => number;
  /** A request that was on its way when its sender died is with Slack, or lost, after this; milliseconds. */
  readonly postSettlesMs: number;
}

export const busyMs = 500;

/**
 * Posts a copy once. Slack has no key that would make a repeated post the same post, so the attempt is stored before
 * it is made; while nobody knows how one ended, Slack is asked whether it shows the message, as far as it tells.
 */
export async function postCopy(
  deps: PostCopyDeps,
  message: MessageRecord,
  copy: MessageCopy,
  view: View,
): Promise<void> {
  const { messages, notifier, now, postSettlesMs } = deps;
  const place = await placeOf(messages, copy);
  const { attempt, ...unposted } = copy;
  const keep = (posted: Place & { readonly ts: string }) =>
    messages.saveCopy(
      message.id,
      { ...unposted, ...place, channelId: posted.channelId, ts: posted.ts },
      copy.channelId,
    );
  if (attempt !== undefined) {
    if (now() < attempt.settledAt)
      throw new TryAgainIn(attempt.settledAt - now(), 'an earlier post may still get through');
    const found = await notifier.find(place, message.id, attempt.sentAt);
    if (found !== undefined) return keep(found);
  }
  const sentAt = now();
  const trying = (settledAt: number) => messages.saveCopy(message.id, { ...unposted, attempt: { sentAt, settledAt } });
  await trying(sentAt + postSettlesMs);
  try {
    await keep(await notifier.post(place, view, message.id));
  } catch (error) {
    if (isRefusal(error)) await messages.saveCopy(message.id, unposted);
    else if (error instanceof PostUncertain && error.answered) await trying(sentAt);
    throw error;
  }
}

/** Slack has not taken it, or has not been asked. */
const isRefusal = (error: unknown): boolean =>
  error instanceof TryAgainIn ||
  error instanceof PlaceUnavailable ||
  error instanceof PermanentError ||
  error instanceof PictureNotReady;

/** Where a copy belongs: its channel, or wherever the message that it answers has ended up. */
async function placeOf(messages: MessageStore, copy: MessageCopy): Promise<Place> {
  if (copy.threadOf === undefined) return { channelId: copy.channelId };
  const parent = await messages.get(copy.threadOf);
  if (parent === undefined) throw new PermanentError('the message it answers is not known any more');
  const posted = parent.copies.filter((each) => each.ts !== undefined);
  const root =
    posted.find(({ channelId }) => channelId === copy.channelId) ?? posted.find(({ note }) => note !== undefined);
  if (root?.ts === undefined) {
    const [lost] = parent.copies.map(({ gone }) => gone);
    if (lost !== undefined && parent.copies.every(({ gone }) => gone !== undefined))
      throw new PlaceUnavailable(lost, 'the message it answers will never be posted');
    throw new TryAgainIn(busyMs, 'the message it answers is not posted yet');
  }
  return { channelId: root.channelId, threadTs: root.ts };
}
