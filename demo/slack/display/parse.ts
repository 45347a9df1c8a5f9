/** A piece of mrkdwn: running text, code, a fenced block, or what stands between `<` and `>`. */
export type Segment =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'fence'; text: string }
  | { kind: 'token'; text: string };

const PIECES = /```([\s\S]*?)```|`([^`\n]+)`|<([^<>\n]+)>/g;

/** Splits mrkdwn. Joining the pieces again loses nothing but the marks. */
export function parseMrkdwn(text: string): Segment[] {
  const segments: Segment[] = [];
  let at = 0;
  for (const match of text.matchAll(PIECES)) {
    if (match.index > at) segments.push({ kind: 'text', text: text.slice(at, match.index) });
    const [whole, fence, code, token] = match;
    if (token !== undefined) segments.push({ kind: 'token', text: token });
    else if (code !== undefined) segments.push({ kind: 'code', text: code });
    else segments.push({ kind: 'fence', text: fence ?? '' });
    at = match.index + whole.length;
  }
  if (at < text.length) segments.push({ kind: 'text', text: text.slice(at) });
  return segments;
}

/** Slack escapes these three and no others. */
export const decodeEntities = (text: string): string =>
  text.replace(/&(amp|lt|gt);/g, (_all, name: string) => (name === 'amp' ? '&' : name === 'lt' ? '<' : '>'));
