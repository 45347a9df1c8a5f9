import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { stringify } from 'yaml';
import { type SimulatedAws, startSimulatedAws } from '../../demo/aws/server.ts';
import { type Keeper, startKeeper } from '../../demo/keeper.ts';
import { checkChain } from '../../src/domain/approval/chain.ts';
import type { ChainedEntry } from '../../src/domain/approval/ports.ts';
import type { Approval } from '../../src/domain/approval/record.ts';
import { statementOf } from '../../src/domain/approval/statement.ts';
import type { Run } from '../../src/domain/remediation/run.ts';
import { isFinal } from '../../src/domain/remediation/run.ts';
import { createSigner, newKeyPair } from '../../src/signing.ts';
import { openRecords } from '../../src/store/records.ts';
import { databases, keepSelections, type SelectionsKept } from '../fakes/engine-aws.ts';
import { ruleId, stepIds, testApproval, testFinding, testPlan, thingName } from '../fakes/engine-stage.ts';
import { bundleEngineWorker } from './engine-bundle.ts';
import { scanned } from './findings.ts';
import { externalId, organization } from './scans.ts';

const bob = 'U02BOB00001';
const target = { accountId: '111111111111', accountName: 'prod', region: 'us-east-1' };

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

export interface EngineWorld {
  readonly aws: SimulatedAws;
  readonly redis: Redis;
  readonly records: ReturnType<typeof openRecords>;
  readonly things: SelectionsKept;
  readonly startWorker: (env?: Readonly<Record<string, string>>) => Promise<Keeper>;
  /** Stores what an audit of all databases finds. */
  readonly audited: () => Promise<void>;
  /** Stores a signed approval for one of the databases, as the bot does at the last click. */
  readonly approve: (id: string, database?: number) => Promise<Approval>;
  /** Stores an approval as it is, signed or not. */
  readonly letGo: (approval: Approval) => Promise<Approval>;
  readonly run: (id: string) => Promise<Run>;
  /** Waits for the run's end. */
  readonly ended: (id: string, timeoutMs?: number) => Promise<Run>;
  /** What must be so after every run that was let finish, whatever happened to it. Throws what is not. */
  readonly expectOneOutcome: (id: string) => Promise<ChainedEntry[]>;
  /** The same of many runs; their trails. */
  readonly expectOneOutcomeEach: (ids: readonly string[]) => Promise<ChainedEntry[][]>;
  readonly close: () => Promise<void>;
}

