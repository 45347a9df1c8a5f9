import type { Logger } from 'pino';
import type { Account, Estate } from '../domain/accounts.ts';
import { authorityOf } from '../domain/approval/authority.ts';
import type { People } from '../domain/approval/ports.ts';
import { type Approval, approversOf, isStrict } from '../domain/approval/record.ts';
import { moment } from '../domain/approval/wording.ts';
import { PlaceUnavailable } from '../domain/errors.ts';
import { approvalMessageId, reminderMessageId } from '../domain/message.ts';
import type { MessageStore, Notifier } from '../domain/ports.ts';
import { makeCard, type ShowApprovalDeps, subjectOf } from './show-approval.ts';

export interface AskApproversDeps extends ShowApprovalDeps {
  readonly estate: Pick<Estate, 'accounts'>;
  readonly people: People;
  readonly messages: Pick<MessageStore, 'create' | 'touch' | 'addCopy'>;
  readonly notifier: Pick<Notifier, 'directMessage'>;
  readonly logger: Logger;
}

/** So many people are written to at most; the card in the channel is there for the others. */
const mostAsked = 20;

/**
 * Writes to everybody who may decide and has not, with the reason why he is asked. Each gets a copy of the card, so
 * that all of them tell the same at any time; asking again reaches only those who have none yet. A reminder is a
 * message of its own, because an edited one notifies nobody.
 */
export async function askApprovers(deps: AskApproversDeps, approvalId: string, reminder?: number): Promise<void> {
  const approval = await deps.approvals.get(approvalId);
  if (approval === undefined || !approval.announced) return;
  const waits = approval.state === 'pending' || approval.state === 'ready';
  const account = deps.estate.accounts.find(({ id }) => id === approval.target.accountId);
  const card = await makeCard(deps, approval);
  if (waits && account !== undefined) {
    for (const { userId, because } of await askees(deps, approval, account)) {
      await writeTo(deps, approval, userId, noteOf(approval, userId, because, reminder), reminder);
    }
  }
  await deps.queue.renderMessage(reminder === undefined ? card : reminderMessageId(approvalId, reminder));
}

async function writeTo(
  { notifier, messages, logger }: AskApproversDeps,
  approval: Approval,
  userId: string,
  note: string,
  reminder: number | undefined,
): Promise<void> {
  try {
    const channelId = await notifier.directMessage(userId);
    if (reminder === undefined) {
      await messages.addCopy(approvalMessageId(approval.id), { channelId, note });
      return;
    }
    const messageId = reminderMessageId(approval.id, reminder);
    await messages.create(messageId, subjectOf(approval), { channelId, note }, userId);
    await messages.addCopy(messageId, { channelId, note });
  } catch (error) {
    if (!(error instanceof PlaceUnavailable)) throw error;
    logger.warn({ approvalId: approval.id, userId, code: error.code }, 'an approver cannot be written to');
  }
}

function noteOf({ state, expiresAt }: Approval, userId: string, because: string, reminder: number | undefined): string {
  const asked = `<@${userId}>: asked because ${because}.`;
  if (reminder === undefined) return asked;
  const until = expiresAt === undefined ? '' : ` until ${moment(expiresAt)}`;
  return state === 'ready'
    ? `Reminder: the window is open, this waits to be started. ${asked}`
    : `Reminder: this waits for an approval${until}. ${asked}`;
}

interface Askee {
  readonly userId: string;
  readonly because: string;
}

/** Named users first. Nobody is asked for his own request, and nobody who has approved already. */
async function askees({ people, logger }: AskApproversDeps, approval: Approval, account: Account): Promise<Askee[]> {
  const what = approval.state === 'ready' ? 'start' : 'approve';
  const { users, groups } = account.approvers;
  const candidates = new Map<string, string | undefined>(users.map((userId) => [userId, undefined]));
  for (const group of isStrict(approval) ? [] : groups) {
    for (const userId of await people.groupMembers(group)) if (!candidates.has(userId)) candidates.set(userId, group);
  }
  candidates.delete(approval.requestedBy.userId);
  if (what === 'approve') for (const userId of approversOf(approval)) candidates.delete(userId);
  const asked: Askee[] = [];
  for (const [userId, group] of candidates) {
    if (asked.length === mostAsked) {
      logger.warn(
        { approvalId: approval.id, approvers: candidates.size, asked: mostAsked },
        'not all approvers are asked',
      );
      break;
    }
    const person = await people.person(userId);
    const because = authorityOf(what, approval, account, { person, ...(group === undefined ? {} : { group }) });
    if (because !== undefined) asked.push({ userId, because });
  }
  return asked;
}
