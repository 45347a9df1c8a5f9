import { pino } from 'pino';
import type { Account } from '../../src/domain/accounts.ts';
import type { Approval } from '../../src/domain/approval/record.ts';
import type { Finding } from '../../src/domain/finding.ts';
import type { FindingStore, JobQueue, TargetSession } from '../../src/domain/ports.ts';
import type { Stage } from '../../src/domain/remediation/stage.ts';
import { applyRemediation } from '../../src/jobs/apply-remediation.ts';
import { queueRun } from '../../src/jobs/queue-run.ts';
import { reconcile } from '../../src/jobs/reconcile.ts';
import type { ApplyingDeps } from '../../src/jobs/remediation/deps.ts';
import { target } from '../helpers/findings.ts';
import { accountOf } from '../helpers/scans.ts';
import {
  type Clock,
  createClock,
  createMemoryApprovals,
  createMemoryPause,
  createMemoryRuns,
} from './engine-memory.ts';
import {
  createTestStage,
  remediationsOf,
  type TestStageOptions,
  type Thing,
  type Things,
  testApproval,
  testFinding,
  testMeta,
  testPlan,
} from './engine-stage.ts';

export interface Job {
  readonly name: 'apply' | 'judge';
  readonly runId: string;
  readonly turn: number;
  readonly dueAt: number;
}

export interface BenchOptions extends Omit<TestStageOptions, 'things'> {
  readonly account?: Partial<Account>;
  readonly approval?: Partial<Approval>;
  /** What happens at each call of the world, before it takes effect or after. */
  readonly onCall?: (call: string, when: 'before' | 'after') => Promise<void> | void;
  /** What the world goes by; one that stands still unless told. */
  readonly clock?: Clock;
  /** Another stage than the one made for tests. */
  readonly stage?: Stage;
}

export const leaseMs = 30_000;
export const testTarget = target({ region: 'us-east-1' });
const where = testTarget;

/** The engine itself, with everything around it in memory and under one clock. */
export function createBench(options: BenchOptions = {}) {
  const { clock = createClock() } = options;
  const runs = createMemoryRuns(clock);
  const approvals = createMemoryApprovals();
  const pause = createMemoryPause();
  const made: Thing[] = [];
  const jobs: Job[] = [];
  let setting: string | null = 'old';
  let findings: Finding[] = [testFinding(where)];
  let tags: Readonly<Record<string, string>> = {};
  const { onCall = () => {} } = options;

  const world = (guard: () => Promise<void>): Things => ({
    find: async (name) => made.find((thing) => thing.name === name),
    make: async (name) => {
      await guard();
      await onCall(`make ${name}`, 'before');
      made.push({ name, createdAt: clock.now() });
      await onCall(`make ${name}`, 'after');
    },
    setting: async () => setting,
  });
  const session = (guard: () => Promise<void>): TargetSession => ({
    client: () => world(guard) as never,
    requests: () => 0,
    answered: () => 0,
    close: () => {},
  });
  const stage =
    options.stage ??
    createTestStage({ ...options, things: ({ client }) => client(Object as never) as unknown as Things });

  const findingStore: Pick<FindingStore, 'get'> = { get: async (id) => findings.find((each) => each.id === id) };
  const queue: Pick<JobQueue, 'applyRemediation' | 'judgeAgain'> = {
    applyRemediation: async (runId, turn, delayMs = 0) => {
      const known = jobs.some((job) => job.name === 'apply' && job.runId === runId && job.turn === turn);
      if (!known) jobs.push({ name: 'apply', runId, turn, dueAt: clock.now() + delayMs });
    },
    judgeAgain: async (runId, turn, delayMs) => {
      jobs.push({ name: 'judge', runId, turn, dueAt: clock.now() + delayMs });
    },
  };
  const opened: unknown[] = [];
  const deps: ApplyingDeps = {
    accounts: [
      accountOf(where.accountId, { capabilities: ['audit', 'backup'], remediationRole: 'r', ...options.account }),
    ],
    metas: [testMeta(options)],
    remediations: remediationsOf(stage),
    access: { open: async () => session(async () => Promise.reject(new Error('planning must not write'))) },
    remediation: {
      open: async (_, behalf, guard) => {
        opened.push(behalf);
        return session(() => guard('backup:CreateBackupSelection'));
      },
    },
    tags: { tags: async () => tags },
    findings: findingStore as FindingStore,
    runs,
    approvals,
    pause,
    queue: queue as JobQueue,
    logger: pino({ level: 'silent' }),
    workerId: 'worker',
    leaseMs,
    troublePatienceMs: 3_600_000,
  };
  const plan = testPlan(findings, setting, options.risk);
  const approval = testApproval('k7f3m2qa', plan, options.approval);
  approvals.put(approval);

  return {
    clock,
    runs,
    approvals,
    pause,
    made,
    jobs,
    deps,
    approval,
    opened,
    set: (change: { setting?: string; tags?: Readonly<Record<string, string>>; findings?: Finding[] }) => {
      setting = change.setting ?? setting;
      tags = change.tags ?? tags;
      findings = change.findings ?? findings;
    },
    launch: () => queueRun({ ...deps, now: () => new Date(clock.now()) }, approval.id),
    run: async () => {
      const run = await runs.get(approval.id);
      if (run === undefined) throw new Error('there is no run');
      return run;
    },
    /** Runs one job as a worker would. */
    work: (job: Job, with_: ApplyingDeps = deps, signal = new AbortController().signal) =>
      applyRemediation(with_)({ runId: job.runId, turn: job.turn }, { signal, lastAttempt: true }),
    reconcile: () => reconcile({ runs, queue: queue as JobQueue, graceMs: leaseMs }),
    /** The next apply job, with the clock moved on to its time; undefined when there is none. */
    next: (): Job | undefined => {
      const index = jobs.findIndex(({ name }) => name === 'apply');
      const job = index < 0 ? undefined : jobs.splice(index, 1)[0];
      if (job !== undefined && job.dueAt > clock.now()) clock.advance(job.dueAt - clock.now());
      return job;
    },
  };
}

export type Bench = ReturnType<typeof createBench>;

/** Works until no job is left; answers the run. */
export async function workThrough(bench: Bench, most = 100) {
  for (let count = 0; count < most; count += 1) {
    const job = bench.next();
    if (job === undefined) return bench.run();
    await bench.work(job);
  }
  throw new Error('it goes on for ever');
}
