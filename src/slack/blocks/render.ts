import type { View } from '../../domain/message.ts';
import { approvalCard } from './approval-card.ts';
import { auditProblem } from './audit-problem.ts';
import { auditProgress } from './audit-progress.ts';
import { auditReport } from './audit-report.ts';
import { digest } from './digest.ts';
import { digestPages } from './digest-pages.ts';
import { findingsPage } from './finding-page.ts';
import { section } from './limits.ts';
import { told } from './mrkdwn.ts';
import { fallback, type RenderContext, type Rendered } from './rendered.ts';
import { urgent } from './urgent.ts';

/** The one function that turns state into a message; every copy comes from here. */
export function render(view: View, context: RenderContext): Rendered {
  const { text, blocks } = renderKind(view, context);
  return { text: fallback(text), blocks };
}

function renderKind(view: View, context: RenderContext): Rendered {
  switch (view.kind) {
    case 'audit-progress':
      return auditProgress(view);
    case 'audit-report':
      return auditReport(view, context);
    case 'audit-problem':
      return auditProblem(view);
    case 'audit-pages':
      return findingsPage(view, context);
    case 'approval':
      return approvalCard(view, context);
    case 'digest': {
      const { content, digestId = '' } = view;
      return content.kind === 'urgent' ? urgent(content, digestId, context) : digest({ ...view, content }, context);
    }
    case 'digest-pages':
      return digestPages(view, context);
    case 'notice':
      return { text: view.text, blocks: [section(told(view.text))] };
  }
}
