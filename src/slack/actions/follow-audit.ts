import { auditMessageId } from '../../domain/message.ts';
import { insistOnQueue } from '../answers.ts';
import { gone } from './gone.ts';
import type { PressHandler } from './press.ts';

/** Shows a running audit in one more channel; all its copies are kept alike. */
export const followAudit: PressHandler = async (deps, { value: auditId, channelId, userId }) => {
  const { audits, messages, queue, ready } = deps;
  insistOnQueue(ready);
  const id = auditMessageId(auditId);
  if ((await messages.get(id)) === undefined) {
    const audit = await audits.get(auditId);
    if (audit === undefined) return gone('That audit is not known any more.');
    // One for a digest has no message before somebody wants to see it.
    await messages.create(id, { kind: 'audit', auditId }, { channelId }, userId);
    await queue.renderMessage(id);
    return { text: 'You follow that audit here now.' };
  }
  const added = await messages.addCopy(id, { channelId });
  if (!added) return { text: 'That audit is shown in this channel already.' };
  await queue.renderMessage(id);
  return { text: 'You follow that audit here now.' };
};
