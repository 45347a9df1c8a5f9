/** Slack mrkdwn for the sentences that decisions carry; everything from outside goes through `plain`. */
export const plain = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');

export const user = (userId: string): string => `<@${userId}>`;
export const group = (groupId: string): string => `<!subteam^${groupId}>`;

/** A time in the reader's own time zone. */
export const moment = (at: string | Date): string => {
  const date = new Date(at);
  const utc = `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `<!date^${Math.floor(date.getTime() / 1_000)}^{date_short_pretty} {time}|${utc}>`;
};

/** `@a`, `@a and @b`, `@a, @b and @c`. */
export const joined = (words: readonly string[], last = 'and'): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
