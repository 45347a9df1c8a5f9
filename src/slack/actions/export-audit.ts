import { z } from 'zod';
import { exportFormats } from '../../domain/exports/formats.ts';
import { insistOnQueue } from '../answers.ts';
import { gone } from './gone.ts';
import type { PressHandler } from './press.ts';

const Format = z.enum(exportFormats);

/** The value is `<format>:<audit id>`; the file comes into the thread of the report. */
export const exportAudit: PressHandler = async ({ audits, queue, ready }, press) => {
  insistOnQueue(ready);
  const [format, auditId = ''] = press.value.split(':');
  if ((await audits.page(auditId, 'all', 0)) === undefined)
    return gone('The details of that audit are not kept any more.');
  await queue.exportAudit({
    auditId,
    format: Format.parse(format),
    channelId: press.channelId,
    threadTs: press.threadTs ?? press.messageTs,
    requestedBy: { userId: press.userId, channelId: press.channelId },
  });
  return { text: `The ${format?.toUpperCase()} file is on its way into the thread of the report.` };
};
