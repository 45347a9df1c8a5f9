import { asObject, asObjects, asText, type Json } from '../json.ts';
import type { DisplayContext } from './context.ts';
import { displayElement } from './elements.ts';
import { displayMarkdown } from './markdown.ts';
import { displayMrkdwn, displayPlain } from './mrkdwn.ts';
import { displayRichText } from './rich-text.ts';
import { displayTable } from './tables.ts';

const mrkdwnSection = (text: string, blockId?: unknown): Json => ({
  type: 'section',
  ...(blockId === undefined ? {} : { block_id: blockId }),
  text: { type: 'mrkdwn', text },
});

/** A text object as the local UI can draw it. */
export function displayText(value: unknown, context: DisplayContext): Json {
  const { type, text } = asObject(value);
  return type === 'mrkdwn'
    ? { type, text: displayMrkdwn(asText(text), context) }
    : { type: 'plain_text', text: displayPlain(asText(text)) };
}

const element = (value: unknown, context: DisplayContext, inInput = false): Json =>
  displayElement(asObject(value), context, inInput);

function section(block: Json, context: DisplayContext): Json {
  return {
    type: 'section',
    block_id: block.block_id,
    ...(block.text === undefined ? {} : { text: displayText(block.text, context) }),
    ...(block.fields === undefined
      ? {}
      : { fields: asObjects(block.fields).map((field) => displayText(field, context)) }),
    ...(block.accessory === undefined ? {} : { accessory: element(block.accessory, context) }),
  };
}

const contextElement = (each: Json, context: DisplayContext): Json =>
  each.type === 'image' ? element(each, context) : displayText(each, context);

function input(block: Json, context: DisplayContext): Json {
  const optional = block.optional === true ? ' (optional)' : '';
  return {
    ...block,
    label: { type: 'plain_text', text: `${displayPlain(asText(asObject(block.label).text))}${optional}` },
    element: element(block.element, context, true),
    ...(block.hint === undefined ? {} : { hint: displayText(block.hint, context) }),
  };
}

function words(block: Json, context: DisplayContext): string[] {
  const objects = ['title', 'subtitle', 'text', 'body', 'subtext', 'description'].map((name) => block[name]);
  return objects.flatMap((value) => {
    const text = typeof value === 'string' ? displayMrkdwn(value, context) : asText(displayText(value, context).text);
    return text === '' ? [] : [text];
  });
}

// Cards, alerts, containers, tasks, videos and whatever comes next: their words, then their blocks, then their buttons.
function anyOther(block: Json, context: DisplayContext): Json[] {
  const text = words(block, context).join('\n');
  const status = block.type === 'task_card' ? `${asText(block.status)}: ` : '';
  const inner = [
    ...asObjects(block.child_blocks),
    ...asObjects(block.tasks),
    ...[block.details, block.output].map(asObject),
  ];
  const cards = block.type === 'carousel' ? asObjects(block.elements) : [];
  const nested = [...inner, ...cards]
    .filter((each) => each.type !== undefined)
    .flatMap((each) => displayBlock(each, context));
  const buttons = asObjects(block.actions).map((each) => element(each, context));
  const shown = [
    ...(text === '' ? [] : [mrkdwnSection(`${status}${text}`)]),
    ...nested,
    ...(buttons.length === 0 ? [] : [{ type: 'actions', block_id: block.block_id, elements: buttons }]),
  ];
  return shown.length > 0 ? shown : [mrkdwnSection(`[${asText(block.type)}]`)];
}

/** A block as one or more blocks that the local UI can draw. Ids of blocks and actions stay as they are. */
export function displayBlock(block: Json, context: DisplayContext): Json[] {
  switch (block.type) {
    case 'divider':
      return [block];
    case 'section':
      return [section(block, context)];
    case 'header':
      return [{ ...block, text: displayText(block.text, context) }];
    case 'context':
      return [{ ...block, elements: asObjects(block.elements).map((each) => contextElement(each, context)) }];
    case 'actions':
      return [{ ...block, elements: asObjects(block.elements).map((each) => element(each, context)) }];
    case 'input':
      return [input(block, context)];
    case 'image':
      return [element(block, context)];
    case 'rich_text':
      return displayRichText(block, context).map((text) => mrkdwnSection(text));
    case 'markdown':
      return [mrkdwnSection(displayMarkdown(asText(block.text)), block.block_id)];
    case 'table':
    case 'data_table':
      return [mrkdwnSection(displayTable(block, context), block.block_id)];
    default:
      return anyOther(block, context);
  }
}

/** All blocks of a message or view for the local UI. */
export const displayBlocks = (blocks: readonly Json[], context: DisplayContext): Json[] =>
  blocks.flatMap((block) => displayBlock(block, context));
