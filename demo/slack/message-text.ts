import type { DisplayContext } from './display/context.ts';
import { asObject, asObjects, asText, type Json } from './json.ts';
import { plainBlock } from './plain/blocks.ts';
import { plainMrkdwn } from './plain/mrkdwn.ts';

/** For texts without a workspace at hand: ids stay ids, times are UTC. */
export const noNames: DisplayContext = {
  names: {
    user: () => undefined,
    channel: () => undefined,
    userGroup: () => undefined,
    users: () => [],
    channels: () => [],
  },
  timeZone: 'UTC',
  now: 0,
  fileUrl: () => undefined,
};

/** A message as a person reads it, controls in brackets, files by name: for transcripts and for expectations. */
export function messageText(
  message: { text?: string; blocks?: Json[]; attachments?: Json[]; files?: Json[] },
  context: DisplayContext = noNames,
): string {
  const blocks = message.blocks ?? [];
  const lead =
    blocks.length > 0 ? blocks.map((block) => plainBlock(block, context)) : [plainMrkdwn(message.text ?? '', context)];
  const attached = (message.attachments ?? []).flatMap((attachment) => {
    const inner = asObjects(attachment.blocks).map((block) => plainBlock(block, context));
    return inner.length > 0 ? inner : [plainMrkdwn(asText(attachment.text) || asText(attachment.fallback), context)];
  });
  const files = (message.files ?? []).map((file) => `(file ${asText(file.name)}: ${asText(file.title)})`);
  return [...lead, ...attached, ...files].filter((line) => line !== '').join('\n');
}

/** A modal or Home view as a person reads it, with its title and buttons. */
export function viewText(view: Json, context: DisplayContext = noNames): string {
  const title = asText(asObject(view.title).text);
  const blocks = asObjects(view.blocks).map((block) => plainBlock(block, context));
  const buttons = [view.close, view.submit].map((each) => asText(asObject(each).text)).filter((text) => text !== '');
  return [title === '' ? '' : `«${title}»`, ...blocks, buttons.map((text) => `[${text}]`).join('  ')]
    .filter((line) => line !== '')
    .join('\n');
}
