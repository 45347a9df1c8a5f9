import type { ActionsBlock, KnownBlock } from '@slack/types';
import type { AuditSummary } from '../../domain/tally.ts';
import { plural } from '../../domain/words.ts';
import { actionIds, numbered } from '../ids.ts';
import { actions, button, section } from './limits.ts';

type Element = ActionsBlock['elements'][number];

/** So many failures at once are more than news. */
const many = 20;

/** With many failures and no baseline yet, the report begins by offering one. `size` is how many failures it has. */
export function baselineOffer(auditId: string, { counts }: AuditSummary, size: number | undefined): KnownBlock[] {
  const failures = counts.byStatus.fail;
  if (size !== 0 || failures < many) return [];
  return [
    section(
      `${plural(failures, 'failure')} to begin with. Accept them as the baseline, and from tomorrow you are told only what is new, what changes, and what comes back.`,
    ),
    actions(`baseline-${auditId}`, [
      button(
        numbered(actionIds.acceptBaseline, 0),
        'Tell me only what changes',
        auditId,
        'Accept the failures of this audit as the baseline',
        { style: 'primary' },
      ),
    ]),
  ];
}

/** At the foot of the report. */
export function baselineButtons(auditId: string, { counts }: AuditSummary, size: number | undefined): Element[] {
  const { known = 0 } = counts;
  return [
    ...(known > 0
      ? [
          button(
            actionIds.showKnown,
            `Show ${known.toLocaleString('en-US')} known`,
            auditId,
            'Show the known failures in the thread',
          ),
        ]
      : []),
    ...(counts.byStatus.fail > 0
      ? [
          button(
            numbered(actionIds.acceptBaseline, 1),
            'Accept today as baseline',
            auditId,
            'Accept the failures of this audit as the baseline',
          ),
        ]
      : []),
    ...((size ?? 0) > 0
      ? [
          button(actionIds.forgetBaseline, 'Forget the baseline', auditId, 'Tell of all known failures again', {
            confirm: {
              title: 'Forget the baseline?',
              text: `${plural(size ?? 0, 'known failure')} would be told again, everywhere.`,
              yes: 'Forget it',
            },
          }),
        ]
      : []),
  ];
}
