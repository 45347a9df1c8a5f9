import type { KnownBlock } from '@slack/types';
import { marked, type Token, type Tokens } from 'marked';
import { header, preformatted, section, sections } from './limits.ts';
import { code, escapeText, link } from './mrkdwn.ts';

/** A Markdown page as blocks that work in messages, modals and the App Home alike. */
export const markdownBlocks = (markdown: string): KnownBlock[] => marked.lexer(markdown).flatMap(blocksOf);

function blocksOf(token: Token): KnownBlock[] {
  switch (token.type) {
    case 'heading':
      return token.depth <= 2
        ? [header(plainText(token.tokens ?? []))]
        : [section(`*${plainText(token.tokens ?? [])}*`)];
    case 'paragraph':
      return sections(inline(token.tokens ?? []));
    case 'list':
      return sections(listText(token as Tokens.List, ''));
    case 'code':
      return preformatted(String(token.text));
    case 'blockquote':
      return sections(inline(token.tokens ?? []).replace(/^/gm, '> '));
    case 'table':
      return preformatted(tableText(token as Tokens.Table));
    default:
      return [];
  }
}

const listText = (list: Tokens.List, indent: string): string =>
  list.items
    .map((item, index) => {
      const mark = list.ordered ? `${Number(list.start || 1) + index}.` : '•';
      const texts = item.tokens.map((token) =>
        token.type === 'list' ? `\n${listText(token as Tokens.List, `${indent}    `)}` : inline([token]),
      );
      return `${indent}${mark} ${texts.join('')}`;
    })
    .join('\n');

const tableText = ({ header: head, rows }: Tokens.Table): string =>
  [head, ...rows].map((row) => row.map(({ text }) => text).join(' | ')).join('\n');

const plainText = (tokens: readonly Token[]): string =>
  tokens
    .map((token) =>
      'tokens' in token && token.tokens ? plainText(token.tokens) : 'text' in token ? String(token.text) : '',
    )
    .join('');

/** Lines of a paragraph are joined, as Markdown means them. */
const inline = (tokens: readonly Token[]): string => tokens.map(inlineOne).join('');

function inlineOne(token: Token): string {
  const inner = () => inline(token.type !== 'image' && 'tokens' in token && token.tokens ? token.tokens : []);
  switch (token.type) {
    case 'strong':
      return `*${inner()}*`;
    case 'em':
      return `_${inner()}_`;
    case 'del':
      return `~${inner()}~`;
    case 'codespan':
      return code(String(token.text));
    case 'link':
      return link(String(token.href), plainText(token.tokens ?? []));
    case 'br':
      return '\n';
    default:
      if ('tokens' in token && token.tokens) return inner();
      return 'text' in token ? escapeText(String(token.text).replaceAll('\n', ' ')) : '';
  }
}
