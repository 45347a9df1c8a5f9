import type { DisplayContext } from '../display/context.ts';
import { formatSlackDate } from '../display/dates.ts';
import { decodeEntities } from '../display/parse.ts';
import { emojiText, ordinalSign } from '../display/rich-text.ts';
import { asObject, asObjects, asText, type Json } from '../json.ts';
import { plainElement } from './elements.ts';
import { plainMrkdwn } from './mrkdwn.ts';

/** A text object, or a bare string, as plain text. */
export function plainText(value: unknown, context: DisplayContext): string {
  if (typeof value === 'string') return decodeEntities(value);
  const { type, text } = asObject(value);
  return type === 'mrkdwn' ? plainMrkdwn(asText(text), context) : decodeEntities(asText(text));
}

function plainInline(element: Json, context: DisplayContext): string {
  const { names, timeZone, now } = context;
  const id = asText(element.user_id) || asText(element.channel_id) || asText(element.usergroup_id);
  switch (element.type) {
    case 'user':
      return `@${names.user(id) ?? id}`;
    case 'channel':
      return `#${names.channel(id) ?? id}`;
    case 'usergroup':
      return `@${names.userGroup(id) ?? id}`;
    case 'broadcast':
      return `@${asText(element.range)}`;
    case 'emoji':
      return emojiText(element);
    case 'link': {
      const [text, url] = [asText(element.text), asText(element.url)];
      return text === '' || text === url ? url : `${text} (${url})`;
    }
    case 'date':
      return (
        formatSlackDate(Number(element.timestamp), asText(element.format), timeZone, now) ?? asText(element.fallback)
      );
    default:
      return asText(element.text) || asText(element.value) || asText(element.team_id);
  }
}

function plainRichText(block: Json, context: DisplayContext): string {
  const inline = (part: Json) =>
    asObjects(part.elements)
      .map((each) => plainInline(each, context))
      .join('');
  const lines = asObjects(block.elements).map((part) => {
    if (part.type === 'rich_text_quote') return inline(part).replace(/^/gm, '> ');
    if (part.type !== 'rich_text_list') return inline(part);
    const depth = Number(part.indent ?? 0) || 0;
    const sign = (at: number) =>
      part.style === 'ordered' ? ordinalSign(at + (Number(part.offset ?? 0) || 0), depth) : '•';
    return asObjects(part.elements)
      .map((item, at) => `${'  '.repeat(depth)}${sign(at)} ${inline(item)}`)
      .join('\n');
  });
  return lines.map((line) => line.replace(/\n$/, '')).join('\n');
}

function plainTable(block: Json, context: DisplayContext): string {
  const rows = (Array.isArray(block.rows) ? block.rows : []).map((row) =>
    asObjects(row)
      .map((cell) => (cell.type === 'rich_text' ? plainRichText(cell, context) : asText(cell.text)))
      .join(' | '),
  );
  return [asText(block.caption), ...rows].filter((line) => line !== '').join('\n');
}

const inLine = (parts: readonly string[]): string => parts.filter((part) => part !== '').join('  ');

/** One block as plain text. Controls are in brackets; a section's accessory stands at the end of its first line. */
export function plainBlock(block: Json, context: DisplayContext): string {
  const elements = asObjects(block.elements);
  const text = (value: unknown) => plainText(value, context);
  switch (block.type) {
    case 'divider':
      return '────────';
    case 'rich_text':
      return plainRichText(block, context);
    case 'table':
    case 'data_table':
      return plainTable(block, context);
    case 'image':
      return `(${inLine([text(block.title), asText(block.alt_text)])})`;
    case 'context':
      return inLine(elements.map((each) => (each.type === 'image' ? plainElement(each, context) : text(each))));
    case 'actions':
      return inLine(elements.map((each) => plainElement(each, context)));
    case 'input':
      return `${text(block.label)}: ${plainElement(asObject(block.element), context)}`;
    case 'section': {
      const [first = '', ...rest] = text(block.text).split('\n');
      const accessory = block.accessory === undefined ? '' : plainElement(asObject(block.accessory), context);
      return [inLine([first, accessory]), ...rest, ...asObjects(block.fields).map(text)]
        .filter((line) => line !== '')
        .join('\n');
    }
    default: {
      const own = ['title', 'subtitle', 'text', 'body', 'subtext', 'description'].map((name) => text(block[name]));
      const inner = [...asObjects(block.child_blocks), ...asObjects(block.tasks), ...elements].map((each) =>
        plainBlock(each, context),
      );
      const buttons = inLine(asObjects(block.actions).map((each) => plainElement(each, context)));
      return [...own, ...inner, buttons].filter((line) => line !== '').join('\n');
    }
  }
}
