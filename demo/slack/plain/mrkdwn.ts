import type { DisplayContext } from '../display/context.ts';
import { decodeEntities, parseMrkdwn, type Segment } from '../display/parse.ts';
import { readToken } from '../display/token.ts';

function plainToken(token: string, context: DisplayContext): string {
  const meaning = readToken(token, context);
  switch (meaning.kind) {
    case 'user':
      return `@${meaning.name}`;
    case 'channel':
      return `#${meaning.name}`;
    case 'link':
      return meaning.text === undefined || meaning.text === meaning.url
        ? meaning.url
        : `${meaning.text} (${meaning.url})`;
    case 'words':
      return meaning.text;
    case 'nothing':
      return decodeEntities(`<${token}>`);
  }
}

// A mark counts where it opens after a boundary and closes before one, as in Slack.
const unmark = (text: string): string =>
  text.replace(/(^|[\s([{"'*_~])([*_~])(?=\S)([^\n]*?\S)\2(?=$|[\s)\]}"'.,:;!?*_~])/g, '$1$3');

function plainSegment(segment: Segment, context: DisplayContext): string {
  if (segment.kind === 'token') return plainToken(segment.text, context);
  if (segment.kind === 'text') return decodeEntities(unmark(segment.text));
  const code = decodeEntities(segment.text);
  return segment.kind === 'code' ? `\`${code}\`` : code.replace(/^\r?\n|\r?\n$/g, '');
}

/** mrkdwn as a person would read it aloud: marks gone, mentions and dates as words, code in backticks. */
export const plainMrkdwn = (text: string, context: DisplayContext): string =>
  parseMrkdwn(text)
    .map((segment) => plainSegment(segment, context))
    .join('');
