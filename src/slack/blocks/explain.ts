import type { ModalView } from '@slack/types';
import type { RuleMeta } from '../../domain/rule.ts';
import { viewIds } from '../ids.ts';
import { context, limits } from './limits.ts';
import { markdownBlocks } from './markdown.ts';

/** A rule's own page. What does not fit a modal is on the command line, and the last block says so. */
export function explainView(meta: RuleMeta, guide: string): ModalView {
  const blocks = markdownBlocks(guide);
  const shown =
    blocks.length <= limits.modalBlocks
      ? blocks
      : [...blocks.slice(0, limits.modalBlocks - 1), context(`The rest: \`aurora explain ${meta.id}\``)];
  return {
    type: 'modal',
    callback_id: viewIds.rule,
    title: { type: 'plain_text', text: 'Rule' },
    close: { type: 'plain_text', text: 'Close' },
    blocks: shown,
  };
}
