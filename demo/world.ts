import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onPath, resolveRedis } from '../src/redis-server.ts';
import { type SimulatedAws, startSimulatedAws } from './aws/server.ts';
import { createDemoClock } from './clock/demo-clock.ts';
import { type Keeper, startKeeper } from './keeper.ts';
import { manifestScopes } from './manifest-scopes.ts';
import { rememberPast, scanPast } from './past/remember.ts';
import { sampleAccounts } from './sample-accounts.ts';
import { sampleOrganization } from './sample-organization.ts';
import { createShop, type Shop } from './shop.ts';
import { type DemoSlack, startDemoSlack } from './slack/start.ts';
import { ids } from './slack/workspace.ts';

export interface DemoWorld {
  readonly aws: SimulatedAws;
  readonly slack: DemoSlack;
  readonly keeper: Keeper;
  readonly shop: Shop;
  /** Whether a real Redis keeps the records, or one in memory. */
  readonly realRedis: boolean;
  readonly close: () => Promise<void>;
}

export interface DemoWorldOptions {
  /** Port of the Slack that people see. */
  readonly uiPort?: number;
  /** How many times as fast as real time the clock runs while the shop's applications are stopped; 5 unless told. */
  readonly pace?: number;
  /** How many times as fast as in earnest AWS works besides; as org.yaml says unless told. */
  readonly compression?: number;
  readonly onLine?: (line: string) => void;
  /** With four weeks of audits behind it, and yesterday's digest in #databases. */
  readonly past?: boolean;
}

/** Everything the demo needs, on loopback: an AWS, a Slack, and Aurora Keeper as it is shipped between them. */
export async function startDemoWorld({
  uiPort,
  onLine,
  pace = 5,
  compression,
  past = false,
}: DemoWorldOptions = {}): Promise<DemoWorld> {
  const dataDir = mkdtempSync(join(tmpdir(), 'aurora-demo-'));
  const opened: (() => Promise<void>)[] = [async () => rmSync(dataDir, { recursive: true, force: true })];
  const close = async () => {
    while (opened.length > 0) await opened.pop()?.();
  };
  try {
    const clock = createDemoClock(dataDir);
    const accountsFile = join(dataDir, 'accounts.yaml');
    writeFileSync(accountsFile, sampleAccounts(clock.now()));
    const scans = past ? scanPast(accountsFile) : undefined;
    // Whoever waits for it is told; until then nobody may be listening.
    scans?.catch(() => {});
    const aws = await startSimulatedAws({
      org: await sampleOrganization(),
      clock: clock.now,
      ...(compression === undefined ? {} : { time: { compression } }),
    });
    opened.push(aws.close);
    const shop = createShop(aws, clock, pace);
    opened.push(async () => shop.close());
    const slack = await startDemoSlack({
      scopes: manifestScopes(),
      commands: ['/aurora'],
      ...(uiPort === undefined ? {} : { uiPort }),
    });
    opened.push(slack.close);
    const realRedis = onPath(['redis-server', 'valkey-server']) !== undefined;
    const redis = await resolveRedis({ url: undefined, dataDir, ephemeral: true });
    opened.push(redis.stop);
    const keeper = startKeeper({
      env: {
        ...aws.environment,
        ...slack.env,
        ...clock.env,
        REDIS_URL: redis.url,
        AURORA_ACCOUNTS_FILE: accountsFile,
        AURORA_DATA_DIR: dataDir,
        AURORA_MESSAGE_INTERVAL_MS: '1500',
        AURORA_RDS_RATE: '20',
        AURORA_BACKUP_RATE: '20',
        AURORA_SWEEP_INTERVAL_MS: '1000',
      },
      ...(onLine === undefined ? {} : { onLine }),
    });
    opened.push(keeper.stop);
    await Promise.all([
      keeper.saw('bot is ready', 90_000),
      keeper.saw('worker is ready', 90_000),
      scans?.then((done) => rememberPast(done, { redisUrl: redis.url, slack })),
    ]);
    if (past) await slack.slack.waitForMessage(ids.databases, ({ blocks }) => blocks.length > 0, 90_000);
    return { aws, slack, keeper, shop, realRedis, close };
  } catch (error) {
    await close();
    throw error;
  }
}
