import type { Account } from '../accounts.ts';
import { planHash } from '../remediation/plan.ts';
import type { Verifier } from './ports.ts';
import { type Approval, isStrict } from './record.ts';
import { statementOf } from './statement.ts';
import type { Verified } from './verify.ts';

/** A run that waits for longer than this has to be approved again; milliseconds. */
const longestRunMs = 14 * 86_400_000;

const no = (why: string): Verified => ({ valid: false, why });

/**
 * Asked by a worker at every turn of a run that has begun: the signatures, and accounts.yaml as it is now. Slack is not
 * asked, so that its troubles leave nothing half done, and a change that takes hours does not outlive its approval.
 */
export function stillApproved(
  approval: Approval,
  { verifier, account, now }: { verifier: Verifier | undefined; account: Account | undefined; now: Date },
): Verified {
  const { plan, state, risk, decisions } = approval;
  if (verifier === undefined) return no('Approvals are off: this worker has no AURORA_VERIFY_KEY.');
  if (account === undefined) return no(`Account ${approval.target.accountId} is not in accounts.yaml.`);
  if (state !== (isStrict(approval) ? 'started' : 'approved')) return no(`It is ${state}, not approved.`);
  if (plan === undefined || planHash(plan) !== plan.hash)
    return no('Its plan is not the one that its hash stands for.');
  const signed = decisions.filter(
    ({ signature, ...said }) => said.planHash === plan.hash && verifier.verify(statementOf(approval, said), signature),
  );
  if (signed.some(({ what }) => what === 'reject' || what === 'withdraw')) return no('It was rejected or withdrawn.');
  const { users, groups, minApprovals } = account.approvers;
  const mayHave = (by: string) => users.includes(by) || (!isStrict(approval) && groups.length > 0);
  const counted = signed.filter(({ by }) => mayHave(by));
  const approvers = [...new Set(counted.filter(({ what }) => what === 'approve').map(({ by }) => by))];
  if (approvers.length < minApprovals[risk])
    return no(
      `${approvers.length} of ${minApprovals[risk]} approvals hold: signed, of this plan, by people who may approve.`,
    );
  const last = counted.findLast(({ what }) => what === (isStrict(approval) ? 'start' : 'approve'));
  if (last === undefined) return no('Nobody who may do so has started it.');
  if (Date.parse(last.at) + longestRunMs < now.getTime()) return no('It was approved more than 14 days ago.');
  return { valid: true, approvers, completedBy: last.by };
}
