import type { OutboxEvent } from '../../src/domain/approval/ports.ts';
import type { Approval } from '../../src/domain/approval/record.ts';
import { LeaseLost } from '../../src/domain/errors.ts';
import type { Approvals } from '../../src/domain/remediation/approvals.ts';
import { nextDue } from '../../src/domain/remediation/later.ts';
import type { Pause, PauseStore, RunStore } from '../../src/domain/remediation/ports.ts';
import { isFinal, type Run } from '../../src/domain/remediation/run.ts';

export interface Clock {
  readonly now: () => number;
  readonly advance: (ms: number) => void;
}

export function createClock(start = Date.parse('2026-11-21T09:00:00Z')): Clock {
  let time = start;
  return {
    now: () => time,
    advance: (ms) => {
      time += ms;
    },
  };
}

const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

export interface MemoryRuns extends RunStore {
  readonly events: OutboxEvent[];
  readonly history: Run[];
  /** As if the store had been emptied. */
  readonly forget: (id: string) => void;
}

/** Runs as the Redis store keeps them, leases that run out by the given clock included. */
export function createMemoryRuns(clock: Clock): MemoryRuns {
  const runs = new Map<string, Run>();
  const tokens = new Map<string, number>();
  const leases = new Map<string, { token: number; until: number }>();
  const holders = new Map<string, string>();
  const events: OutboxEvent[] = [];
  const history: Run[] = [];
  const leased = (id: string) => {
    const lease = leases.get(id);
    return lease !== undefined && lease.until > clock.now() ? lease : undefined;
  };
  const put = (run: Run, more: readonly OutboxEvent[]) => {
    runs.set(run.id, copy(run));
    history.push(copy(run));
    events.push(...more);
  };
  return {
    events,
    history,
    forget: (id) => {
      runs.delete(id);
      leases.delete(id);
      for (const [arn, holder] of holders) if (holder === id) holders.delete(arn);
    },
    create: async (run, more) => {
      if (!runs.has(run.id)) put(run, more);
    },
    get: async (id) => {
      const run = runs.get(id);
      return run && copy(run);
    },
    save: async (next, more, token) => {
      if (runs.get(next.id)?.version !== next.version - 1) return false;
      if (token !== undefined && leased(next.id)?.token !== token) return false;
      put(next, more);
      if (isFinal(next)) for (const [arn, holder] of holders) if (holder === next.id) holders.delete(arn);
      return true;
    },
    open: async () => [...runs.values()].filter((run) => !isFinal(run)).map(({ id }) => id),
    recent: async (count) => [...runs.values()].reverse().slice(0, count),
    dueForJudgement: async (before) =>
      [...runs.values()]
        .filter(({ judgeAt }) => judgeAt !== undefined && Date.parse(judgeAt) <= before)
        .map(({ id }) => id),
    dueLater: async (before) =>
      [...runs.values()].filter((run) => (nextDue(run) ?? Number.POSITIVE_INFINITY) <= before).map(({ id }) => id),
    lease: async (id, _owner, ttlMs) => {
      if (leased(id) !== undefined) return undefined;
      const token = (tokens.get(id) ?? 0) + 1;
      tokens.set(id, token);
      leases.set(id, { token, until: clock.now() + ttlMs });
      return {
        token,
        check: async () => {
          if (leased(id)?.token !== token) throw new LeaseLost(`${id} ${token}`);
          leases.set(id, { token, until: clock.now() + ttlMs });
        },
        release: async () => {
          if (leased(id)?.token === token) leases.delete(id);
        },
      };
    },
    isLeased: async (id) => leased(id) !== undefined,
    holdResources: async (id, arns) => {
      for (const arn of arns) {
        const holder = holders.get(arn);
        if (holder !== undefined && holder !== id) return { heldBy: holder };
      }
      for (const arn of arns) holders.set(arn, id);
      return {};
    },
    now: async () => clock.now(),
  };
}

export interface MemoryApprovals extends Approvals {
  readonly put: (approval: Approval) => void;
  readonly all: () => readonly Approval[];
  /** What the next verifications answer; an error is thrown. */
  readonly answer: (with_: Awaited<ReturnType<Approvals['verify']>> | Error | undefined) => void;
}

/** Approvals that stand unless told otherwise. */
export function createMemoryApprovals(): MemoryApprovals {
  const approvals = new Map<string, Approval>();
  let answer: Awaited<ReturnType<Approvals['verify']>> | Error | undefined;
  const change = async (id: string, over: Partial<Approval>): Promise<Approval> => {
    const known = approvals.get(id);
    if (known === undefined) throw new Error(`no approval ${id}`);
    const next = { ...known, ...over, version: known.version + 1 };
    approvals.set(id, next);
    return next;
  };
  return {
    put: (approval) => void approvals.set(approval.id, approval),
    all: () => [...approvals.values()],
    answer: (with_) => {
      answer = with_;
    },
    get: async (id) => approvals.get(id),
    planned: (id, plan) => change(id, { plan, state: 'pending' }),
    unplannable: (id, problem) => change(id, { problem, state: 'unplannable' }),
    stale: async (id, problem) => void (await change(id, { problem, state: 'stale' })),
    verify: async ({ mandate, ...own }) => {
      if (answer instanceof Error) throw answer;
      const { decisions } = mandate === undefined ? own : (approvals.get(mandate) ?? own);
      const approvers = decisions.map(({ by }) => by);
      return answer ?? { valid: true, approvers, completedBy: approvers.at(-1) ?? '' };
    },
    foreseen: async (approval, plan) => {
      if (approvals.has(approval.id)) return false;
      approvals.set(approval.id, { ...approval, plan, state: 'approved', announced: true });
      return true;
    },
    mayDecide: async () => ({ may: true, because: 'you are named for the account' }),
  };
}

export function createMemoryPause(): PauseStore {
  let pause: Pause | undefined;
  return {
    get: async () => pause,
    set: async (set) => {
      pause = set;
    },
    clear: async () => {
      pause = undefined;
    },
  };
}