/** An AWS, workers that can be killed, and a Redis that the test owns; Slack is nowhere to be found. */
export async function startEngineWorld(redisUrl: string): Promise<EngineWorld> {
  const things = keepSelections();
  const clusters = databases.map((name) => ({ name, tags: { setting: 'old' } }));
  const aws = await startSimulatedAws({
    org: organization([
      {
        id: target.accountId,
        roles: [
          { name: 'aurora-keeper-audit', externalId },
          {
            name: 'aurora-keeper-remediation',
            externalId,
            allow: ['rds:*', 'backup:*'],
            sourceIdentity: 'required',
            tagSession: true,
          },
        ],
        regions: { 'us-east-1': { clusters } },
      },
    ]),
  });
  const dir = mkdtempSync(join(tmpdir(), 'aurora-engine-'));
  const entry = await bundleEngineWorker(dir);
  const accountsFile = join(dir, 'accounts.yaml');
  writeFileSync(
    accountsFile,
    stringify({
      defaults: {
        regions: [target.region],
        auditRole: 'aurora-keeper-audit',
        remediationRole: 'aurora-keeper-remediation',
        externalId,
        capabilities: ['audit', 'backup'],
        approvers: { users: [bob, 'U03CAROL001'] },
      },
      accounts: [{ id: target.accountId, name: target.accountName }],
    }),
  );
  const keys = newKeyPair();
  const signer = createSigner(keys.signingKey);
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: null, retryStrategy: () => 100 });
  redis.on('error', () => {});
  const records = openRecords({ redis, retentionDays: 400, logger: pino({ level: 'silent' }), lockMs: 1_000 });
  const env = {
    ...aws.environment,
    REDIS_URL: redisUrl,
    AURORA_ROLE: 'worker',
    AURORA_ACCOUNTS_FILE: accountsFile,
    AURORA_VERIFY_KEY: keys.verifyKey,
    AURORA_LEASE_MS: '1000',
    AURORA_SWEEP_INTERVAL_MS: '200',
    AURORA_LOCK_DURATION_MS: '1500',
    AURORA_STALLED_INTERVAL_MS: '1000',
    AURORA_RDS_RATE: '100',
    AURORA_BACKUP_RATE: '100',
    AURORA_LOG_LEVEL: 'debug',
    SLACK_BOT_TOKEN: 'xoxb-123456789012',
    SLACK_API_URL: 'http://127.0.0.1:9/api/',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
  const keepers: Keeper[] = [];
  const all = databases.map((name) => testFinding(target, name));
  const audited = () => records.findings.replace('audit', [ruleId], scanned(all, target), new Date().toISOString());
  await audited();

  const letGo = async (approval: Approval): Promise<Approval> => {
    const { id } = approval;
    await records.approvals.open({ ...approval, version: 1, state: 'pending', decisions: [] });
    const next = { ...approval, version: 2 };
    if (await records.approvals.save(next, [{ kind: 'apply', approvalId: id }])) return next;
    throw new Error(`approval ${id} could not be stored`);
  };
  const run = async (id: string): Promise<Run> => {
    const found = await records.runs.get(id);
    if (found === undefined) throw new Error(`there is no run ${id}`);
    return found;
  };
  /** The whole audit trail, once everything that was stored is in it; its chain is unbroken. */
  const wholeTrail = async (): Promise<ChainedEntry[]> => {
    const deadline = Date.now() + 60_000;
    while ((await redis.llen('{aurora}:outbox')) > 0 && Date.now() < deadline) await sleep(50);
    const entries = await collect(records.trail.read({}));
    const chain = checkChain(entries);
    if (!chain.ok) throw new Error(`the chain is broken: ${JSON.stringify(chain)}`);
    return entries;
  };
  const expectOne = async (id: string, trail: readonly ChainedEntry[]): Promise<void> => {
    const wrong = (what: string, seen: unknown) => new Error(`${id}: ${what}: ${JSON.stringify(seen)}`);
    const found = await run(id);
    if (found.state !== 'verified') throw wrong('not verified', found);
    const made = things.made.filter(({ name }) => name.startsWith(`aurora-keeper-${id}-`)).map(({ name }) => name);
    const wanted = stepIds.map((step) => thingName(id, step));
    if (made.join() !== wanted.join()) throw wrong('made something else, or twice', made);
    const done = trail.filter(({ what }) => what === 'run.step-done').map(({ details }) => details.step);
    if (done.join() !== stepIds.join()) throw wrong('steps done', done);
    const versions = trail.flatMap(({ details }) => (typeof details.version === 'number' ? [details.version] : []));
    if (versions.some((version, index) => index > 0 && version <= (versions[index - 1] ?? 0)))
      throw wrong('versions do not grow', versions);
    if (trail.filter(({ what }) => what === 'run.verified').length !== 1) throw wrong('verified not once', trail);
  };
  const expectOneOutcomeEach = async (ids: readonly string[]): Promise<ChainedEntry[][]> => {
    const entries = await wholeTrail();
    const trails = ids.map((id) => entries.filter(({ subject }) => subject === id));
    await Promise.all(ids.map((id, index) => expectOne(id, trails[index] ?? [])));
    return trails;
  };
  return {
    letGo,
    aws,
    redis,
    records,
    things,
    startWorker: async (more = {}) => {
      const keeper = startKeeper({ entry, env: { ...env, ...more } });
      keepers.push(keeper);
      await keeper.saw('worker is ready', 60_000);
      return keeper;
    },
    audited,
    approve: async (id, database = 0) => {
      const findings = all.slice(database, database + 1);
      const draft = testApproval(id, testPlan(findings, 'old'), { announced: false });
      const said = {
        what: 'approve' as const,
        by: bob,
        at: new Date().toISOString(),
        planHash: draft.plan?.hash ?? '',
      };
      const approval = { ...draft, decisions: [{ ...said, signature: signer.sign(statementOf(draft, said)) }] };
      return letGo(approval);
    },
    run,
    ended: async (id, timeoutMs = 60_000) => {
      const deadline = Date.now() + timeoutMs;
      for (;;) {
        const found = await records.runs.get(id);
        if (found !== undefined && isFinal(found)) return found;
        if (Date.now() > deadline) throw new Error(`run ${id} did not end: ${JSON.stringify(found)}`);
        await sleep(30);
      }
    },
    expectOneOutcome: async (id) => (await expectOneOutcomeEach([id]))[0] ?? [],
    expectOneOutcomeEach,
    close: async () => {
      await Promise.all(keepers.map((keeper) => keeper.kill()));
      await aws.close();
      redis.disconnect();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
