import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { afterAll } from 'vitest';
import { stringify } from 'yaml';
import { type Fault, type FaultTarget, faultRule } from '../../demo/aws/faults.ts';
import type { RegionState } from '../../demo/aws/organization/region.ts';
import type { OrganizationInput } from '../../demo/aws/organization/schema.ts';
import { policyDocument } from '../../demo/aws/policy.ts';
import { type SimulatedAws, startSimulatedAws } from '../../demo/aws/server.ts';
import { type Keeper, startKeeper } from '../../demo/keeper.ts';
import { loadEstate } from '../../src/accounts-file.ts';
import { createAuditAccess } from '../../src/aws/audit-access.ts';
import { createIdentities } from '../../src/aws/identities.ts';
import { planningRates } from '../../src/aws/services.ts';
import { createRequestHandler } from '../../src/aws/sessions.ts';
import type { Approval, Decision } from '../../src/domain/approval/record.ts';
import { statementOf } from '../../src/domain/approval/statement.ts';
import { applyPolicy } from '../../src/domain/iam/policies.ts';
import type { Approvals } from '../../src/domain/remediation/approvals.ts';
import { isFinal, type Run } from '../../src/domain/remediation/run.ts';
import { isGrave } from '../../src/domain/remediation/second-factor.ts';
import { everything } from '../../src/domain/scope.ts';
import { freshPlan } from '../../src/jobs/remediation/fresh-plan.ts';
import { scan } from '../../src/jobs/scan.ts';
import { loadMeta, loadRemediations, loadRules } from '../../src/rules/registry.ts';
import { createSigner, newKeyPair } from '../../src/signing.ts';
import { createLocalRateLimit } from '../../src/store/rate-limit.ts';
import { openRecords } from '../../src/store/records.ts';
import { fastTimeFrom, timeOf } from '../fakes/fast-time.ts';
import { bundleEngineWorker } from './engine-bundle.ts';
import { count } from './rebuild-tally.ts';
import { type RealRedis, startRealRedis } from './redis.ts';
import { externalId, organization } from './scans.ts';

export const accountId = '111111111111';
export const region = 'us-east-1';
export const ruleId = 'aurora-backtrack-enabled';
const strategy = 'snapshot-restore';
const target = { accountId, accountName: 'shop-prod', region };
const [alice, bob, carol] = ['U01ALICE0001', 'U02BOB00001', 'U03CAROL001'];

/** How many times as fast as ours the clock of these worlds runs: ten minutes without a write take five seconds. */
export const speed = Number(process.env.AURORA_FAULT_SPEED ?? 100);

/** Takes a second, and all worlds of a test file run the same one. */
let bundled: { readonly dir: string; readonly entry: Promise<URL> } | undefined;
const bundle = (): Promise<URL> => {
  if (bundled === undefined) {
    const dir = mkdtempSync(join(tmpdir(), 'aurora-rebuild-'));
    bundled = { dir, entry: bundleEngineWorker(dir, 'rebuild-worker') };
  }
  return bundled.entry;
};
afterAll(() => {
  if (bundled !== undefined) rmSync(bundled.dir, { recursive: true, force: true });
});

/** The cluster that is rebuilt in every world of these tests, and who writes to it. */
export const orders = 'orders';
const shop = { name: 'shop', cluster: orders, hosts: ['10.0.3.17', '10.0.3.17', '10.0.9.4'], rowsPerSecond: 3 };

const ordersRegion = (application: object) => ({
  clusters: [
    {
      name: orders,
      instances: 2,
      parameterGroup: 'orders-params',
      deletionProtection: true,
      tags: { env: 'prod' },
      raw: { IAMDatabaseAuthenticationEnabled: true, EnabledCloudwatchLogsExports: ['error'] },
    },
    { name: 'ledger', instances: 1, backtrackHours: 72 },
  ],
  parameterGroups: [{ name: 'orders-params', set: { event_scheduler: 'OFF' } }],
  applications: [{ ...shop, ...application }],
});

export interface RebuildFleetOptions {
  /** Over the application that writes. */
  readonly application?: object;
  readonly time?: NonNullable<OrganizationInput['time']>;
}

