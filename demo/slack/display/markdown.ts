import { codeLine, codeLines, keepSpaces } from './characters.ts';

const inline = (line: string): string =>
  line
    .split(/(`[^`]+`)/)
    .map((piece) =>
      /^`[^`]+`$/.test(piece)
        ? codeLine(piece.slice(1, -1))
        : piece
            .replace(
              /!?\[([^\]]*)\]\((\S+?)(?:\s+"[^"]*")?\)/g,
              (_all, label: string, url: string) => `<${url}|${label || url}>`,
            )
            .replace(
              /\*\*([^*]+)\*\*|__([^_]+)__/g,
              (_all, stars?: string, bars?: string) => `\ue000${stars ?? bars}\ue000`,
            )
            .replace(/(^|[^\w*])\*([^*\s][^*]*)\*(?!\w)/g, '$1_$2_')
            .replace(/~~([^~]+)~~/g, '~$1~')
            .replaceAll('\ue000', '*'),
    )
    .join('');

function showLine(line: string): string {
  const heading = /^#{1,6}\s+(.*?)\s*#*$/.exec(line);
  if (heading?.[1]) return `*${inline(heading[1]).replace(/\*/g, '')}*`;
  const item = /^(\s*)[-*+]\s+(?:\[([ xX])\]\s+)?(.*)$/.exec(line);
  if (item) {
    const sign = item[2] === undefined ? '•' : item[2] === ' ' ? '☐' : '☑';
    return keepSpaces(`${item[1] ?? ''}${sign} ${inline(item[3] ?? '')}`);
  }
  if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(line)) return '────────';
  if (/^\s*\|.*\|\s*$/.test(line)) return /^[\s|:-]+$/.test(line) ? '' : codeLine(line.trim());
  return keepSpaces(inline(line));
}

/** A `markdown` block (standard Markdown) as mrkdwn for the local UI. */
export function displayMarkdown(text: string): string {
  return text
    .split(/(```[\s\S]*?```)/)
    .map((piece) =>
      piece.startsWith('```') && piece.endsWith('```') && piece.length >= 6
        ? codeLines(
            piece
              .slice(3, -3)
              .replace(/^[\w-]*\r?\n/, '')
              .replace(/\r?\n$/, ''),
          )
        : piece.split(/\r?\n/).map(showLine).join('\n'),
    )
    .join('')
    .replace(/\n{3,}/g, '\n\n');
}
