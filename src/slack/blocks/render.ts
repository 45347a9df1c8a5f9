import type { KnownBlock } from '@slack/types';
import type { View } from '../../domain/message.ts';
import type { RuleMeta } from '../../domain/rule.ts';
import { auditProblem } from './audit-problem.ts';
import { auditProgress } from './audit-progress.ts';
import { auditReport } from './audit-report.ts';
import { findingsPage } from './finding-page.ts';
import { limits } from './limits.ts';
import { sentence, truncate } from './mrkdwn.ts';

/** Blocks, and the text that notifications and screen readers get. */
export interface Rendered {
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/** The text of a message that has blocks: plain words, escaped, since Slack reads mentions in it, too. */
export const fallback = (words: string): string => truncate(sentence(words).trim() || '-', limits.fallbackText);

/** The one function that turns state into a message; every copy comes from here. */
export function render(view: View, metas: readonly RuleMeta[]): Rendered {
  const { text, blocks } = renderKind(view, metas);
  return { text: fallback(text), blocks };
}

function renderKind(view: View, metas: readonly RuleMeta[]): Rendered {
  switch (view.kind) {
    case 'audit-progress':
      return auditProgress(view);
    case 'audit-report':
      return auditReport(view, metas);
    case 'audit-problem':
      return auditProblem(view);
    case 'audit-pages':
      return findingsPage(view, metas);
  }
}
