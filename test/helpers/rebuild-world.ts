import { pino } from 'pino';
import { metricKey } from '../../demo/aws/organization/metrics.ts';
import type { OrganizationInput } from '../../demo/aws/organization/schema.ts';
import { policyDocument } from '../../demo/aws/policy.ts';
import { type SimulatedAws, startSimulatedAws } from '../../demo/aws/server.ts';
import { createAuditAccess } from '../../src/aws/audit-access.ts';
import { createIdentities } from '../../src/aws/identities.ts';
import { createRemediationAccess } from '../../src/aws/remediation-access.ts';
import { planningRates } from '../../src/aws/services.ts';
import { createRequestHandler } from '../../src/aws/sessions.ts';
import { createTagReader } from '../../src/aws/tag-reader.ts';
import type { Account } from '../../src/domain/accounts.ts';
import type { Approval } from '../../src/domain/approval/record.ts';
import type { Capability } from '../../src/domain/capability.ts';
import type { Finding } from '../../src/domain/finding.ts';
import { applyPolicy } from '../../src/domain/iam/policies.ts';
import { mergePolicy, type Policy, type PolicyOverrides } from '../../src/domain/policy.ts';
import type { FindingStore, JobQueue } from '../../src/domain/ports.ts';
import type { Plan } from '../../src/domain/remediation/plan.ts';
import type { Run } from '../../src/domain/remediation/run.ts';
import { isGrave } from '../../src/domain/remediation/second-factor.ts';
import { everything } from '../../src/domain/scope.ts';
import { applyRemediation } from '../../src/jobs/apply-remediation.ts';
import { lookAfter } from '../../src/jobs/look-after.ts';
import { queueRun } from '../../src/jobs/queue-run.ts';
import type { ApplyingDeps } from '../../src/jobs/remediation/deps.ts';
import { freshPlan } from '../../src/jobs/remediation/fresh-plan.ts';
import { scan } from '../../src/jobs/scan.ts';
import { sweepLater } from '../../src/jobs/sweep-later.ts';
import { loadMeta, loadRemediations, loadRules } from '../../src/rules/registry.ts';
import { createLocalRateLimit } from '../../src/store/rate-limit.ts';
import { createMemoryApprovals, createMemoryPause, createMemoryRuns } from '../fakes/engine-memory.ts';
import { accountOf, externalId, organization } from './scans.ts';

export const accountId = '111111111111';
export const region = 'us-east-1';
export const ruleId = 'aurora-backtrack-enabled';

type RegionInput = NonNullable<NonNullable<OrganizationInput['accounts']>[number]['regions']>[string];

export interface RebuildWorldOptions {
  readonly region: RegionInput;
  readonly policy?: PolicyOverrides;
  readonly capabilities?: readonly Capability[];
  readonly org?: Partial<OrganizationInput>;
  readonly time?: NonNullable<OrganizationInput['time']>;
}

/** What is asked for, approved by two people, and carried out. */
export interface Asked {
  readonly stage: string;
  readonly strategy?: string;
  readonly cluster?: string;
  readonly previousRunId?: string;
  readonly id?: string;
}

/** Whose policy somebody changes in the middle. */
type MutableAccount = Account & { readonly policy: { -readonly [K in keyof Policy]: Policy[K] } };

/** A Saturday; the change window is all of it unless the policy says otherwise. */
const start = '2026-11-21T12:00:00.000Z';

/**
 * The engine with its records in memory, the real SDK under the generated policies, and the simulated AWS at the other
 * end of the wire, all of them under one clock that moves on when the run waits.
 */
