import type { Status } from '../../domain/finding.ts';

/** Slack's three control characters: https://docs.slack.dev/messaging/formatting-message-text#escaping */
export const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** What Slack sends us when the manifest says `should_escape`. */
export const unescapeText = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** Slack counts code points, not UTF-16 units. */
export const lengthOf = (text: string): number => [...text].length;

/** At most `most` code points, never cut inside an entity or a `<…>` token. Call it on escaped text. */
export function truncate(text: string, most: number): string {
  const points = [...text];
  if (points.length <= most) return text;
  const cut = points.slice(0, most - 1).join('');
  const whole = cut.replace(/&[a-z]{0,4}$/, '').replace(/<[^>]*$/, '');
  return `${whole}…`;
}

/** The first `most` in words, and how many were left out. Only those are worded: a plan may have hundreds of long ones. */
export const capped = <T>(
  all: readonly T[],
  most: number,
  what: string,
  show: (one: T, index: number) => string,
): string[] => [
  ...all.slice(0, most).map(show),
  ...(all.length > most ? [`and ${(all.length - most).toLocaleString('en-US')} more ${what}`] : []),
];

const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');

/** A mark starts or ends formatting only at the edge of a word; inside `rds_cluster` it is a letter. */
const formattingMark = /(?<![\p{L}\p{N}])[*_~]|[*_~](?![\p{L}\p{N}])/gu;

/** Text from outside, on one line: escaped, and unable to start formatting of its own. */
export const safe = (text: string): string =>
  escapeText(oneLine(text).replaceAll('`', 'ˋ')).replace(formattingMark, (mark) => `\u200b${mark}\u200b`);

/** Our own sentence with words from outside in it: escaped, its `code` kept. */
export const sentence = (text: string): string => escapeText(oneLine(text));

/** What our own sentences may hold: people, their groups, times, and what is escaped already. ISO times become tokens. */
const meant =
  /<(?:@[UW][A-Z0-9]{5,20}|!subteam\^S[A-Z0-9]{5,20}|!date\^\d{1,12}\^[^|&<>]{1,80}\|[^|&<>]{1,80})>|&(?:amp|lt|gt);|\b\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z|[&<>]/g;

/** Sentences of our own rooms, in mrkdwn or as plain text: whatever is neither `<@U…>`, group nor time is escaped, once. */
export const told = (text: string): string =>
  oneLine(text).replace(meant, (part) => {
    if (/^\d/.test(part)) return dateToken(part);
    return part.length === 1 ? escapeText(part) : part;
  });

/** The same for where Slack takes plain text only, like what is wrong with a field. */
export const plainOf = (text: string): string =>
  unescapeText(
    oneLine(text)
      .replace(/<!date\^[^|<>]*\|([^<>]*)>/g, '$1')
      .replace(/<[@!]([^<>]*)>/g, '$1')
      .replaceAll('`', ''),
  );

/** Long enough for `most` code points and one more, so that cutting it shows; formatting a whole novel takes seconds. */
const clip = (text: string, most: number): string => (text.length > most * 2 ? text.slice(0, most * 2 + 2) : text);

/** `safe` and `told` of at most `most` code points. */
export const shortSafe = (text: string, most: number): string => truncate(safe(clip(text, most)), most);
export const shortTold = (text: string, most: number): string => truncate(told(clip(text, most)), most);

/** A name in bold. Marks inside it would end the bold. */
export const bold = (text: string): string => `*${escapeText(oneLine(text).replace(/[*`]/g, ''))}*`;

export const code = (text: string): string =>
  `\`${escapeText(text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').replaceAll('`', 'ˋ'))}\``;

export const link = (url: string, label: string): string =>
  `<${url.replace(/[|<> ]/g, encodeURIComponent)}|${escapeText(label).replaceAll('|', '¦')}>`;

export const mention = (userId: string): string => `<@${userId}>`;

/** A time in the reader's own time zone; for mrkdwn only, headers take no date tokens. */
export function dateToken(iso: string, format = '{date_short_pretty} {time}'): string {
  const seconds = Math.floor(Date.parse(iso) / 1000);
  return Number.isNaN(seconds)
    ? escapeText(iso)
    : `<!date^${seconds}^${format}|${iso.slice(0, 16).replace('T', ' ')} UTC>`;
}

/** Words, not only colours. */
export const statusWord: Readonly<Record<Status, string>> = {
  fail: ':red_circle: Needs you',
  unknown: ':large_yellow_circle: Could not be judged',
  'not-applicable': ':white_circle: Not applicable',
  pass: ':large_green_circle: Fine',
};
