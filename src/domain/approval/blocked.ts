import type { Facts } from './facts.ts';
import { type Approval, isStrict } from './record.ts';
import { type Refused, refuse } from './refusal.ts';
import { moment, plain, user } from './wording.ts';

/** Why nobody may let this go at the moment, by plan, policy or kill switch. Rejecting and withdrawing stay possible. */
export function whyBlocked(
  approval: Approval,
  { pause, account, stage, setAside }: Pick<Facts, 'pause' | 'account' | 'stage' | 'setAside'>,
): Refused | undefined {
  const { plan, capability, risk } = approval;
  if (pause !== undefined)
    return refuse('paused', `Paused by ${user(pause.by)} since ${moment(pause.at)}: ${plain(pause.reason)}`);
  if (stage === undefined || stage.risk !== risk || stage.capability !== capability)
    return refuse('closed', 'This stage is not what its rule declares any more. Plan it again.');
  if (account === undefined || !account.capabilities.includes(capability)) {
    const name = plain(account?.name ?? approval.target.accountName);
    return refuse('not-enabled', `Not enabled for ${name}: capability \`${capability}\` is not in accounts.yaml.`);
  }
  if (setAside !== undefined) return refuse('muted', `Left alone: ${setAside}.`);
  if (plan === undefined) return refuse('not-ready', 'It is still being planned.');
  if (plan.managedBy !== undefined)
    return refuse('managed-by-code', `Managed by ${plain(plan.managedBy)}: change it there.`);
  const [refusal] = plan.refusals;
  if (refusal !== undefined) return refuse('refused-by-plan', plain(refusal));
  if (plan.steps.length === 0) return refuse('refused-by-plan', 'There is nothing to do.');
  const obstacle = isStrict(approval)
    ? plan.preflight.find(({ state }) => state === 'blocked' || state === 'unread')
    : undefined;
  if (obstacle !== undefined) return refuse('refused-by-plan', `${plain(obstacle.what)}: ${plain(obstacle.detail)}`);
  return undefined;
}
