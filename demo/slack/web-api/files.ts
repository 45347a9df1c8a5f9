import { readContent } from '../content.ts';
import { displayBlocks } from '../display/blocks.ts';
import { displayMrkdwn } from '../display/mrkdwn.ts';
import { asObject, asObjects, asText, codePoints, type Json } from '../json.ts';
import { SlackRefusal } from '../refusal.ts';
import type { StoredFile } from '../state/files.ts';
import type { World } from '../world.ts';
import { postableConversation } from './find-conversation.ts';
import type { Methods } from './method.ts';

const ALT_TEXT = 1000;

function finished(world: World, entry: Json): StoredFile {
  const file = world.files.find(asText(entry.id));
  if (file === undefined || !file.uploaded) throw new SlackRefusal('file_not_found');
  if (entry.title !== undefined) file.title = asText(entry.title);
  return file;
}

const sharedTs = (file: Json, channel: string): string => {
  const shares = asObject(file.shares);
  const byChannel = { ...asObject(shares.public), ...asObject(shares.private) };
  return asText(asObjects(byChannel[channel]).at(-1)?.ts);
};

/** Uploads in three steps, as `client.filesUploadV2` takes them. The bytes are kept. */
export const files: Methods = {
  'files.getUploadURLExternal': async (args, world) => {
    if (!(Number(args.length) > 0)) throw new SlackRefusal('missing_argument');
    const altText = asText(args.alt_text) || asText(args.alt_txt);
    if (codePoints(altText) > ALT_TEXT) throw new SlackRefusal('alt_txt_too_large');
    const { filename, length } = args;
    const answer = await world.local.call('files.getUploadURLExternal', { filename, length, alt_txt: altText });
    const [id, uploadTo] = [asText(answer.file_id), asText(answer.upload_url)];
    const ticket = world.files.expect({ id, name: asText(filename), altText, uploadTo });
    return { upload_url: `${world.url}/upload/v1/${ticket}`, file_id: id };
  },

  'files.completeUploadExternal': async (args, world) => {
    const uploaded = asObjects(args.files).map((entry) => finished(world, entry));
    if (uploaded.length === 0) throw new SlackRefusal('invalid_arguments');
    const reference = asText(args.channel_id) || asText(args.channels);
    const channel = reference === '' ? undefined : (await postableConversation(world, reference)).id;
    const text = asText(args.initial_comment);
    const hasWords = text !== '' || args.blocks !== undefined;
    const content = hasWords
      ? readContent(world, { text, blocks: text === '' ? args.blocks : undefined }, true)
      : undefined;
    const threadTs = asText(args.thread_ts);
    if (channel !== undefined && threadTs !== '' && world.messages.find(channel, threadTs) === undefined) {
      throw new SlackRefusal('thread_not_found');
    }
    const display = world.displayFor();
    const answer = await world.local.call('files.completeUploadExternal', {
      files: uploaded.map(({ id, title }) => ({ id, title })),
      ...(channel === undefined ? {} : { channel_id: channel }),
      ...(threadTs === '' ? {} : { thread_ts: threadTs }),
      ...(content === undefined || content.text === ''
        ? {}
        : { initial_comment: displayMrkdwn(content.text, display) }),
      ...(content === undefined || content.blocks.length === 0
        ? {}
        : { blocks: displayBlocks(content.blocks, display) }),
    });
    const known = asObjects(answer.files);
    for (const file of uploaded) {
      const details = known.find((each) => each.id === file.id) ?? {};
      file.readyAt = world.clock() + world.fileDelayMs;
      file.publicUrl = asText(details.permalink);
      file.privateUrl = asText(details.url_private);
      if (channel !== undefined) file.channel = channel;
      if (threadTs !== '') file.threadTs = threadTs;
    }
    if (channel !== undefined) {
      world.messages.add({
        ...(content ?? {}),
        channel,
        ts: sharedTs(known[0] ?? {}, channel),
        user: world.workspace.app.botUserId,
        isBot: true,
        origin: 'file',
        threadTs: threadTs === '' ? undefined : threadTs,
        files: known,
      });
    }
    return { files: uploaded.map(({ id, title }) => ({ id, title })) };
  },

  'files.info': async (args, world) => {
    const file = world.files.find(asText(args.file));
    if (file === undefined || !file.uploaded) throw new SlackRefusal('file_not_found');
    return { file: (await world.local.call('files.info', { file: file.id })).file };
  },

  'files.delete': async (args, world) => {
    const file = world.files.find(asText(args.file));
    if (file === undefined) throw new SlackRefusal('file_not_found');
    await world.local.call('files.delete', { file: file.id });
    return {};
  },
};
