import type { OutboxEvent } from '../approval/ports.ts';
import { approvalMessageId } from '../message.ts';
import type { RunChange } from './transitions.ts';

/** Who stands in the audit trail for what nobody pressed. */
export const ourselves = 'aurora-keeper';

/** What has to happen because of a run's change; stored in the same step as the change. */
export const eventsOf = ({ run, trail, shows, tells, follows }: RunChange, at: string): OutboxEvent[] => [
  ...(trail === undefined
    ? []
    : [
        {
          kind: 'trail' as const,
          entry: {
            at,
            by: trail.by ?? ourselves,
            what: trail.what,
            subject: run.id,
            details: { ...trail.details, version: run.version },
          },
        },
      ]),
  ...(shows ? [{ kind: 'render' as const, messageId: approvalMessageId(run.id) }] : []),
  ...(tells === undefined ? [] : [{ kind: 'tell' as const, approvalId: run.id, text: tells }]),
  ...(follows === undefined ? [] : [{ kind: 'followed' as const, ...follows }]),
];
