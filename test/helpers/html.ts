import { gunzipSync } from 'node:zlib';
import { type DefaultTreeAdapterMap, parse } from 'parse5';
import type { Section } from '../../src/html/details.ts';

type Node = DefaultTreeAdapterMap['node'];
type Element = DefaultTreeAdapterMap['element'];

const isElement = (node: Node): node is Element => 'tagName' in node;

const walk = (node: Node): Element[] => [
  ...(isElement(node) ? [node] : []),
  ...('childNodes' in node ? node.childNodes.flatMap(walk) : []),
];

export const textOf = (node: Node): string =>
  'value' in node ? node.value : 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';

export const attribute = (element: Element, name: string): string | undefined =>
  element.attrs.find((each) => each.name === name)?.value;

/** A page as a browser's parser sees it. */
export function readPage(html: string) {
  const errors: string[] = [];
  const elements = walk(parse(html, { onParseError: ({ code }) => errors.push(code) }));
  const all = (tag: string): Element[] => elements.filter(({ tagName }) => tagName === tag);
  const byId = (id: string): Element | undefined => elements.find((element) => attribute(element, 'id') === id);
  const script = (id: string): string => {
    const element = byId(id);
    if (element === undefined) throw new Error(`there is no #${id}`);
    return textOf(element);
  };
  return {
    errors,
    elements,
    all,
    text: (tag: string): string[] => all(tag).map(textOf),
    data: () => JSON.parse(script('data')) as { columns: { title: string }[]; rows: string[][]; packed: number },
    /** What the rows of one part open to. */
    details: (part: number): Section[][] =>
      JSON.parse(gunzipSync(Buffer.from(script(`details-${part}`), 'base64')).toString()),
  };
}

export type ReadPage = ReturnType<typeof readPage>;
