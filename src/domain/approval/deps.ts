import type { Estate } from '../accounts.ts';
import type { PauseStore, RunStore } from '../remediation/ports.ts';
import type { StageMeta } from '../remediation/strategy.ts';
import type { RuleMeta } from '../rule.ts';
import type { Facts } from './facts.ts';
import { type MayDecide, mayDecide } from './may-decide.ts';
import { whoIs } from './people.ts';
import type { ApprovalStore, Outbox, People, Signer } from './ports.ts';
import type { Approval, Decision } from './record.ts';

/** What it takes to say who may decide. */
export interface FactsDeps {
  readonly estate: Pick<Estate, 'accounts'>;
  readonly metas: readonly RuleMeta[];
  readonly people: People;
  readonly pauses: Pick<PauseStore, 'get'>;
  /** Why its findings are left alone, in mrkdwn and without a full stop: `muted until …`; undefined when they are not. */
  readonly setAside: (approval: Approval) => Promise<string | undefined>;
  readonly now: () => Date;
}

/** What it takes to decide. */
export interface ApprovalDeps extends FactsDeps {
  readonly approvals: ApprovalStore;
  /** What a later stage follows is found here. */
  readonly runs: Pick<RunStore, 'get'>;
  readonly outbox: Pick<Outbox, 'add'>;
  /** Undefined without a key: then nothing can be approved, and the answer says so. */
  readonly signer: Signer | undefined;
}

/** A stage by its place; undefined when no rule declares it (any more). */
export const findStage = (
  metas: readonly RuleMeta[],
  { ruleId, strategy, stage }: Pick<Approval, 'ruleId' | 'strategy' | 'stage'>,
): StageMeta | undefined =>
  metas
    .find(({ id }) => id === ruleId)
    ?.strategies?.find(({ id }) => id === strategy)
    ?.stages.find(({ id }) => id === stage);

/** Everything that a decision of this person depends on, read now. */
export async function factsFor(deps: FactsDeps, approval: Approval, userId: string): Promise<Facts> {
  const account = deps.estate.accounts.find(({ id }) => id === approval.target.accountId);
  const [who, pause, setAside] = await Promise.all([
    whoIs(deps.people, userId, account?.approvers.groups ?? []),
    deps.pauses.get(),
    deps.setAside(approval),
  ]);
  return { now: deps.now(), userId, who, account, stage: findStage(deps.metas, approval), pause, setAside };
}

/** For a modal: whether this person may decide at this moment, and why (not). */
export const mayDecideNow = async (
  deps: FactsDeps,
  approval: Approval,
  userId: string,
  what: Decision['what'] = approval.state === 'ready' ? 'start' : 'approve',
): Promise<MayDecide> => mayDecide(what, approval, await factsFor(deps, approval, userId));
