const NBSP = '\u00a0';
const JOINER = '\u2060';

/** Spaces that HTML would swallow: at the start of a line and in a row. */
export const keepSpaces = (text: string): string =>
  text
    .replace(/^ +/gm, (spaces) => NBSP.repeat(spaces.length))
    .replace(/ {2,}/g, (spaces) => `${NBSP.repeat(spaces.length - 1)} `);

/**
 * Running text with its marks (`*bold*`) left alone. The UI looks for `<@`, `<#` and `<http` after decoding; literal
 * ones must not become mentions and links.
 */
export const literal = (text: string): string => text.replace(/<(?=[@#]|https?:)/g, `<${JOINER}`);

/** Text in which nothing may look like a mark: the UI would draw `a*b*c` with a bold b. */
export const unmarked = (text: string): string =>
  literal(text)
    .replace(/\*/g, '\u2217')
    .replace(/~/g, '\u223c')
    .replace(/`/g, '\u02cb')
    .replace(/(^|[\s(])_/g, `$1${JOINER}_`)
    .replace(/^>/gm, `${JOINER}>`);

// Names of emoji that occur between the colons of ARNs.
const EMOJI_IN_CODE = /:(?=(secret|key|id|us|new|ok|on|end|top|lock|package|[abmox]):)/g;

/** One line of code for the UI, which knows backticks on one line only and formats what is in them. */
export function codeLine(line: string): string {
  const stars = line.split('*').length > 2;
  const waves = line.split('~').length > 2;
  const safe = literal(line)
    .replace(/`/g, '\u02cb')
    .replace(/\*/g, stars ? '\u2217' : '*')
    .replace(/~/g, waves ? '\u223c' : '~')
    .replace(EMOJI_IN_CODE, `:${JOINER}`)
    .replace(/(^|[\s(])_/g, `$1${JOINER}_`)
    .replace(/^ +/, (spaces) => NBSP.repeat(spaces.length))
    .replace(/ {2,}/g, (spaces) => NBSP.repeat(spaces.length));
  return safe.trim() === '' ? '' : `\`${safe}\``;
}

/** Several lines of code, each in its own backticks, leading spaces kept. */
export const codeLines = (text: string): string => text.replace(/\t/g, '    ').split(/\r?\n/).map(codeLine).join('\n');

/** A label inside `<url|label>`: the UI ends it at the first `>`. */
export const linkLabel = (text: string): string => text.replace(/>/g, '\u203a').replace(/[\r\n]+/g, ' ');

const EMOJI: Record<string, string> = {
  white_check_mark: '✅',
  heavy_check_mark: '✔️',
  x: '❌',
  warning: '⚠️',
  rotating_light: '🚨',
  hourglass: '⌛',
  hourglass_flowing_sand: '⏳',
  mag: '🔍',
  wave: '👋',
  lock: '🔒',
  tada: '🎉',
  fire: '🔥',
  bell: '🔔',
  no_entry: '⛔',
  information_source: 'ℹ️',
  double_vertical_bar: '⏸️',
  arrows_counterclockwise: '🔄',
};

/** Headers and labels: the UI writes `plain_text` as it is, so common `:names:` are drawn here. */
export const namedEmoji = (text: string): string =>
  text.replace(/:([a-z0-9_+-]+):/g, (all, name: string) => EMOJI[name] ?? all);
