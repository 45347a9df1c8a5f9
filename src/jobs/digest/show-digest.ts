import type { Logger } from 'pino';
import type { DigestContent } from '../../domain/digest/content.ts';
import { digestMessageId, digestPagesMessageId, type Edition } from '../../domain/digest/edition.ts';
import type { DigestStore } from '../../domain/digest/ports.ts';
import type { JobQueue, MessageStore, Notifier } from '../../domain/ports.ts';
import { type DrawOpenFindings, knownDays } from '../../domain/series.ts';

export interface ShowDigestDeps {
  readonly digests: Pick<DigestStore, 'setPicture'>;
  readonly messages: Pick<MessageStore, 'create'>;
  readonly queue: Pick<JobQueue, 'renderMessage'>;
  readonly notifier: Pick<Notifier, 'uploadPicture'>;
  readonly draw: DrawOpenFindings;
  /** More groups than this do not fit a message; the rest goes into its thread. */
  readonly groupsShown: number;
  readonly logger: Logger;
}

/** Fewer days than this are no picture. */
const fewestDays = 3;

/** Hands an edition's messages over. The picture is uploaded before, shown nowhere until the message shows it. */
export async function showDigest(deps: ShowDigestDeps, edition: Edition, fallbackUserId: string): Promise<void> {
  const { messages, queue, groupsShown } = deps;
  const { id, channelId, content } = edition;
  if (content === undefined) return;
  if (edition.pictureId === undefined && content.kind === 'digest') await addPicture(deps, id, content);
  const messageId = digestMessageId(id);
  await messages.create(messageId, { kind: 'digest', digestId: id }, { channelId }, fallbackUserId);
  await queue.renderMessage(messageId);
  if (content.open.length <= groupsShown) return;
  const pagesId = digestPagesMessageId(id);
  const pages = { kind: 'digest-pages', digestId: id, filter: 'all', page: 0 } as const;
  await messages.create(pagesId, pages, { channelId, threadOf: messageId }, fallbackUserId);
  await queue.renderMessage(pagesId);
}

/** No digest waits for its picture: without one it says the same in words. */
async function addPicture(
  { digests, notifier, draw, logger }: ShowDigestDeps,
  id: string,
  { series, quiet, date }: DigestContent,
): Promise<void> {
  if (quiet || knownDays(series).length < fewestDays) return;
  try {
    const { png, alt } = await draw(series);
    const upload = await notifier.uploadPicture({ name: `open-findings-${date}.png`, png, altText: alt });
    if ('refused' in upload) logger.warn({ digest: id, why: upload.refused }, 'a digest has no picture');
    await digests.setPicture(id, 'refused' in upload ? '' : upload.fileId);
  } catch (error) {
    logger.warn({ digest: id, err: error }, 'a digest has no picture');
    await digests.setPicture(id, '');
  }
}
