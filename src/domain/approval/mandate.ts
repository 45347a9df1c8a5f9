import type { Account } from '../accounts.ts';
import { shortId } from '../ids.ts';
import { mayBeForeseen } from '../remediation/later.ts';
import { planHash } from '../remediation/plan.ts';
import type { StageMeta } from '../remediation/strategy.ts';
import { targetKey } from '../target.ts';
import type { Verifier } from './ports.ts';
import { type Approval, isStrict } from './record.ts';
import { requested } from './request.ts';
import { statementOf } from './statement.ts';
import type { Verified } from './verify.ts';

export interface Foreseen {
  readonly stage: StageMeta;
  /** When it was due, ISO 8601: the same due time is the same approval. */
  readonly at: string;
  readonly account: Account;
  readonly now: Date;
}

/** An approval that stands on an earlier one, whose plan foresees its stage; asked for by whoever asked for that one. */
export function foreseenApproval(root: Approval, { stage, at, account, now }: Foreseen): Approval {
  const { ruleId, strategy, target, requestedBy, plan } = root;
  const { approval } = requested({
    id: shortId(`${root.id} ${stage.id} ${at}`),
    ruleId,
    strategy,
    stage,
    target,
    findings: (plan?.items ?? []).map(({ findingId }) => ({ id: findingId })),
    previousRunId: root.id,
    requestedBy,
    account,
    now,
  });
  return { ...approval, mandate: root.id, needed: 0 };
}

const no = (why: string): Verified => ({ valid: false, why });

/**
 * Whether an approval that nobody was asked for stands on `root`: enough people have signed a plan that foresees its
 * stage for the same findings, and the time for it has come since the last of these signatures. They need not be
 * approvers any more: what they approved then is what is carried out.
 */
export function verifyMandate(
  approval: Approval,
  root: Approval | undefined,
  {
    verifier,
    account,
    stage,
    now,
  }: {
    readonly verifier: Verifier | undefined;
    readonly account: Account | undefined;
    readonly stage: StageMeta | undefined;
    readonly now: Date;
  },
): Verified {
  if (verifier === undefined) return no('Approvals are off: this worker has no AURORA_VERIFY_KEY.');
  if (account === undefined) return no(`Account ${approval.target.accountId} is not in accounts.yaml.`);
  const { plan } = approval;
  if (approval.state !== 'approved' || plan === undefined || planHash(plan) !== plan.hash)
    return no('Its plan is not the one that its hash stands for.');
  if (root?.plan === undefined || root.id !== approval.mandate || planHash(root.plan) !== root.plan.hash)
    return no('The approval that foresees it is not stored any more.');
  const due = root.plan.later?.find((each) => each.stage === approval.stage);
  const same =
    root.ruleId === approval.ruleId &&
    root.strategy === approval.strategy &&
    targetKey(root.target) === targetKey(approval.target);
  const known = new Set(root.plan.items.map(({ findingId }) => findingId));
  if (due === undefined || !same || !plan.items.every(({ findingId }) => known.has(findingId)))
    return no('The approval that it stands on does not foresee it.');
  if (stage === undefined || !mayBeForeseen(stage) || stage.risk !== approval.risk)
    return no('A stage of this risk has to be approved by itself.');
  return signedBy(root, account, verifier, (at) => at + due.afterMinutes * 60_000 <= now.getTime());
}

function signedBy(
  root: Approval,
  account: Account,
  verifier: Verifier,
  isDueAfter: (lastSignedAt: number) => boolean,
): Verified {
  const signed = root.decisions.filter(
    ({ signature, ...said }) =>
      said.planHash === root.plan?.hash && verifier.verify(statementOf(root, said), signature),
  );
  if (signed.some(({ what }) => what === 'reject' || what === 'withdraw')) return no('It was rejected or withdrawn.');
  const approvers = [...new Set(signed.filter(({ what }) => what === 'approve').map(({ by }) => by))];
  if (approvers.length < account.approvers.minApprovals[root.risk])
    return no(`${approvers.length} of ${account.approvers.minApprovals[root.risk]} approvals hold.`);
  const last = signed.findLast(({ what }) => what === (isStrict(root) ? 'start' : 'approve'));
  if (last === undefined) return no('Nobody has started what foresees it.');
  if (!isDueAfter(Date.parse(last.at))) return no('Its time has not come yet.');
  return { valid: true, approvers, completedBy: last.by };
}
