/** `1 cluster`, `1,200 clusters`. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;

/** `1,200 lost Backtrack`: words that are the same for one and for many. */
export const counted = (count: number, what: string): string => plural(count, what, what);

/** The first words of a list, and how many more there are. */
export const listed = (words: readonly string[], most: number): string =>
  words.length <= most ? words.join(', ') : `${words.slice(0, most).join(', ')} and ${words.length - most} more`;

/** With a full stop. Its first letter stays: it may be that of a database. */
export const asSentence = (text: string): string => (/[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);
