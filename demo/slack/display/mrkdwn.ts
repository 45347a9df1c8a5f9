import { codeLine, codeLines, keepSpaces, linkLabel, literal, namedEmoji, unmarked } from './characters.ts';
import type { DisplayContext } from './context.ts';
import { decodeEntities, parseMrkdwn, type Segment } from './parse.ts';
import { readToken } from './token.ts';

// The UI draws bold first and italics only after a space.
const BOLD_ITALIC = /\*_([^*_\n]+)_\*/g;
// Slack formats nothing where a mark stands apart from the word; the UI draws `*:*` as bold all the same.
const HELD_APART = /\u200b([*~`])\u200b/g;

function showToken(token: string, context: DisplayContext): string {
  const meaning = readToken(token, context);
  switch (meaning.kind) {
    case 'user':
      return meaning.known ? `<@${meaning.id}>` : `@${literal(meaning.name)}`;
    case 'channel':
      return meaning.known ? `<#${meaning.id}|${meaning.name}>` : `#${literal(meaning.name)}`;
    case 'link': {
      const label = meaning.text === undefined ? '' : linkLabel(meaning.text);
      if (!/^https?:[^\s|]*$/.test(meaning.url)) return literal(label || meaning.url);
      return label === '' ? `<${meaning.url}>` : `<${meaning.url}|${label}>`;
    }
    case 'words':
      return literal(meaning.text);
    case 'nothing':
      return literal(decodeEntities(`<${token}>`));
  }
}

function show(segment: Segment, context: DisplayContext): string {
  switch (segment.kind) {
    case 'text':
      return literal(decodeEntities(segment.text))
        .replace(HELD_APART, (_, mark: string) => unmarked(mark))
        .replace(BOLD_ITALIC, '_*$1*_');
    case 'code':
      return codeLine(decodeEntities(segment.text));
    case 'fence':
      return codeLines(
        decodeEntities(segment.text)
          .replace(/^\r?\n/, '')
          .replace(/\r?\n$/, ''),
      );
    case 'token':
      return showToken(segment.text, context);
  }
}

/**
 * mrkdwn as the local UI can draw it: entities decoded, dates and groups as words, fences as lines of code.
 * The UI escapes HTML itself, so the result is not escaped.
 */
export function displayMrkdwn(text: string, context: DisplayContext): string {
  let shown = '';
  let afterFence = false;
  for (const segment of parseMrkdwn(text)) {
    const next = show(segment, context);
    const isFence = segment.kind === 'fence';
    const glued = shown !== '' && next !== '' && !shown.endsWith('\n') && !next.startsWith('\n');
    shown += (isFence || afterFence) && glued ? `\n${next}` : next;
    afterFence = isFence;
  }
  return keepSpaces(shown);
}

/** `plain_text` as the local UI can draw it. */
export const displayPlain = (text: string): string => namedEmoji(decodeEntities(text));
