type Attributes = Readonly<Record<string, string | number | undefined>>;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const shown = (value: string | number): string =>
  typeof value === 'number' ? String(Math.round(value * 10) / 10) : escaped(value);

const attributes = (given: Attributes): string =>
  Object.entries(given)
    .flatMap(([name, value]) => (value === undefined ? [] : [` ${name}="${shown(value)}"`]))
    .join('');

/** An element with elements in it. */
export const element = (name: string, given: Attributes, children: readonly string[] = []): string =>
  children.length === 0
    ? `<${name}${attributes(given)}/>`
    : `<${name}${attributes(given)}>${children.join('')}</${name}>`;

/** An element with words in it. */
export const words = (name: string, given: Attributes, text: string): string =>
  `<${name}${attributes(given)}>${escaped(text)}</${name}>`;
