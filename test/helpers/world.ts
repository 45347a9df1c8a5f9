import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { OrganizationInput } from '../../demo/aws/organization/schema.ts';
import { type SimulatedAws, startSimulatedAws } from '../../demo/aws/server.ts';
import { type Keeper, startKeeper } from '../../demo/keeper.ts';
import { manifestScopes } from '../../demo/manifest-scopes.ts';
import { type DemoSlack, startDemoSlack } from '../../demo/slack/start.ts';
import type { StoredMessage } from '../../demo/slack/state/messages.ts';
import { freePort, type RedisKind, startRedis } from './redis.ts';
import { externalId, organization } from './scans.ts';

export interface World {
  readonly aws: SimulatedAws;
  readonly slack: DemoSlack;
  readonly redisUrl: string;
  readonly startBot: (env?: Readonly<Record<string, string>>) => Promise<Keeper>;
  readonly startWorker: (env?: Readonly<Record<string, string>>) => Promise<Keeper>;
  readonly env: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
}

export interface WorldOptions {
  readonly redis?: RedisKind;
  /** A Redis that the test owns. */
  readonly redisUrl?: string;
  readonly org?: OrganizationInput;
  readonly accounts?: object;
  readonly mode?: 'socket' | 'http';
  /** How long the bot has to answer Slack; milliseconds. Slack's own three seconds may be too few on a busy machine. */
  readonly ackTimeoutMs?: number;
}

const awsBackup = { newest: '10h ago', plan: 'nightly' };

/** Three accounts in two Regions: something of every verdict, and enough failures for three pages. */
export const testOrganization = (): OrganizationInput =>
  organization(
    [
      {
        id: '111111111111',
        name: 'payments-prod',
        regions: {
          'us-east-1': {
            clusters: [
              { name: 'ledger', backtrackHours: 72, tags: { env: 'prod' }, awsBackup },
              { name: 'checkout', tags: { env: 'prod', team: 'R&D <x> *y* 🧾' }, awsBackup },
              { name: 'dev-orders', tags: { env: 'dev' }, awsBackup },
              { name: 'short', backtrackSeconds: 72, tags: { env: 'prod' }, awsBackup },
            ],
            plans: [{ name: 'nightly', selections: [{ name: 'all', resources: ['*'] }] }],
          },
          'eu-west-1': { clusters: [{ name: 'world', globalCluster: 'ledger-world' }] },
        },
      },
      {
        id: '222222222222',
        name: 'fleet',
        roles: [{ name: 'aurora-keeper-audit', externalId, deny: ['backup:*'] }],
        regions: {
          'us-east-1': { generate: { clusters: 23, namePrefix: 'tenant-', cluster: { retentionDays: 1 } } },
          'eu-west-1': {},
        },
      },
      { id: '333333333333', name: 'legacy', roles: [] },
    ],
    { pageSize: 20 },
  );

/** What every audit of it ends with, whatever happened on the way. */
export const truth =
  '27 need you · 6 fine · 2 not applicable · 24 could not be judged · 1 exempt · 28 databases judged';

export const testAccounts = {
  defaults: {
    regions: ['us-east-1', 'eu-west-1'],
    auditRole: 'aurora-keeper-audit',
    externalId,
    exemptions: [
      { rule: 'aurora-backtrack-enabled', tags: { env: 'dev' }, reason: 'rebuilt nightly', owner: 'platform' },
    ],
  },
  accounts: [
    { id: '111111111111', name: 'payments-prod' },
    { id: '222222222222', name: 'fleet' },
    { id: '333333333333', name: 'legacy' },
  ],
};

/** For workers that are killed: others take up their jobs after two seconds, and not after Aurora Keeper's thirty. */
export const soonMissed = { AURORA_LOCK_DURATION_MS: '2000', AURORA_STALLED_INTERVAL_MS: '1000' };

/** A Slack, an AWS and a Redis; bot and workers are started by the test, as many as it likes. */
export async function startWorld({
  redis = 'in-process',
  redisUrl,
  org = testOrganization(),
  accounts = testAccounts,
  mode = 'socket',
  ackTimeoutMs = 60_000,
}: WorldOptions = {}): Promise<World> {
  const dir = mkdtempSync(join(tmpdir(), 'aurora-test-'));
  const accountsFile = join(dir, 'accounts.yaml');
  writeFileSync(accountsFile, stringify(accounts));
  const aws = await startSimulatedAws({ org });
  const port = await freePort();
  const slack = await startDemoSlack({
    mode,
    ackTimeoutMs,
    scopes: manifestScopes(),
    commands: ['/aurora'],
    ...(mode === 'http' ? { botUrl: `http://127.0.0.1:${port}/slack/events` } : {}),
  });
  const own = redisUrl === undefined ? await startRedis(redis) : undefined;
  const env = {
    ...aws.environment,
    ...slack.env,
    REDIS_URL: redisUrl ?? own?.url ?? '',
    AURORA_ACCOUNTS_FILE: accountsFile,
    AURORA_MESSAGE_INTERVAL_MS: '200',
    AURORA_SWEEP_INTERVAL_MS: '500',
    AURORA_RDS_RATE: '50',
    AURORA_BACKUP_RATE: '50',
    AURORA_LOG_LEVEL: 'debug',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
  const keepers: Keeper[] = [];
  const start = async (role: 'bot' | 'worker', more: Readonly<Record<string, string>>) => {
    const keeper = startKeeper({
      role,
      env: {
        ...env,
        AURORA_ROLE: role,
        ...(role === 'bot' && mode === 'http' ? { AURORA_PORT: String(port) } : {}),
        ...more,
      },
    });
    keepers.push(keeper);
    await keeper.saw(`${role} is ready`);
    return keeper;
  };
  return {
    aws,
    slack,
    redisUrl: env.REDIS_URL,
    env,
    startBot: (more = {}) => start('bot', more),
    startWorker: (more = {}) => start('worker', more),
    close: async () => {
      await Promise.all(keepers.map((keeper) => keeper.stop()));
      await slack.close();
      await aws.close();
      await own?.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Everything that a message says, its buttons too. */
export const textOf = (world: World, message: StoredMessage): string => world.slack.slack.read(message);

export const isReport = (message: StoredMessage): boolean => /targets? scanned\./.test(JSON.stringify(message.blocks));
