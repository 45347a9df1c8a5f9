import type { DisplayContext } from './context.ts';
import { formatSlackDate } from './dates.ts';
import { decodeEntities } from './parse.ts';

/** What a `<…>` token means to a reader. A link's `text` is undefined when it has no label. */
export type Meaning =
  | { kind: 'user'; id: string; name: string; known: boolean }
  | { kind: 'channel'; id: string; name: string; known: boolean }
  | { kind: 'link'; url: string; text: string | undefined }
  | { kind: 'words'; text: string }
  | { kind: 'nothing' };

function dateMeaning(body: string, fallback: string, context: DisplayContext): Meaning {
  const [, timestamp, format, link] = body.split('^');
  const shown = formatSlackDate(Number(timestamp ?? ''), decodeEntities(format ?? ''), context.timeZone, context.now);
  const text = shown === undefined || shown === '' ? fallback : shown;
  return link === undefined ? { kind: 'words', text } : { kind: 'link', url: decodeEntities(link), text };
}

/** Reads a token as Slack's clients do (docs.slack.dev/messaging/formatting-message-text). */
export function readToken(token: string, context: DisplayContext): Meaning {
  const bar = token.indexOf('|');
  const body = bar < 0 ? token : token.slice(0, bar);
  const label = bar < 0 ? '' : decodeEntities(token.slice(bar + 1));
  const id = body.slice(1);
  if (body.startsWith('@')) {
    const name = context.names.user(id);
    return { kind: 'user', id, name: name ?? (label || id), known: name !== undefined };
  }
  if (body.startsWith('#')) {
    const name = context.names.channel(id);
    return { kind: 'channel', id, name: name ?? (label || id), known: name !== undefined };
  }
  if (body.startsWith('!date^')) return dateMeaning(body, label, context);
  if (body.startsWith('!subteam^')) {
    const group = body.slice('!subteam^'.length);
    return { kind: 'words', text: `@${context.names.userGroup(group) ?? (label.replace(/^@/, '') || group)}` };
  }
  if (/^!(here|channel|everyone)$/.test(body)) return { kind: 'words', text: `@${id}` };
  if (body.startsWith('!')) return { kind: 'words', text: label || id };
  if (/^mailto:/.test(body)) return { kind: 'words', text: label || body.slice('mailto:'.length) };
  if (/^[a-z][a-z0-9+.-]*:/i.test(body)) return { kind: 'link', url: decodeEntities(body), text: label || undefined };
  return { kind: 'nothing' };
}
