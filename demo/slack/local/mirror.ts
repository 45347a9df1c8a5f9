import { asObject, asObjects, asText, type Json } from '../json.ts';
import type { ChannelBook } from '../state/channels.ts';
import type { MessageStore } from '../state/messages.ts';

/** What people do in local Slack (write, edit, delete, open direct messages), copied into the proxy's state. */
export function createMirror(channels: ChannelBook, messages: MessageStore, botUserId: string) {
  const addChannel = (channel: Json) => {
    const members = Array.isArray(channel.members) ? channel.members.map(asText) : [];
    const user = members.find((member) => member !== botUserId);
    if (channel.is_im === true && user !== undefined) channels.addIm(asText(channel.id), user);
  };
  const content = (message: Json) => ({ text: asText(message.text), blocks: asObjects(message.blocks) });
  const add = (message: Json) => {
    if (message.bot_id !== undefined) return;
    const [channel, ts, user] = [message.channel, message.ts, message.user].map(asText);
    const threadTs = asText(message.thread_ts) || undefined;
    const files = asObjects(message.files);
    messages.add({
      channel: channel ?? '',
      ts: ts ?? '',
      user: user ?? '',
      isBot: false,
      origin: 'user',
      threadTs,
      files,
      ...content(message),
    });
  };
  return (kind: string, event: Json): void => {
    const message = asObject(event.message);
    if (kind === 'init') asObjects(asObject(event.state).channels).forEach(addChannel);
    if (kind === 'channel') addChannel(asObject(event.channel));
    if (kind === 'message') add(message);
    const known = messages.find(
      asText(message.channel) || asText(event.channel),
      asText(message.ts) || asText(event.ts),
    );
    if (known === undefined || known.isBot) return;
    if (kind === 'message_delete') messages.remove(known);
    if (kind === 'message_update' && known.text !== message.text) messages.replace(known, content(message));
  };
}
