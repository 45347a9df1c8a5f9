import { readContent } from './content.ts';
import { asText, isTrue, type Json } from './json.ts';
import { postMessage, removeMessage, replaceMessage } from './post.ts';
import { SlackRefusal } from './refusal.ts';
import type { World } from './world.ts';

/**
 * An answer to a `response_url`: a new message, for the person alone unless `response_type` is `in_channel`; or, for a
 * control in a message, `replace_original` and `delete_original`. Ephemeral messages can be replaced only here.
 *
 * @throws SlackRefusal `used_url` (5 times), `expired_url` (30 minutes), and what `readContent` throws
 */
export async function answerResponseUrl(world: World, id: string, body: Json): Promise<void> {
  const { channel, user, messageTs } = world.responseUrls.use(id);
  const original = messageTs === undefined ? undefined : world.messages.find(channel, messageTs);
  if (isTrue(body.delete_original)) {
    if (original !== undefined) await removeMessage(world, original);
    return;
  }
  const content = readContent(world, body, false);
  if (isTrue(body.replace_original) && messageTs !== undefined) {
    if (original === undefined) throw new SlackRefusal('message_not_found');
    await replaceMessage(world, original, content);
    return;
  }
  const ephemeralTo = body.response_type === 'in_channel' ? undefined : user;
  const threadTs = asText(body.thread_ts) || undefined;
  await postMessage(world, content, { channel, ephemeralTo, threadTs, origin: 'response_url' });
}
