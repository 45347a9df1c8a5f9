import type { ApprovalStore } from '../domain/approval/ports.ts';
import type { Approval } from '../domain/approval/record.ts';
import { approvalMessageId, reminderMessageId, type Subject } from '../domain/message.ts';
import type { JobQueue, MessageStore } from '../domain/ports.ts';

export interface ShowApprovalDeps {
  readonly approvals: Pick<ApprovalStore, 'get'>;
  readonly messages: Pick<MessageStore, 'create' | 'touch'>;
  readonly queue: Pick<JobQueue, 'renderMessage'>;
}

export const subjectOf = ({ id }: Approval): Subject => ({ kind: 'approval', approvalId: id });

/** The card of an approval, where it was asked for; made once. Answers its message id. */
export async function makeCard({ messages }: Pick<ShowApprovalDeps, 'messages'>, approval: Approval): Promise<string> {
  const { channelId, userId } = approval.requestedBy;
  const messageId = approvalMessageId(approval.id);
  await messages.create(messageId, subjectOf(approval), { channelId }, userId);
  return messageId;
}

/** Brings the card up to date, with every reminder of it. */
export async function showApproval(deps: ShowApprovalDeps, approvalId: string): Promise<void> {
  const { approvals, messages, queue } = deps;
  const approval = await approvals.get(approvalId);
  if (approval === undefined || !approval.announced) return;
  const card = await makeCard(deps, approval);
  const reminders = Array.from({ length: approval.reminders }, (_, index) => reminderMessageId(approvalId, index + 1));
  for (const messageId of [card, ...reminders]) {
    await messages.touch(messageId);
    await queue.renderMessage(messageId);
  }
}
