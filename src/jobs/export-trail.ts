import type { Trail } from '../domain/approval/ports.ts';
import { trailFile } from '../domain/approval/trail-export.ts';
import type { Notifier } from '../domain/ports.ts';
import { plural } from '../domain/words.ts';
import type { Payload } from './catalog.ts';

export interface ExportTrailDeps {
  readonly trail: Pick<Trail, 'read' | 'head'>;
  readonly notifier: Notifier;
  readonly now: () => Date;
}

/** Sends the audit trail as JSON Lines to whoever asked, with the word on whether its chain is unbroken. */
export const exportTrail =
  ({ trail, notifier, now }: ExportTrailDeps) =>
  async ({ from, to, requestedBy }: Payload<'export-trail'>): Promise<void> => {
    const filter = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
    const { content, check, lines } = await trailFile(trail, filter);
    const chain = check.ok ? 'its chain is unbroken' : `its chain is BROKEN at entry ${check.brokenAt}`;
    await notifier.upload(
      { channelId: await notifier.directMessage(requestedBy.userId) },
      {
        name: `aurora-audit-log-${now().toISOString().slice(0, 10)}.jsonl`,
        content: content === '' ? '\n' : content,
        comment: `Audit trail, ${plural(lines, 'entry', 'entries')}; ${chain}.`,
      },
    );
  };
