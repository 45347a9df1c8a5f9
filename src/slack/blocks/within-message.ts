import type { KnownBlock } from '@slack/types';
import { limits } from './limits.ts';
import { lengthOf } from './mrkdwn.ts';

const textOf = (block: KnownBlock): number =>
  lengthOf(JSON.stringify(block, (key, value) => (key === 'text' || typeof value === 'object' ? value : undefined)));

/**
 * As many of `body` as fit between `head` and `tail`. `rest` makes the block that tells how many pieces were left out.
 * A piece is a run of blocks that belong together.
 */
export function withinMessage(
  head: readonly KnownBlock[],
  body: readonly (readonly KnownBlock[])[],
  tail: readonly KnownBlock[],
  rest: (left: number) => KnownBlock,
): KnownBlock[] {
  const room = { blocks: limits.messageBlocks - head.length - tail.length - 1, text: limits.messageText };
  for (const block of [...head, ...tail]) room.text -= textOf(block);
  const shown: KnownBlock[] = [];
  for (const [index, piece] of body.entries()) {
    const size = piece.reduce((sum, block) => sum + textOf(block), 0);
    if (piece.length > room.blocks || size > room.text) return [...head, ...shown, rest(body.length - index), ...tail];
    room.blocks -= piece.length;
    room.text -= size;
    shown.push(...piece);
  }
  return [...head, ...shown, ...tail];
}
