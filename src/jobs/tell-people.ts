import type { ApprovalStore } from '../domain/approval/ports.ts';
import { approversOf } from '../domain/approval/record.ts';
import { plain, user } from '../domain/approval/wording.ts';
import type { JobQueue, MessageStore } from '../domain/ports.ts';
import { makeCard, subjectOf } from './show-approval.ts';

export interface TellPeopleDeps {
  readonly approvals: Pick<ApprovalStore, 'get'>;
  readonly messages: Pick<MessageStore, 'create' | 'touch'>;
  readonly queue: Pick<JobQueue, 'renderMessage'>;
}

/**
 * Writes below an approval's card, to whoever asked for it and whoever approved: an edited card notifies nobody. The
 * same event twice is one message.
 */
export async function tellPeople(
  deps: TellPeopleDeps,
  approvalId: string,
  text: string,
  eventId: string,
): Promise<void> {
  const approval = await deps.approvals.get(approvalId);
  if (approval === undefined) return;
  const { requestedBy } = approval;
  const card = await makeCard(deps, approval);
  const people = [...new Set([requestedBy.userId, ...approversOf(approval)])].map(user).join(' ');
  const copy = { channelId: requestedBy.channelId, threadOf: card, note: `${people} ${plain(text)}` };
  const messageId = `${card}-told-${eventId}`;
  await deps.messages.create(messageId, subjectOf(approval), copy, requestedBy.userId);
  await deps.queue.renderMessage(messageId);
}
