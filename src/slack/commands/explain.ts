import type { ModalView } from '@slack/types';
import { findRule } from '../../domain/find-rule.ts';
import { explainView } from '../blocks/explain.ts';
import { context, section } from '../blocks/limits.ts';
import { code, safe } from '../blocks/mrkdwn.ts';
import type { Rendered } from '../blocks/rendered.ts';
import type { SlackDeps } from '../deps.ts';

/** `/aurora explain RULE` opens the rule's page; without a rule it lists them. */
export function explainCommand(
  { metas, readGuide }: Pick<SlackDeps, 'metas' | 'readGuide'>,
  rule: string | undefined,
): Rendered | { readonly modal: ModalView } {
  if (rule === undefined) {
    const lines = metas.map(
      ({ id, title, references }) => `${code(id)} · ${safe(title)} (${references.map(safe).join(', ')})`,
    );
    return {
      text: 'What is looked for',
      blocks: [section(`*What is looked for*\n${lines.join('\n')}`), context('`/aurora explain RULE` tells the rest.')],
    };
  }
  const meta = findRule(rule, metas);
  return { modal: explainView(meta, readGuide(meta.id)) };
}
