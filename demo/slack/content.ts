import { checkMessageBlocks } from './block-kit/check-message.ts';
import { limits } from './block-kit/limits.ts';
import { asObjects, asText, codePoints, isObject, type Json } from './json.ts';
import { issueDetails, SlackRefusal } from './refusal.ts';
import { isImageFile } from './state/files.ts';
import type { MessageContent } from './state/messages.ts';
import type { World } from './world.ts';

function checkBlocks(world: World, blocks: unknown, pointer: string, limitTotal: boolean): Json[] {
  const images = (reference: string) => isImageFile(world.files, reference, world.clock());
  const problem = checkMessageBlocks(blocks, { pointer, limitTotal, isImageFile: images });
  if (problem !== undefined) throw new SlackRefusal(problem.error, issueDetails(problem.issues));
  return asObjects(blocks);
}

function checkAttachments(world: World, given: unknown): Json[] {
  if (given === undefined || given === '') return [];
  if (!Array.isArray(given)) throw new SlackRefusal('invalid_attachments');
  if (given.length > limits.attachments) throw new SlackRefusal('too_many_attachments');
  const attachments = asObjects(given);
  attachments.forEach((attachment, at) => {
    if (attachment.blocks !== undefined) checkBlocks(world, attachment.blocks, `/attachments/${at}/blocks`, false);
  });
  return attachments;
}

function checkMetadata(given: unknown): Json | undefined {
  if (given === undefined || given === '') return undefined;
  const valid = isObject(given) && typeof given.event_type === 'string' && isObject(given.event_payload);
  if (!valid) throw new SlackRefusal('invalid_metadata_format');
  return given;
}

/**
 * The content of a message, checked as Slack checks it.
 *
 * @param limitTotal whether the undocumented limit on all text counts: in the Web API, not at a `response_url`
 * @throws SlackRefusal `no_text`, `invalid_blocks`, `invalid_blocks_format`, `msg_blocks_too_long`,
 *   `invalid_attachments`, `too_many_attachments`, `invalid_metadata_format`, `markdown_text_conflict`, `msg_too_long`
 */
export function readContent(world: World, args: Json, limitTotal: boolean): MessageContent {
  const text = asText(args.text);
  const markdown = asText(args.markdown_text);
  const given = args.blocks === undefined || args.blocks === '' || args.blocks === null ? [] : args.blocks;
  const blocks = checkBlocks(world, given, '/blocks', limitTotal);
  const attachments = checkAttachments(world, args.attachments);
  const metadata = checkMetadata(args.metadata);
  if (markdown !== '') {
    if (text !== '' || blocks.length > 0) throw new SlackRefusal('markdown_text_conflict');
    if (codePoints(markdown) > limits.markdownTotal) throw new SlackRefusal('msg_too_long');
    return { text: '', blocks: [{ type: 'markdown', text: markdown }], attachments };
  }
  if (text === '' && blocks.length === 0 && attachments.length === 0) throw new SlackRefusal('no_text');
  return { text, blocks, attachments, ...(metadata === undefined ? {} : { metadata }) };
}
