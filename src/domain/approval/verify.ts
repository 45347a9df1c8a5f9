import type { Account } from '../accounts.ts';
import { planHash } from '../remediation/plan.ts';
import type { StageMeta } from '../remediation/strategy.ts';
import { targetKey } from '../target.ts';
import { authorityOf } from './authority.ts';
import { whyBlocked } from './blocked.ts';
import { whoIs } from './people.ts';
import type { People, Verifier } from './ports.ts';
import { type Approval, type Decision, isStrict } from './record.ts';
import { statementOf } from './statement.ts';

export interface VerifyFacts {
  /** Undefined when this process has no key to verify with: then nothing is approved. */
  readonly verifier: Verifier | undefined;
  readonly account: Account | undefined;
  readonly stage: StageMeta | undefined;
  readonly people: People;
  readonly now: Date;
}

export type Verified =
  | {
      readonly valid: true;
      /** Slack user ids of those whose approvals count, each once, in their order. */
      readonly approvers: readonly string[];
      /** Whose decision let it go. */
      readonly completedBy: string;
    }
  | { readonly valid: false; readonly why: string };

/** Clocks of two machines may differ by this much; milliseconds. */
const skewMs = 300_000;

const no = (why: string): Verified => ({ valid: false, why });

/**
 * Asked by a worker before a run's first write. Nothing but the signatures is taken from Redis on trust: the plan is
 * hashed again, people and numbers are those of accounts.yaml as it is now, and an approval not used within
 * `approvalExpiryHours` after its last decision is void. `why` is one sentence (mrkdwn).
 */
export async function verifiedApproval(approval: Approval, facts: VerifyFacts): Promise<Verified> {
  const { verifier, account, stage, now } = facts;
  if (verifier === undefined) return no('Approvals are off: this worker has no AURORA_VERIFY_KEY.');
  if (account === undefined || account.id !== approval.target.accountId)
    return no(`Account ${approval.target.accountId} is not in accounts.yaml.`);
  const tampered = whatIsTampered(approval);
  if (tampered !== undefined) return no(tampered);
  const blocked = whyBlocked(approval, { account, stage, pause: undefined, setAside: undefined });
  if (blocked !== undefined) return no(blocked.text);

  const signed = approval.decisions.filter((decision) => isSigned(approval, decision, verifier, now));
  if (signed.some(({ what }) => what === 'reject' || what === 'withdraw')) return no('It was rejected or withdrawn.');
  const counted: Decision[] = [];
  for (const decision of signed) {
    const authorised = await stillMay(decision, approval, account, facts.people);
    if (authorised === undefined) return no('Slack does not tell who the approvers are, so nobody counts as one.');
    if (authorised) counted.push(decision);
  }
  return enough(approval, account, counted, now);
}

/** What a record has to be for its decisions to mean anything. */
function whatIsTampered({ state, plan, ...approval }: Approval): string | undefined {
  const letGo = isStrict(approval) ? 'started' : 'approved';
  if (state !== letGo) return `It is ${state}, not ${letGo}.`;
  if (plan === undefined || planHash(plan) !== plan.hash) return 'Its plan is not the one that its hash stands for.';
  const same =
    plan.ruleId === approval.ruleId &&
    plan.strategy === approval.strategy &&
    plan.stage === approval.stage &&
    plan.risk === approval.risk &&
    plan.capability === approval.capability &&
    targetKey(plan.target) === targetKey(approval.target);
  return same ? undefined : 'Its plan belongs to another approval.';
}

function isSigned(approval: Approval, decision: Decision, verifier: Verifier, now: Date): boolean {
  const { signature, ...said } = decision;
  if (!verifier.verify(statementOf(approval, said), signature)) return false;
  if (said.planHash !== approval.plan?.hash) return false;
  const at = Date.parse(said.at);
  return at <= now.getTime() + skewMs && (said.expiresAt === undefined || at < Date.parse(said.expiresAt));
}

/** Undefined when Slack does not answer. */
async function stillMay(
  { what, by }: Decision,
  approval: Approval,
  account: Account,
  people: People,
): Promise<boolean | undefined> {
  if (what === 'approve' && isStrict(approval) && by === approval.requestedBy.userId) return false;
  const who = await whoIs(people, by, isStrict(approval) ? [] : account.approvers.groups);
  if (who === undefined) return undefined;
  return who.person.id === by && authorityOf(what, approval, account, who) !== undefined;
}

function enough(approval: Approval, account: Account, counted: readonly Decision[], now: Date): Verified {
  const approvers = [...new Set(counted.filter(({ what }) => what === 'approve').map(({ by }) => by))];
  const needed = account.approvers.minApprovals[approval.risk];
  if (approvers.length < needed)
    return no(`${approvers.length} of ${needed} approvals hold: signed, of this plan, by people who may approve now.`);
  const last = counted.findLast(({ what }) => what === (isStrict(approval) ? 'start' : 'approve'));
  if (last === undefined) return no('Nobody who may do so has started it.');
  const { approvalExpiryHours } = account.policy;
  if (Date.parse(last.at) + approvalExpiryHours * 3_600_000 <= now.getTime())
    return no(`It was approved more than ${approvalExpiryHours} hours ago and not used since.`);
  return { valid: true, approvers, completedBy: last.by };
}
