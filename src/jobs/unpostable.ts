import type { PlaceUnavailable } from '../domain/errors.ts';
import type { MessageCopy, MessageRecord } from '../domain/message.ts';
import type { MessageStore, Notifier } from '../domain/ports.ts';
import { composeView, type Records } from './compose-view.ts';
import { type PauseDigestDeps, pauseDigest } from './digest/pause-digest.ts';
import { type TellElsewhereDeps, tellElsewhere } from './urgent/tell-elsewhere.ts';

export interface UnpostableDeps
  extends Omit<Records, 'digests'>,
    Omit<PauseDigestDeps, 'digests' | 'messages' | 'notifier'>,
    Omit<TellElsewhereDeps, 'digests' | 'findings' | 'messages'> {
  readonly digests: Records['digests'] & PauseDigestDeps['digests'] & TellElsewhereDeps['digests'];
  readonly messages: MessageStore;
  readonly notifier: Notifier;
}

/**
 * What becomes of a copy that Slack will not take in its place. What somebody asked for goes to him; a digest is
 * nobody's question, so it stops, and whoever turned it on is told.
 */
export async function unpostable(
  deps: UnpostableDeps,
  message: MessageRecord,
  copy: MessageCopy,
  refusal: PlaceUnavailable,
): Promise<void> {
  const { messages } = deps;
  const gone = { ...copy, gone: refusal.code };
  const { subject } = message;
  if (copy.ts !== undefined || subject.kind === 'digest-pages') return messages.saveCopy(message.id, gone);
  if (subject.kind === 'digest') {
    await tellElsewhere(deps, subject.digestId, { messageId: message.id, notIn: copy.channelId });
    await pauseDigest(deps, subject.digestId, refusal.code);
    return messages.saveCopy(message.id, gone);
  }
  if (copy.note === undefined) return showToPerson(deps, message, copy, refusal);
  // Somebody who cannot be written to must not keep the other copies from being brought up to date.
  await messages.saveCopy(message.id, gone);
}

async function showToPerson(
  deps: UnpostableDeps,
  message: MessageRecord,
  copy: MessageCopy,
  refusal: PlaceUnavailable,
): Promise<void> {
  const { messages, notifier } = deps;
  const channelId = await notifier.directMessage(message.fallbackUserId);
  const note = `You asked for this in <#${copy.channelId}>, where I cannot write (${refusal.code}). Invite me there to see it in the channel.`;
  const view = await composeView(deps, message.subject, note);
  if (view === undefined) return;
  const posted = await notifier.post({ channelId }, view, message.id);
  await messages.saveCopy(message.id, { channelId, ts: posted.ts, note }, copy.channelId);
}
