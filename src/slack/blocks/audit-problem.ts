import type { KnownBlock } from '@slack/types';
import type { View } from '../../domain/message.ts';
import { context, header, section } from './limits.ts';
import { mention, safe } from './mrkdwn.ts';

/** An audit that could not be carried out at all. */
export function auditProblem({ audit, problem, note }: Extract<View, { kind: 'audit-problem' }>): {
  text: string;
  blocks: KnownBlock[];
} {
  return {
    text: `Nothing was audited: ${problem}`,
    blocks: [
      header('Nothing was audited'),
      section(safe(problem)),
      context(`asked by ${mention(audit.requestedBy.userId)} · audit ${audit.id}`, note ?? ''),
    ],
  };
}
