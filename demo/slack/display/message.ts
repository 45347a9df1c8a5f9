import { asObject, asObjects, asText, type Json } from '../json.ts';
import type { MessageContent } from '../state/messages.ts';
import { displayBlocks } from './blocks.ts';
import type { DisplayContext } from './context.ts';
import { withPressMenu } from './modal-buttons.ts';
import { displayMrkdwn, displayPlain } from './mrkdwn.ts';

function attachmentBlocks(attachment: Json): Json[] {
  const blocks = asObjects(attachment.blocks);
  if (blocks.length > 0) return blocks;
  const lines = [attachment.pretext, attachment.title, attachment.text].map(asText).filter((line) => line !== '');
  const text = lines.join('\n') || asText(attachment.fallback);
  return text === '' ? [] : [{ type: 'section', text: { type: 'mrkdwn', text } }];
}

/** `text` and `blocks` for local Slack. Attachments, which its UI does not know, are shown as blocks. */
export function displayMessage(content: MessageContent, context: DisplayContext): Json {
  const attached = content.attachments.flatMap(attachmentBlocks);
  const alone = content.blocks.length === 0 && attached.length > 0 && content.text !== '';
  const lead = alone ? [{ type: 'section', text: { type: 'mrkdwn', text: content.text } }] : content.blocks;
  return {
    text: displayMrkdwn(content.text, context),
    blocks: displayBlocks([...lead, ...attached], context),
  };
}

/** A modal or Home view for local Slack. */
export function displayView(given: Json, context: DisplayContext): Json {
  const view = withPressMenu(given, context);
  const plain = (value: unknown) => ({ type: 'plain_text', text: displayPlain(asText(asObject(value).text)) });
  const labels = Object.fromEntries(
    ['title', 'submit', 'close'].flatMap((name) =>
      asObject(view[name]).text === undefined ? [] : [[name, plain(view[name])]],
    ),
  );
  return {
    type: view.type,
    callback_id: view.callback_id,
    ...labels,
    blocks: displayBlocks(asObjects(view.blocks), context),
  };
}
