import type { Account } from '../../domain/accounts.ts';
import type { Approval } from '../../domain/approval/record.ts';
import { PermanentError } from '../../domain/errors.ts';
import { differences } from '../../domain/remediation/drift.ts';
import { type FoundStage, findStage } from '../../domain/remediation/find-stage.ts';
import { narrowPlan, type Plan, planHash } from '../../domain/remediation/plan.ts';
import { hasBegun, type Run } from '../../domain/remediation/run.ts';
import { isGrave, missingConfirmation, needsSecondFactor } from '../../domain/remediation/second-factor.ts';
import { targetArn } from '../../domain/target.ts';
import type { ApplyingDeps } from './deps.ts';
import { accountOf, freshPlan } from './fresh-plan.ts';

export interface Go {
  readonly outcome: 'go';
  readonly found: FoundStage;
  readonly account: Account;
  readonly by: string;
  readonly approvers: readonly string[];
}

export type Checked =
  | Go
  /** Another run works on one of its databases. */
  | { readonly outcome: 'held'; readonly heldBy: string }
  | { readonly outcome: 'stale'; readonly differences: readonly string[] };

/**
 * Everything that has to hold before a run may write. Signatures are checked at every turn; who may still approve,
 * the second factor and the plan itself only before the first write, for what was begun is carried to its end.
 * Throws PermanentError with the reason why not; PeopleUnavailable and AwsCallError when it cannot be told.
 */
export async function check(
  deps: ApplyingDeps,
  approval: Approval,
  plan: Plan,
  run: Run,
  signal: AbortSignal,
): Promise<Checked> {
  if (approval.state === 'stale') return { outcome: 'stale', differences: [approval.problem ?? ''] };
  const found = findStage(deps.metas, deps.remediations, approval);
  const account = accountOf(deps.accounts, approval.target.accountId);
  insist(approval, plan, found, account);
  const begun = hasBegun(run);
  const verified = await deps.approvals.verify(approval, !begun);
  if (!verified.valid) throw new PermanentError(verified.why);
  const go: Go = { outcome: 'go', found, account, by: verified.completedBy, approvers: verified.approvers };
  if (begun) return go;

  const held = await deps.runs.holdResources(run.id, heldBy(plan));
  if (held.heldBy !== undefined) return { outcome: 'held', heldBy: held.heldBy };
  const fresh = await freshPlan(deps, approval, new Date(await deps.runs.now()), signal);
  // What a broken-off read could not tell is no difference.
  signal.throwIfAborted();
  if (needsSecondFactor(found.meta.risk, account.policy))
    await insistOnConfirmation(deps, approval.plan ?? plan, { ...plan, confirmAt: fresh.confirmAt ?? {} }, signal);
  const changed = drift(plan, fresh);
  return changed.length > 0 ? { outcome: 'stale', differences: changed } : go;
}

const heldBy = (plan: Plan): string[] => [
  ...new Set([...plan.items.map(({ resource }) => resource.arn), ...(plan.holds ?? [])]),
];

/** What the record itself must say; the risk is the code's, not the record's. */
function insist(approval: Approval, plan: Plan, { meta }: FoundStage, account: Account): void {
  const { state } = approval;
  const grave = isGrave(meta.risk);
  if (grave ? state !== 'started' : state !== 'approved' && state !== 'started')
    throw new PermanentError(`its approval is ${state}, not ${grave ? 'started by a person' : 'approved'}`);
  if (approval.plan === undefined || planHash(approval.plan) !== approval.plan.hash)
    throw new PermanentError('the stored plan is not the one that its hash stands for');
  if (!account.capabilities.includes(meta.capability))
    throw new PermanentError(`${account.name} does not have the capability ${meta.capability} in accounts.yaml`);
  if (plan.managedBy !== undefined)
    throw new PermanentError(`this is managed by ${plan.managedBy} and has to be changed there`);
  const [refusal] = plan.refusals;
  if (refusal !== undefined) throw new PermanentError(refusal);
}

async function insistOnConfirmation(
  deps: ApplyingDeps,
  approved: Plan,
  plan: Pick<Plan, 'items' | 'target' | 'confirmAt'>,
  signal: AbortSignal,
): Promise<void> {
  const read = plan.items.map(async ({ resource: { id, arn: itsArn } }) => {
    const arn = plan.confirmAt?.[itsArn] ?? itsArn;
    if (arn === targetArn(plan.target))
      throw new PermanentError('a whole account and Region cannot be confirmed in AWS');
    return { id, arn, tags: await deps.tags.tags(plan.target, arn, signal) };
  });
  const missing = missingConfirmation(await Promise.all(read), approved);
  if (missing !== undefined) throw new PermanentError(missing);
}

/** What differs between the plan and one made now, without what was left out; each difference is a sentence. */
function drift(plan: Plan, whole: Plan): readonly string[] {
  if (whole.managedBy !== undefined) return [`It is managed by ${whole.managedBy} now and has to be changed there.`];
  const [refusal] = whole.refusals;
  if (refusal !== undefined) return [refusal];
  const obstacles = isGrave(whole.risk) ? newObstacles(plan, whole) : [];
  if (obstacles.length > 0) return obstacles;
  const fresh = narrowPlan(
    whole,
    plan.items.map(({ findingId }) => findingId),
    plan.options.filter(({ chosen }) => chosen).map(({ id }) => id),
  );
  return fresh.hash === plan.hash ? [] : differences(plan, fresh);
}

/** What stands in the way now, or needs an acknowledgement that nobody has given. */
const newObstacles = ({ preflight: known }: Plan, { preflight }: Plan): string[] =>
  preflight.flatMap(({ id, what, state, detail }) => {
    const before = known.find((item) => item.id === id)?.state;
    const clear = state === 'clear' || (state === 'acknowledge' && before === 'acknowledge');
    return clear ? [] : [`${what}: ${detail}`];
  });
