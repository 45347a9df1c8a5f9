import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { stringify } from 'yaml';
import type { OrganizationInput } from '../../demo/aws/organization/schema.ts';
import { type SimulatedAws, startSimulatedAws } from '../../demo/aws/server.ts';
import { type Keeper, startKeeper } from '../../demo/keeper.ts';
import { manifestScopes } from '../../demo/manifest-scopes.ts';
import { type DemoSlack, startDemoSlack } from '../../demo/slack/start.ts';
import type { StoredMessage } from '../../demo/slack/state/messages.ts';
import { createWorkspace, ids } from '../../demo/slack/workspace.ts';
import { digestPagesMessageId, editionId, type Told } from '../../src/domain/digest/edition.ts';
import type { Configured } from '../../src/domain/digest/ports.ts';
import { everything } from '../../src/domain/scope.ts';
import { newKeyPair } from '../../src/signing.ts';
import { openRecords } from '../../src/store/records.ts';
import { bundleQuickWorker } from './engine-bundle.ts';
import { scanned } from './findings.ts';
import { type RealRedis, redisKinds, startRealRedis, startRedis, type TestRedis } from './redis.ts';
import { externalId, organization } from './scans.ts';
import { until } from './slack.ts';
import { type CannedAnswer, type SlackTap, startSlackTap, type TappedCall } from './slack-tap.ts';
import { soonMissed } from './world.ts';

/** A worker that dies again and again is waited for each time. */
const patience = 150_000;

const account = '111111111111';
const day = 86_400_000;
const iso = (at: number) => new Date(at).toISOString();
export const today = () => iso(Date.now()).slice(0, 10);

/** Each fails for a cause of its own, or is owned by people of its own, so that a message does not hold all groups. */
export const databases = Array.from({ length: 10 }, (_, index) => `db-${index}`);
const groups = databases.map((_, index) => `S0${index}TEAM0001`);

export const labOrganization = (): OrganizationInput =>
  organization([
    {
      id: account,
      regions: {
        'us-east-1': {
          clusters: databases.map((name) => ({
            name,
            tags: { team: name },
            awsBackup: { newest: '10h ago', plan: 'nightly' },
          })),
          plans: [{ name: 'nightly', selections: [{ name: 'all', resources: ['*'] }] }],
        },
      },
    },
  ]);

/** A Slack with many channels, an AWS and a bundled worker, for rooms that each have all else for themselves. */
export interface DigestLab {
  readonly slack: DemoSlack;
  readonly aws: SimulatedAws;
  readonly entry: URL;
  /** `accounts` replaces parts of the accounts file. */
  readonly room: (options?: RoomOptions) => Promise<DigestRoom>;
  readonly close: () => Promise<void>;
}

export interface RoomOptions {
  readonly accounts?: object;
  readonly env?: Readonly<Record<string, string>>;
}

export interface RoomWorker {
  readonly keeper: Keeper;
  /** Its wire to Slack. */
  readonly tap: SlackTap;
}

