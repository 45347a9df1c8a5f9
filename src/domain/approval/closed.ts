import { plural } from '../words.ts';
import { type Approval, approversOf, type Decision } from './record.ts';
import { type Refused, refuse } from './refusal.ts';
import { joined, moment, plain, user } from './wording.ts';

type What = Decision['what'];

/** Whether nobody may decide any more, whatever has been written about it so far. */
export const isExpired = ({ expiresAt }: Pick<Approval, 'expiresAt'>, now: Date): boolean =>
  expiresAt !== undefined && Date.parse(expiresAt) <= now.getTime();

/** Why an approval in this state takes no such decision, whoever asks. */
export function whyClosed(what: What, approval: Approval, now: Date): Refused | undefined {
  switch (approval.state) {
    case 'planning':
    case 'pending':
    case 'ready':
      return isExpired(approval, now) ? expired(approval) : tooEarlyOrLate(what, approval);
    case 'approved':
    case 'started':
      return refuse('already-decided', alreadyApproved(approval));
    case 'rejected':
      return refuse('already-decided', closedBy(approval, 'reject', 'Rejected'));
    case 'withdrawn':
      return refuse('closed', closedBy(approval, 'withdraw', 'Withdrawn'));
    case 'expired':
      return expired(approval);
    case 'stale':
      return refuse('closed', `${plain(approval.problem ?? 'The plan does not hold any more.')} Plan it again.`);
    case 'unplannable':
      return refuse('refused-by-plan', plain(approval.problem ?? 'It cannot be planned.'));
  }
}

function tooEarlyOrLate(what: What, approval: Approval): Refused | undefined {
  if (what === 'withdraw') return undefined;
  if (approval.state === 'planning') return refuse('not-ready', 'It is still being planned.');
  if (approval.state === 'pending' && what === 'start') {
    const missing = plural(approval.needed - approversOf(approval).length, 'more approval');
    return refuse('not-ready', `It needs ${missing} first.`);
  }
  if (approval.state === 'ready' && what === 'approve')
    return refuse('already-decided', `${alreadyApproved(approval)} It is ready to be started.`);
  return undefined;
}

const expired = ({ expiresAt }: Approval): Refused =>
  refuse('expired', `Expired${expiresAt === undefined ? '' : ` (${moment(expiresAt)})`}: plan it again.`);

function alreadyApproved(approval: Approval): string {
  const last = approval.decisions.findLast(({ what }) => what === 'approve');
  const start = approval.decisions.findLast(({ what }) => what === 'start');
  const approved = `Already approved by ${joined(approversOf(approval).map(user))} (${moment(last?.at ?? approval.requestedAt)})`;
  return start === undefined ? `${approved}.` : `${approved} and started by ${user(start.by)} (${moment(start.at)}).`;
}

function closedBy(approval: Approval, what: What, word: string): string {
  const decision = approval.decisions.findLast((each) => each.what === what);
  if (decision === undefined) return `${word}.`;
  const reason = decision.reason === undefined ? '' : ` ${plain(decision.reason)}`;
  return `${word} by ${user(decision.by)} (${moment(decision.at)})${reason === '' ? '.' : `:${reason}`}`;
}
