import type { Logger } from 'pino';
import type { DigestStore } from '../../domain/digest/ports.ts';
import { whyPaused } from '../../domain/digest/settings.ts';
import { PlaceUnavailable } from '../../domain/errors.ts';
import type { JobQueue, MessageStore, Notifier } from '../../domain/ports.ts';

export interface PauseDigestDeps {
  readonly digests: Pick<DigestStore, 'edition' | 'channel' | 'pause' | 'setPicture'>;
  readonly messages: Pick<MessageStore, 'create'>;
  readonly queue: Pick<JobQueue, 'renderMessage'>;
  readonly notifier: Pick<Notifier, 'directMessage'>;
  readonly logger: Logger;
  readonly now: () => number;
}

/**
 * A digest that its channel does not take is turned off, and whoever turned it on is told once. The message to him is
 * stored before the digest is off: a worker that dies in between leaves both to the next one.
 */
export async function pauseDigest(deps: PauseDigestDeps, digestId: string, code: string): Promise<void> {
  const { digests, messages, queue, logger, now } = deps;
  const channelId = (await digests.edition(digestId))?.channelId;
  const channel = channelId === undefined ? undefined : await digests.channel(channelId);
  logger.warn({ digest: digestId, code }, 'a digest cannot be posted');
  if (channel?.on !== true) return;
  const directMessage = await whereToTell(deps, channel.by);
  const messageId = `digest-paused-${digestId}`;
  if (directMessage !== undefined) {
    const text = `The digest of <#${channel.channelId}> is paused: ${whyPaused(code)}. Nothing is lost: once somebody turns it on again with \`/aurora digest on\` there, the next one tells what this one would have told.`;
    await messages.create(messageId, { kind: 'notice', text }, { channelId: directMessage, note: code }, channel.by);
  }
  await digests.pause(digestId, { code, at: new Date(now()).toISOString() });
  if (directMessage !== undefined) await queue.renderMessage(messageId);
}

async function whereToTell({ notifier, logger }: PauseDigestDeps, userId: string): Promise<string | undefined> {
  try {
    return await notifier.directMessage(userId);
  } catch (error) {
    if (!(error instanceof PlaceUnavailable)) throw error;
    logger.warn({ userId, code: error.code }, 'whoever turned a digest on cannot be written to');
    return undefined;
  }
}