/** Whether a call is never answered: lost before it takes effect, or after. */
export type OnCall = (call: FaultTarget) => 'before' | 'after' | undefined;

export interface Asked {
  readonly stage: string;
  readonly id: string;
  readonly previousRunId?: string;
}

/**
 * A simulated AWS with an application that writes, a Redis of its own, and workers that can be killed, all of them under
 * one fast clock. People are the test: it plans as the bot does, signs, and lets go.
 */
export async function startRebuildFleet(options: RebuildFleetOptions = {}) {
  const clock = fastTimeFrom(Date.now(), speed);
  const now = () => new Date(timeOf(clock));
  const metas = await loadMeta();
  const rules = (await loadRules()).filter(({ meta }) => meta.id === ruleId);
  const capabilities = ['audit', 'backup', 'build', 'cutover'] as const;
  const org = organization(
    [
      {
        id: accountId,
        name: target.accountName,
        regions: { [region]: ordersRegion(options.application ?? {}) as never },
      },
    ],
    {
      time: { compression: 20, ...options.time },
      defaults: {
        roles: [
          { name: 'aurora-keeper-audit', externalId },
          {
            name: 'aurora-keeper-remediation',
            externalId,
            sourceIdentity: 'required',
            tagSession: true,
            policies: [policyDocument.parse(applyPolicy(metas, capabilities, 'none'))],
          },
        ],
      },
    },
  );
  const aws: SimulatedAws = await startSimulatedAws({ org, clock: now, requestLogSize: 1_000_000 });
  const dir = mkdtempSync(join(tmpdir(), 'aurora-rebuild-world-'));
  const accountsFile = join(dir, 'accounts.yaml');
  writeFileSync(
    accountsFile,
    stringify({
      defaults: {
        regions: [region],
        auditRole: 'aurora-keeper-audit',
        remediationRole: 'aurora-keeper-remediation',
        externalId,
        capabilities,
        policy: { secondFactor: 'none', changeWindow: 'Sat 00:00-00:00 UTC', quietMinutes: 3 },
        approvers: { users: [alice, bob, carol] },
      },
      accounts: [{ id: accountId, name: target.accountName }],
    }),
  );
  const { accounts } = loadEstate(
    accountsFile,
    metas.map(({ id }) => id),
  );
  const server: RealRedis = await startRealRedis();
  const redis = new Redis(server.url, { maxRetriesPerRequest: null, retryStrategy: () => 100 });
  redis.on('error', () => {});
  const logger = pino({ level: 'silent' });
  const records = openRecords({ redis, retentionDays: 400, logger, lockMs: 1_000 });
  const keys = newKeyPair();
  const signer = createSigner(keys.signingKey);
  const entry = await bundle();
  const env = {
    ...aws.environment,
    REDIS_URL: server.url,
    TEST_TIME: JSON.stringify(clock),
    AURORA_ROLE: 'worker',
    AURORA_ACCOUNTS_FILE: accountsFile,
    AURORA_VERIFY_KEY: keys.verifyKey,
    AURORA_LEASE_MS: '1000',
    AURORA_SWEEP_INTERVAL_MS: '200',
    AURORA_LOCK_DURATION_MS: '1500',
    AURORA_STALLED_INTERVAL_MS: '1000',
    AURORA_RDS_RATE: '1000',
    AURORA_BACKUP_RATE: '1000',
    AURORA_LOG_LEVEL: 'debug',
    SLACK_BOT_TOKEN: 'xoxb-123456789012',
    SLACK_API_URL: 'http://127.0.0.1:9/api/',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
  Object.assign(process.env, aws.environment);
  const requestHandler = createRequestHandler();
  const identities = createIdentities({ requestHandler, region, now: () => timeOf(clock) });
  const fast = { requests: 100_000, seconds: 1 };
  const limit = createLocalRateLimit(
    Object.fromEntries(['rds', 'backup', ...Object.keys(planningRates)].map((name) => [name, fast])),
  );
  const access = createAuditAccess({ accounts, identities, requestHandler, limit });
  const planning = {
    accounts,
    metas,
    remediations: await loadRemediations(),
    access,
    findings: records.findings,
    runs: records.runs,
    approvals: records.approvals as unknown as Approvals,
    logger,
  };
  const { signal } = new AbortController();
  let keepers: Keeper[] = [];
  const started: Keeper[] = [];
  const starting = new Set<Promise<Keeper>>();
  /** What people have decided, to be stored again when Redis has lost it. */
  const decided = new Map<string, Approval>();

  const start = async (): Promise<Keeper> => {
    const keeper = startKeeper({ entry, env });
    started.push(keeper);
    await keeper.saw('worker is ready', 120_000);
    keepers.push(keeper);
    return keeper;
  };
  const fill = async (many: number): Promise<void> => {
    await Promise.all([...starting]);
    while (keepers.length < many) await start();
  };
  const audit = async () => {
    const { report } = await scan({ access, rules, accounts, exemptions: [], now }, target, everything, signal);
    await records.findings.replace('audit', [ruleId], report, now().toISOString());
    return report.findings;
  };
  const findingOf = async (name: string) => {
    const found = (await audit()).find(({ resource }) => resource.id === name);
    if (found === undefined) throw new Error(`there is no finding about ${name}`);
    return found.id;
  };
  const plan = async ({ stage, id, previousRunId }: Asked): Promise<Approval> => {
    const meta = metas
      .find((each) => each.id === ruleId)
      ?.strategies?.find((each) => each.id === strategy)
      ?.stages.find((each) => each.id === stage);
    if (meta === undefined) throw new Error(`there is no stage ${stage}`);
    const previous = previousRunId === undefined ? undefined : await records.approvals.get(previousRunId);
    const draft: Approval = {
      id,
      version: 1,
      state: 'pending',
      ruleId,
      strategy,
      stage,
      risk: meta.risk,
      capability: meta.capability,
      target,
      findingIds: previous?.findingIds ?? [await findingOf(orders)],
      ...(previousRunId === undefined ? {} : { previousRunId }),
      requestedBy: { userId: alice, channelId: 'C1' },
      requestedAt: now().toISOString(),
      needed: isGrave(meta.risk) ? 2 : 1,
      decisions: [],
      announced: false,
      reminders: 0,
    };
    return { ...draft, plan: await freshPlan(planning, draft, now(), signal) };
  };
  /** Signed as the bot signs at each click: two people and a start for what is grave, one person for the rest. */
  const decide = (approval: Approval): Approval => {
    const grave = isGrave(approval.risk);
    const said = (what: Decision['what'], by: string): Decision => {
      const decision = { what, by, at: now().toISOString(), planHash: approval.plan?.hash ?? '' };
      return { ...decision, signature: signer.sign(statementOf(approval, decision)) };
    };
    const decisions = grave
      ? [said('approve', bob), said('approve', carol), said('start', bob)]
      : [said('approve', bob)];
    return { ...approval, decisions, state: grave ? 'started' : 'approved' };
  };
  const store = async (approval: Approval): Promise<void> => {
    const { id } = approval;
    await records.approvals.open({ ...approval, version: 1, state: 'pending', decisions: [] });
    if (!(await records.approvals.save({ ...approval, version: 2 }, [{ kind: 'apply', approvalId: id }])))
      throw new Error(`approval ${id} could not be stored`);
  };
  const run = (id: string) => records.runs.get(id);
  /** As from a backup. */
  const restoreRun = async (found: Run): Promise<void> => {
    await records.runs.create({ ...found, version: 1 }, []);
    await records.runs.save({ ...found, version: 2 }, []);
  };
  const holdings = () => {
    const found = aws.state.get(accountId)?.region(region);
    if (found === undefined) throw new Error('the Region is gone');
    aws.control.settle();
    return found;
  };
  /** What is there before anybody does anything; a name may change its owner, these never do. */
  const atFirst = resourceIds(holdings());
  const control = aws.control;
  const strike = aws.faults.strike;
  let onCall: OnCall = () => undefined;
  Object.assign(aws.faults, {
    strike: (call: FaultTarget): Fault[] => {
      const lost = onCall(call);
      return [...strike(call), ...(lost === undefined ? [] : [faultRule.parse({ effect: 'hang', phase: lost })])];
    },
  });
  return {
    /** Told of every call that is made to AWS; `undefined` puts an end to it. */
    onCall: (act: OnCall | undefined): void => {
      onCall = act ?? (() => undefined);
    },
    aws,
    redis,
    server,
    records,
    now,
    audit,
    plan,
    decided: decided as ReadonlyMap<string, Approval>,
    /** Signs a plan and lets it go. */
    letGo: async (approval: Approval): Promise<void> => {
      const refusal = approval.plan?.refusals[0];
      if (refusal !== undefined) throw new Error(`${approval.stage} is refused: ${refusal}`);
      const signed = decide(approval);
      decided.set(signed.id, signed);
      await store(signed);
    },
    /**
     * Empties Redis, and stores again what people decided, and runs that had ended: `lostRunId` alone is not known any more,
     * and made again from its approval.
     */
    loseRun: async (lostRunId: string): Promise<void> => {
      const ids = [...decided.keys()].filter((id) => id !== lostRunId);
      const kept = await Promise.all(ids.map(run));
      await redis.flushall();
      for (const each of kept) if (each !== undefined) await restoreRun(each);
      for (const approval of decided.values()) await store(approval);
    },
    run,
    ended: async (id: string, timeoutMs = 300_000): Promise<Run> => {
      const deadline = Date.now() + timeoutMs;
      for (;;) {
        const found = await run(id);
        if (found !== undefined && isFinal(found)) return found;
        if (Date.now() > deadline) throw new Error(`run ${id} did not end: ${JSON.stringify(found)}`);
        await sleep(30);
      }
    },
    workers: () => keepers as readonly Keeper[],
    fill,
    /** Kills one at this very moment and lets another one start meanwhile. */
    kill: (worker: Keeper | undefined): void => {
      if (worker === undefined) return;
      worker.process.kill('SIGKILL');
      count('kill', { kills: 1 });
      keepers = keepers.filter((each) => each !== worker);
      const next = start();
      starting.add(next);
      next.then(
        () => starting.delete(next),
        () => {},
      );
    },
    /** Kills all of them, and none takes their place. */
    killAll: async (): Promise<void> => {
      await Promise.all([...starting]);
      await Promise.all(keepers.splice(0).map((keeper) => keeper.kill()));
    },
    /** Does not count this one any more: the test ends it. */
    forget: (worker: Keeper | undefined): void => {
      keepers = keepers.filter((each) => each !== worker);
    },
    holderOf: async (id: string): Promise<Keeper | undefined> => {
      const worker = await redis.hget(`{aurora}:run:${id}`, 'worker');
      return keepers.find((keeper) => worker?.includes(`-${keeper.process.pid}-`));
    },
    freeze: () => control.freeze(accountId, region),
    thaw: () => control.thaw(accountId, region),
    repoint: (cluster: string) => control.repoint(accountId, region, shop.name, cluster),
    lost: (cluster: string) => control.lostWrites(accountId, region, cluster),
    holdings,
    atFirst,
    close: async (): Promise<void> => {
      await Promise.allSettled([...starting]);
      await Promise.all(started.map((keeper) => keeper.kill()));
      requestHandler.destroy();
      await aws.close();
      redis.disconnect();
      await server.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Of clusters and instances, and names of snapshots and parameter groups, which cannot be renamed. */
export const resourceIds = ({ clusters, instances, clusterSnapshots, parameterGroups }: RegionState): string[] => [
  ...[...clusters.values()].map(({ DbClusterResourceId: id }) => `${id}`),
  ...[...instances.values()].map(({ DbiResourceId: id }) => `${id}`),
  ...[...clusterSnapshots.keys()].map((name) => `snapshot ${name}`),
  ...[...parameterGroups.keys()].map((name) => `parameter group ${name}`),
];

export type RebuildFleet = Awaited<ReturnType<typeof startRebuildFleet>>;