export async function startRebuildWorld(options: RebuildWorldOptions) {
  const { capabilities = ['audit', 'backup', 'build', 'cutover', 'retire'] } = options;
  let time = Date.parse(start);
  const now = () => new Date(time);
  const metas = await loadMeta();
  const rules = (await loadRules()).filter(({ meta }) => meta.id === ruleId);
  const role = (name: string, own: readonly Capability[]) => ({
    name,
    externalId,
    sourceIdentity: 'required' as const,
    tagSession: true,
    policies: [policyDocument.parse(applyPolicy(metas, own, options.policy?.secondFactor ?? 'none'))],
  });
  const org = organization([{ id: accountId, name: 'shop-prod', regions: { [region]: options.region } }], {
    ...options.org,
    // Fewer looks for the same way.
    time: { compression: 30, ...options.time },
    defaults: {
      roles: [
        { name: 'aurora-keeper-audit', externalId },
        role(
          'aurora-keeper-remediation',
          capabilities.filter((each) => each !== 'retire'),
        ),
        role('aurora-keeper-retire', ['retire']),
      ],
    },
  });
  const aws = await startSimulatedAws({ org, clock: now });
  Object.assign(process.env, aws.environment);
  const account: MutableAccount = accountOf(accountId, {
    name: 'shop-prod',
    regions: [region],
    capabilities: [...capabilities],
    remediationRole: 'aurora-keeper-remediation',
    retireRole: 'aurora-keeper-retire',
    policy: mergePolicy(
      { secondFactor: 'none', changeWindow: 'Sat 00:00-00:00 UTC' },
      ...(options.policy === undefined ? [] : [options.policy]),
    ),
  });
  const requestHandler = createRequestHandler();
  const identities = createIdentities({ requestHandler, region, now: () => time });
  const fast = { requests: 100_000, seconds: 1 };
  const limit = createLocalRateLimit(
    Object.fromEntries(['rds', 'backup', 'pi', ...Object.keys(planningRates)].map((name) => [name, fast])),
  );
  const entrance = { accounts: [account], identities, requestHandler, limit };
  const access = createAuditAccess(entrance);
  const pass = (ms: number): void => {
    time += ms;
  };
  const runs = createMemoryRuns({ now: () => time, advance: pass });
  const approvals = createMemoryApprovals();
  const jobs: { runId: string; turn: number; dueAt: number }[] = [];
  const later: [string, string, string][] = [];
  let findings: readonly Finding[] = [];
  const queue: Pick<JobQueue, 'applyRemediation' | 'judgeAgain' | 'lookAfter'> = {
    applyRemediation: async (runId, turn, delayMs = 0) => {
      if (!jobs.some((job) => job.runId === runId && job.turn === turn))
        jobs.push({ runId, turn, dueAt: time + delayMs });
    },
    judgeAgain: async () => {},
    lookAfter: async (...job) => void later.push(job),
  };
  const deps: ApplyingDeps = {
    accounts: [account],
    metas,
    remediations: await loadRemediations(),
    access,
    remediation: createRemediationAccess(entrance),
    tags: createTagReader(access),
    findings: { get: async (id: string) => findings.find((each) => each.id === id) } as FindingStore,
    runs,
    approvals,
    pause: createMemoryPause(),
    queue: queue as JobQueue,
    logger: pino({ level: 'silent' }),
    workerId: 'worker',
    leaseMs: 30_000,
    troublePatienceMs: 3_600_000,
  };
  const signal = new AbortController().signal;
  let count = 0;

  const audit = async (): Promise<readonly Finding[]> => {
    const where = { accountId, accountName: account.name, region };
    const { report } = await scan(
      { access, rules, accounts: [account], exemptions: [], now },
      where,
      everything,
      signal,
    );
    findings = report.findings;
    return findings;
  };
  const findingOf = async (name: string): Promise<Finding> => {
    const known = findings.length > 0 ? findings : await audit();
    const found = known.find(({ resource }) => resource.id === name);
    if (found === undefined) throw new Error(`there is no finding about ${name}`);
    return found;
  };

  const ask = async ({ stage, strategy = 'snapshot-restore', cluster = 'orders', previousRunId, id }: Asked) => {
    const meta = metas
      .find((each) => each.id === ruleId)
      ?.strategies?.find((each) => each.id === strategy)
      ?.stages.find((each) => each.id === stage);
    if (meta === undefined) throw new Error(`there is no stage ${strategy}/${stage}`);
    const previous = previousRunId === undefined ? undefined : await approvals.get(previousRunId);
    const findingId = previous?.findingIds[0] ?? (await findingOf(cluster)).id;
    count += 1;
    const approval: Approval = {
      id: id ?? `run${String.fromCharCode(96 + count)}`,
      version: 1,
      state: 'planning',
      ruleId,
      strategy,
      stage,
      risk: meta.risk,
      capability: meta.capability,
      target: { accountId, accountName: account.name, region },
      findingIds: [findingId],
      ...(previousRunId === undefined ? {} : { previousRunId }),
      requestedBy: { userId: 'U01ALICE0001', channelId: 'C1' },
      requestedAt: now().toISOString(),
      needed: isGrave(meta.risk) ? 2 : 1,
      decisions: [],
      announced: true,
      reminders: 0,
    };
    approvals.put(approval);
    return approval;
  };
  const planOf = async (asked: Asked): Promise<{ approval: Approval; plan: Plan }> => {
    const approval = await ask(asked);
    return { approval, plan: await freshPlan(deps, approval, now(), signal) };
  };
  const letGo = async (approval: Approval, plan: Plan): Promise<string> => {
    const decisions = ['U02BOB00001', 'U03CAROL001'].map((by) => ({
      what: 'approve' as const,
      by,
      at: now().toISOString(),
      planHash: plan.hash,
      signature: 'signed',
    }));
    approvals.put({ ...approval, plan, decisions, state: isGrave(plan.risk) ? 'started' : 'approved' });
    await queueRun({ approvals, runs, queue, now }, approval.id);
    return approval.id;
  };
  const runOf = async (id: string): Promise<Run> => {
    const run = await runs.get(id);
    if (run === undefined) throw new Error(`there is no run ${id}`);
    return run;
  };
  /** One job, at its time; false when none is left. */
  const turn = async (): Promise<boolean> => {
    const [job] = jobs.sort((one, other) => one.dueAt - other.dueAt).splice(0, 1);
    if (job === undefined) return false;
    time = Math.max(time, job.dueAt);
    await applyRemediation(deps)({ runId: job.runId, turn: job.turn }, { signal, lastAttempt: true });
    return true;
  };

  return {
    aws: aws as SimulatedAws,
    deps,
    account,
    runs,
    approvals,
    jobs,
    now,
    pass,
    audit,
    findingOf,
    planOf,
    letGo,
    turn,
    runOf,
    /** As if Redis had been emptied and the run were made again from its approval. */
    startOver: async (id: string): Promise<void> => {
      jobs.splice(0);
      runs.forget(id);
      await queueRun({ approvals, runs, queue, now }, id);
    },
    /** Works until no job is left, or `until` says so; answers the run. */
    work: async (id: string, until: (run: Run) => boolean = () => false): Promise<Run> => {
      for (let turns = 0; !until(await runOf(id)) && (await turn()); turns += 1)
        if (turns > 5_000) throw new Error(`it does not end: ${JSON.stringify((await runOf(id)).steps)}`);
      return runOf(id);
    },
    /** Plans, approves and works through. */
    carryOut: async (asked: Asked, until?: (run: Run) => boolean): Promise<Run> => {
      const { approval, plan } = await planOf(asked);
      await letGo(approval, plan);
      for (let turns = 0; !until?.(await runOf(approval.id)) && (await turn()); turns += 1)
        if (turns > 5_000) throw new Error(`it does not end: ${JSON.stringify((await runOf(approval.id)).steps)}`);
      return runOf(approval.id);
    },
    /** What plans foresee and is due now, let go and worked through; ids of what was let go. */
    lookAfterWhatIsDue: async (): Promise<string[]> => {
      await sweepLater({ runs, queue: queue as JobQueue });
      const before = new Set((await runs.recent(1_000)).map(({ id }) => id));
      for (const [runId, stage, at] of later.splice(0))
        await lookAfter(deps)({ runId, stage, at }, { signal, lastAttempt: true });
      for (const { id } of approvals.all()) if (!before.has(id)) await queueRun({ approvals, runs, queue, now }, id);
      while (await turn());
      return (await runs.recent(1_000)).map(({ id }) => id).filter((id) => !before.has(id));
    },
    /** Writes that AWS carried out, as `action name`. */
    writes: (): string[] =>
      aws.requests
        .writes()
        .map(({ action = '', input }) => `${action} ${nameIn((input ?? {}) as Record<string, unknown>)}`.trim()),
    cluster: (name: string) => aws.state.get(accountId)?.region(region).clusters.get(name),
    holdings: () => aws.state.get(accountId)?.region(region),
    /** A person signed in to AWS sets the confirming tag. */
    confirm: (name: string, hash: string): void => {
      const cluster = aws.state.get(accountId)?.region(region).clusters.get(name);
      const tag = { Key: 'aurora-keeper-approved', Value: hash };
      if (cluster !== undefined) cluster.TagList = [...(cluster.TagList ?? []), tag];
    },
    /** So many sessions on a cluster's writer, in every minute that CloudWatch shows. */
    useCopy: (name: string, sessions: number): void => {
      const holdings = aws.state.get(accountId)?.region(region);
      const writer = holdings?.clusters.get(name)?.DBClusterMembers?.find(({ IsClusterWriter }) => IsClusterWriter);
      const dimensions = { DBInstanceIdentifier: writer?.DBInstanceIdentifier ?? '' };
      holdings?.metrics.set(metricKey('AWS/RDS', 'DatabaseConnections', dimensions), sessions);
    },
    close: async () => {
      requestHandler.destroy();
      await aws.close();
    },
  };
}

export type RebuildWorld = Awaited<ReturnType<typeof startRebuildWorld>>;

const nameIn = (input: Record<string, unknown>): string =>
  String(
    input.NewDBClusterIdentifier ??
      input.DBInstanceIdentifier ??
      input.DBClusterSnapshotIdentifier ??
      input.TargetDBClusterParameterGroupIdentifier ??
      input.DBClusterIdentifier ??
      input.DBClusterParameterGroupName ??
      input.ResourceName ??
      '',
  );
