import { about, type Changed, closed, keeper, render, trail } from '../../domain/approval/change.ts';
import { type FactsDeps, findStage, mayDecideNow } from '../../domain/approval/deps.ts';
import { verifyMandate } from '../../domain/approval/mandate.ts';
import { planned, unplannable } from '../../domain/approval/planning.ts';
import type { ApprovalStore, People, Verifier } from '../../domain/approval/ports.ts';
import type { Approval } from '../../domain/approval/record.ts';
import type { Refused } from '../../domain/approval/refusal.ts';
import { stillApproved } from '../../domain/approval/still-approved.ts';
import { storeChange } from '../../domain/approval/store-change.ts';
import { verifiedApproval } from '../../domain/approval/verify.ts';
import { PeopleUnavailable, PermanentError } from '../../domain/errors.ts';
import type { Approvals } from '../../domain/remediation/approvals.ts';
import type { Plan } from '../../domain/remediation/plan.ts';
import { accountOf } from './fresh-plan.ts';

export interface ApprovalsDeps extends FactsDeps {
  readonly store: Pick<ApprovalStore, 'get' | 'save' | 'open'>;
  /** Undefined without AURORA_VERIFY_KEY: then nothing is applied. */
  readonly verifier: Verifier | undefined;
}

/** Approvals as planning and applying see them. */
export function createApprovals(deps: ApprovalsDeps): Approvals {
  const { store, verifier, estate, metas, now } = deps;
  const account = (approval: Approval) => estate.accounts.find(({ id }) => id === approval.target.accountId);
  /** The newest state, whether it took the change or somebody else was quicker. */
  const change = async (id: string, make: (approval: Approval) => Changed | Refused): Promise<Approval> => {
    const stored = await storeChange(store, id, make);
    if (stored.outcome === 'unknown') throw new PermanentError(`approval ${id} is not stored any more`);
    return stored.approval;
  };
  return {
    get: store.get,
    planned: (id, plan) =>
      change(id, (approval) =>
        planned(approval, plan, { now: now(), account: accountOf(estate.accounts, approval.target.accountId) }),
      ),
    unplannable: (id, problem) => change(id, (approval) => unplannable(approval, problem, now())),
    stale: async (id, problem) => {
      await change(id, (approval) => outdated(approval, problem, now()));
    },
    verify: async (approval, live) => {
      if (approval.mandate !== undefined)
        return verifyMandate(approval, await store.get(approval.mandate), {
          verifier,
          account: account(approval),
          stage: findStage(metas, approval),
          now: now(),
        });
      if (!live) return stillApproved(approval, { verifier, account: account(approval), now: now() });
      const aside = await deps.setAside(approval);
      if (aside !== undefined) return { valid: false, why: `Left alone: ${aside}.` };
      const asked = askedFor(deps.people);
      const verified = await verifiedApproval(approval, {
        verifier,
        account: account(approval),
        stage: findStage(metas, approval),
        people: asked.people,
        now: now(),
      });
      if (!verified.valid && asked.unavailable() !== undefined) throw asked.unavailable();
      return verified;
    },
    foreseen: async (approval, plan) => {
      const opened = await store.open(approval);
      if (opened.approval.id !== approval.id || opened.approval.state !== 'planning') return false;
      const { approval: letGo, events } = approvedAlready(opened.approval, plan, now());
      return store.save(letGo, events);
    },
    mayDecide: (approval, userId) => mayDecideNow(deps, approval, userId),
  };
}

/** Its card appears with the run: nobody has asked for it at this moment. */
function approvedAlready(approval: Approval, plan: Plan, now: Date): Changed {
  const letGo = closed({ ...approval, plan, announced: true }, { state: 'approved' }, now);
  const details = { ...about(letGo), mandate: letGo.mandate ?? null };
  return {
    approval: letGo,
    events: [
      trail(letGo, { at: now, by: keeper, what: 'foreseen', details }),
      { kind: 'apply', approvalId: letGo.id },
      ...render(letGo),
    ],
  };
}

/** What was let go does not hold any more; it is planned and approved anew. */
function outdated(approval: Approval, problem: string, now: Date): Changed {
  if (approval.state !== 'approved' && approval.state !== 'started') return { approval, events: [] };
  const over = closed(approval, { state: 'stale', problem }, now);
  const details = { ...about(over), problem };
  return { approval: over, events: [trail(over, { at: now, by: keeper, what: 'stale', details }), ...render(over)] };
}

/** The same people, and whether Slack failed to tell of one. */
function askedFor(people: People): { people: People; unavailable: () => PeopleUnavailable | undefined } {
  let failure: PeopleUnavailable | undefined;
  const noting = async <T>(answer: Promise<T>): Promise<T> => {
    try {
      return await answer;
    } catch (error) {
      if (error instanceof PeopleUnavailable) failure = error;
      throw error;
    }
  };
  return {
    people: {
      person: (id) => noting(people.person(id)),
      groupMembers: (id) => noting(people.groupMembers(id)),
    },
    unavailable: () => failure,
  };
}
