import { asObject, asObjects, asText, type Json } from '../json.ts';
import { codeLine, codeLines, keepSpaces, linkLabel, unmarked } from './characters.ts';
import type { DisplayContext } from './context.ts';
import { formatSlackDate } from './dates.ts';

/** Emoji elements carry their code points in hex, joined by dashes. */
export const emojiText = (emoji: Json): string => {
  const points = asText(emoji.unicode)
    .split('-')
    .map((hex) => Number.parseInt(hex, 16));
  const drawable = points.every((point) => Number.isInteger(point) && point > 0 && point <= 0x10ffff);
  return drawable ? String.fromCodePoint(...points) : `:${asText(emoji.name)}:`;
};

function mark(text: string, style: Json): string {
  if (text === '') return '';
  if (style.code === true) return codeLines(text);
  const wrap = (line: string, sign: string) =>
    line.replace(/^(\s*)(.*?)(\s*)$/s, (_all, before, inner, after) =>
      inner === '' ? before + after : `${before}${sign}${inner}${sign}${after}`,
    );
  let lines = unmarked(text).split('\n');
  for (const [name, sign] of [
    ['strike', '~'],
    ['bold', '*'],
    ['italic', '_'],
  ] as const) {
    if (style[name] === true) lines = lines.map((line) => wrap(line, sign));
  }
  return lines.join('\n');
}

function showInline(element: Json, context: DisplayContext): string {
  const { names } = context;
  const style = asObject(element.style);
  switch (element.type) {
    case 'text':
      return mark(asText(element.text), style);
    case 'link': {
      const label = linkLabel(asText(element.text));
      const url = asText(element.url);
      if (!/^https?:[^\s|]*$/.test(url)) return mark(label || url, style);
      return label === '' ? `<${url}>` : `<${url}|${label}>`;
    }
    case 'user': {
      const id = asText(element.user_id);
      return names.user(id) === undefined ? `@${id}` : `<@${id}>`;
    }
    case 'channel': {
      const id = asText(element.channel_id);
      const name = names.channel(id);
      return name === undefined ? `#${id}` : `<#${id}|${name}>`;
    }
    case 'usergroup':
      return `@${names.userGroup(asText(element.usergroup_id)) ?? asText(element.usergroup_id)}`;
    case 'broadcast':
      return `@${asText(element.range)}`;
    case 'team':
      return asText(element.team_id);
    case 'emoji':
      return emojiText(element);
    case 'color':
      return codeLine(asText(element.value));
    case 'date': {
      const shown = formatSlackDate(Number(element.timestamp), asText(element.format), context.timeZone, context.now);
      return mark(shown ?? asText(element.fallback), style);
    }
    default:
      return unmarked(asText(element.text));
  }
}

// The UI draws `_italics_` only after a space, so elsewhere they are left out.
function inlines(part: Json, context: DisplayContext): string {
  let shown = '';
  for (const element of asObjects(part.elements)) {
    const isGlued = shown !== '' && !/[\s(]$/.test(shown);
    const style = isGlued ? { ...asObject(element.style), italic: false } : element.style;
    shown += showInline({ ...element, style }, context);
  }
  return shown;
}

const raw = (part: Json): string =>
  asObjects(part.elements)
    .map((each) => asText(each.text) || asText(each.url))
    .join('');

/** The sign before an item of an ordered list: figures, letters, Roman numerals, by depth. */
export function ordinalSign(index: number, depth: number): string {
  if (depth % 3 === 1) return `${String.fromCharCode(97 + (index % 26))}.`;
  if (depth % 3 === 2) return `${['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x'][index] ?? index + 1}.`;
  return `${index + 1}.`;
}

function listText(part: Json, context: DisplayContext): string {
  const depth = Number(part.indent ?? 0) || 0;
  const offset = Number(part.offset ?? 0) || 0;
  const margin = '\u00a0'.repeat(4 * depth);
  return asObjects(part.elements)
    .map((item, index) => {
      const sign = part.style === 'ordered' ? ordinalSign(index + offset, depth) : (['•', '◦', '▪︎'][depth % 3] ?? '•');
      return `${margin}${sign} ${inlines(item, context).replace(/\n/g, `\n${margin}\u00a0\u00a0`)}`;
    })
    .join('\n');
}

function partText(part: Json, context: DisplayContext): string {
  switch (part.type) {
    case 'rich_text_list':
      return listText(part, context);
    case 'rich_text_preformatted':
      return codeLines(raw(part));
    case 'rich_text_quote':
      return inlines(part, context)
        .split('\n')
        .map((line) => `> ${line}`)
        .join('\n');
    default:
      return inlines(part, context);
  }
}

/**
 * A `rich_text` block as mrkdwn for the local UI, one text for each of its parts; neighbouring lists are one text,
 * as Slack draws a nested list.
 */
export function displayRichText(block: Json, context: DisplayContext): string[] {
  const texts: string[] = [];
  let inList = false;
  for (const part of asObjects(block.elements)) {
    const text = keepSpaces(partText(part, context).replace(/\n+$/, ''));
    const isList = part.type === 'rich_text_list';
    if (isList && inList) texts.push(`${texts.pop() ?? ''}\n${text}`);
    else if (text !== '') texts.push(text);
    inList = isList;
  }
  return texts;
}