/** A channel, a Redis, an accounts file, and workers that a test may kill, each with a wire of its own to Slack. */
export interface DigestRoom {
  readonly channelId: string;
  readonly redis: Redis;
  readonly server: TestRedis & Partial<RealRedis>;
  readonly records: ReturnType<typeof openRecords>;
  readonly startWorker: (env?: Readonly<Record<string, string>>) => Promise<RoomWorker>;
  /** Sees what any of its workers sends to Slack, before Slack does and after, and may put itself in between. */
  onCall: (
    call: TappedCall,
    phase: 'before' | 'after',
    worker: RoomWorker,
  ) => Promise<'stop' | CannedAnswer | undefined> | 'stop' | CannedAnswer | undefined;
  /** One room of a lab may have a bot: Slack hands what people do to any that is there. */
  readonly startBot: () => Promise<Keeper>;
  /** Turns the digest on as somebody did days ago, so that it is due now; everything that is found is news. */
  readonly due: (over?: Partial<Configured>) => Promise<void>;
  /** Everything in the channel that is not in a thread. */
  readonly roots: () => StoredMessage[];
  readonly replies: () => StoredMessage[];
  readonly read: (message: StoredMessage) => string;
  /** Everything that today's digest tells. */
  readonly told: () => Promise<Told[]>;
  /** Nothing is on its way to Slack any more. */
  readonly settled: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const quick = {
  AURORA_TICK_SECONDS: '1',
  AURORA_MESSAGE_INTERVAL_MS: '0',
  AURORA_SWEEP_INTERVAL_MS: '300',
  ...soonMissed,
  AURORA_LEASE_MS: '1500',
  AURORA_RDS_RATE: '500',
  AURORA_BACKUP_RATE: '500',
  AURORA_LOG_LEVEL: 'debug',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
};

export async function startDigestLab(many = 40, org: OrganizationInput = labOrganization()): Promise<DigestLab> {
  const base = createWorkspace();
  const channels = Array.from({ length: many }, (_, index) => ({
    id: `C${String(index).padStart(3, '0')}DIGEST`,
    name: `digest-${index}`,
    isPrivate: false,
    isArchived: false,
    members: [ids.alice, ids.bob, ids.bot],
  }));
  const userGroups = groups.map((id, index) => ({
    id,
    handle: `team-${index}`,
    name: `Team ${index}`,
    users: [ids.alice],
    disabled: false,
  }));
  const dir = mkdtempSync(join(tmpdir(), 'aurora-digests-'));
  const [slack, aws, entry] = await Promise.all([
    startDemoSlack({
      workspace: createWorkspace({
        channels: [...base.channels, ...channels],
        userGroups: [...base.userGroups, ...userGroups],
      }),
      scopes: manifestScopes(),
      commands: ['/aurora'],
      ackTimeoutMs: 60_000,
      fileDelayMs: 0,
    }),
    startSimulatedAws({ org }),
    bundleQuickWorker(dir),
  ]);
  let taken = 0;
  const open: DigestRoom[] = [];
  return {
    slack,
    aws,
    entry,
    room: async (options = {}) => {
      const channelId = channels[taken++]?.id;
      if (channelId === undefined) throw new Error('there are no more channels');
      const room = await openRoom({ slack, aws, entry, dir }, channelId, options);
      open.push(room);
      return room;
    },
    close: async () => {
      await Promise.all(open.map((room) => room.close()));
      await slack.close();
      await aws.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function openRoom(
  { slack, aws, entry, dir }: Pick<DigestLab, 'slack' | 'aws' | 'entry'> & { readonly dir: string },
  channelId: string,
  { accounts = {}, env: more = {} }: RoomOptions,
): Promise<DigestRoom> {
  const accountsFile = join(dir, `${channelId}.yaml`);
  writeFileSync(
    accountsFile,
    stringify({
      defaults: { regions: ['us-east-1'], auditRole: 'aurora-keeper-audit', externalId },
      accounts: [{ id: account, name: 'payments-prod' }],
      routes: databases.map((name, index) => ({
        match: { tag: `team=${name}` },
        channel: channelId,
        owners: [groups[index]],
      })),
      ...accounts,
    }),
  );
  const server: TestRedis & Partial<RealRedis> = redisKinds.includes('redis-server')
    ? await startRealRedis()
    : await startRedis('in-process');
  const redis = new Redis(server.url, { maxRetriesPerRequest: null, retryStrategy: () => 50 });
  redis.on('error', () => {});
  const records = openRecords({ redis, retentionDays: 400, logger: pino({ level: 'silent' }) });
  const environment = {
    ...slack.env,
    ...quick,
    REDIS_URL: server.url,
    AURORA_ACCOUNTS_FILE: accountsFile,
    ...more,
  };
  const bots: Keeper[] = [];
  const running: RoomWorker[] = [];
  const id = () => editionId(channelId, today());
  const inChannel = () => slack.slack.messages(channelId);
  let closed = false;
  const room: DigestRoom = {
    channelId,
    onCall: () => undefined,
    redis,
    server,
    records,
    startWorker: async (env = {}) => {
      const tap = await startSlackTap(slack.proxy.url);
      const keeper = startKeeper({
        entry,
        env: {
          ...aws.environment,
          ...environment,
          SLACK_API_URL: tap.apiUrl,
          AURORA_ROLE: 'worker',
          ...env,
        },
      });
      const worker = { keeper, tap };
      tap.interfere = {
        before: (call) => room.onCall(call, 'before', worker),
        after: (call) => room.onCall(call, 'after', worker),
      };
      running.push(worker);
      return worker;
    },
    startBot: async () => {
      const bot = startKeeper({
        role: 'bot',
        env: { ...environment, AURORA_ROLE: 'bot', AURORA_SIGNING_KEY: newKeyPair().signingKey },
      });
      bots.push(bot);
      await bot.saw('bot is ready');
      return bot;
    },
    due: async (over = {}) => {
      const since = iso(Date.now() - 9 * day);
      const target = { accountId: account, accountName: 'payments-prod', region: 'us-east-1' };
      // Audits of other days, so that there is something to draw.
      for (const ago of [4, 3, 2]) {
        const at = iso(Date.now() - ago * day);
        await records.findings.replace(`before-${ago}`, ['aurora-backtrack-enabled'], scanned([], target), at);
      }
      const asked = { channelId, at: '00:00', zone: 'UTC', scope: everything, quiet: 'line' as const };
      await records.digests.configure({ ...asked, on: true, by: ids.alice, changedAt: since, onSince: since, ...over });
      const lastDate = iso(Date.now() - 3 * day).slice(0, 10);
      await redis.hset(`{aurora}:digest:channel:${over.channelId ?? channelId}`, {
        toldUpTo: '0',
        lastDate,
        toldAt: iso(Date.now() - 3 * day),
      });
    },
    roots: () => inChannel().filter(({ threadTs }) => threadTs === undefined),
    replies: () => inChannel().filter(({ threadTs }) => threadTs !== undefined),
    read: (message) => slack.slack.read(message),
    told: async () => {
      const all: Told[] = [];
      for (let page = 0; ; page += 1) {
        const found = await records.digests.page(id(), 'all', page);
        all.push(...(found?.told ?? []));
        if (found === undefined || page + 1 >= found.pages) return all;
      }
    },
    settled: async () => {
      await until(
        'everything is with Slack',
        async () => {
          const pages = await records.messages.get(digestPagesMessageId(id()));
          const behind = await records.messages.behind();
          const underWay = await records.digests.underWay();
          return pages !== undefined && behind.length === 0 && underWay.length === 0;
        },
        patience,
      );
    },
    close: async () => {
      if (closed) return;
      closed = true;
      await Promise.all([...bots, ...running.map(({ keeper }) => keeper)].map((keeper) => keeper.kill()));
      await Promise.all(running.map(({ tap }) => tap.close()));
      redis.disconnect();
      await server.stop();
    },
  };
  return room;
}
