import { Redis } from 'ioredis';
import { afterEach, describe, expect, it } from 'vitest';
import type { StoredMessage } from '../../demo/slack/state/messages.ts';
import { ids } from '../../demo/slack/workspace.ts';
import type { Audit } from '../../src/domain/audit.ts';
import { everything } from '../../src/domain/scope.ts';
import { createAuditStore } from '../../src/store/audits.ts';
import { createMessageStore } from '../../src/store/messages.ts';
import { freePort, type RealRedis, redisKinds, startRealRedis } from '../helpers/redis.ts';
import { aurora, until } from '../helpers/slack.ts';
import {
  isReport,
  soonMissed,
  startWorld,
  testAccounts,
  truth,
  type World,
  type WorldOptions,
} from '../helpers/world.ts';

const patience = 120_000;
const onRealRedis = redisKinds.includes('redis-server');

let world: World;
let closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await world.close();
  for (const close of closing.reverse()) await close();
  closing = [];
});

async function open(options: WorldOptions = {}): Promise<World> {
  world = await startWorld({ ...(onRealRedis ? { redis: 'redis-server' } : {}), ...options });
  return world;
}

async function realRedis(): Promise<RealRedis> {
  const redis = await startRealRedis();
  closing.push(redis.stop);
  return redis;
}

const slack = () => world.slack.slack;
const report = () => slack().waitForMessage(ids.databases, isReport, patience);
const roots = () =>
  slack()
    .messages(ids.databases)
    .filter(({ threadTs }) => threadTs === undefined);

describe('a worker that is killed in the middle of a scan', () => {
  it('leaves nothing undone: another one finishes the audit', async () => {
    await open();
    await world.startBot();
    const first = await world.startWorker(soonMissed);
    const redis = new Redis(world.redisUrl);
    closing.push(async () => redis.disconnect());
    const messages = createMessageStore(redis, Date.now);
    const isNoted = async ({ blocks }: StoredMessage): Promise<boolean> => {
      const [, auditId] = /audit (\w{8})/.exec(JSON.stringify(blocks)) ?? [];
      return (await messages.get(`audit-${auditId}`))?.copies.every(({ ts }) => ts !== undefined) === true;
    };
    world.aws.faults.add({ effect: 'hang', accountId: '111111111111', service: 'rds' });
    await aurora(world, 'audit');
    const progress = await slack().waitForMessage(ids.databases, () => true, patience);
    // Slack takes a message again from a worker that died before it had noted where it is.
    await until('the message is noted', () => isNoted(progress));
    await until('a scan is under way', () => world.aws.requests.count({ service: 'rds' }) > 1);
    await first.kill();
    world.aws.faults.clear();
    await world.startWorker(soonMissed);
    expect(slack().read(await report())).toContain(truth);
    expect(roots()).toHaveLength(1);
  });

  it('is told of in the report when nobody can finish its scan', async () => {
    await open();
    await world.startBot();
    await aurora(world, 'audit payments-prod');
    const worker = await world.startWorker();
    world.aws.faults.add({ effect: 'error', service: 'sts' });
    const text = slack().read(await report());
    expect(text).toContain('Nothing could be scanned: 2 targets failed');
    expect(text).toContain('0 of 2 targets scanned.');
    expect(text).toContain('AWS failed to answer sts:AssumeRole (InternalFailure)');
    await worker.stop();
  });
});

describe('no worker', () => {
  it('is told of at once; the audit runs when one comes', async () => {
    await open();
    await world.startBot();
    expect(await aurora(world, 'audit')).toContain('No worker is running; it will start as soon as one does.');
    expect(await aurora(world, 'accounts')).toContain('No worker is running');
    await world.startWorker();
    expect(slack().read(await report())).toContain(truth);
  });

  it('that has read the same accounts file is told of', async () => {
    await open();
    await world.startBot();
    const { writeFileSync } = await import('node:fs');
    const other = `${world.env.AURORA_ACCOUNTS_FILE}.other.yaml`;
    writeFileSync(other, JSON.stringify({ ...testAccounts, retentionDays: 7 }));
    await world.startWorker({ AURORA_ACCOUNTS_FILE: other });
    const said = 'Bot and workers have read different accounts files. Restart both.';
    await until('the bot tells', async () => (await aurora(world, 'accounts')).includes(said));
  });
});

describe('a bot that dies', () => {
  it('between storing an audit and queueing it leaves it to the sweep', async () => {
    await open();
    await world.startBot();
    const redis = new Redis(world.redisUrl);
    closing.push(async () => redis.disconnect());
    const audit: Audit = {
      id: 'k7f3m2qa',
      scope: everything,
      requestedBy: { userId: ids.alice, channelId: ids.databases },
      requestedAt: new Date(Date.now() - 10_000).toISOString(),
      state: 'requested',
      estateHash: 'x',
    };
    await createAuditStore({ redis, retentionDays: 1, now: () => Date.now() - 10_000 }).open(audit);
    await createMessageStore(redis, Date.now).create(
      'audit-k7f3m2qa',
      { kind: 'audit', auditId: 'k7f3m2qa' },
      { channelId: ids.databases },
      ids.alice,
    );
    await world.startWorker();
    expect(slack().read(await report())).toContain(truth);
  });

  it('comes back and knows what its predecessor did', async () => {
    await open();
    const [first] = await Promise.all([world.startBot(), world.startWorker()]);
    await aurora(world, 'audit');
    const shown = await report();
    await first.kill();
    await until('Slack has noticed', () => world.slack.proxy.connections() === 0);
    await world.startBot();
    expect(await slack().click(ids.alice, shown, { text: 'Show all' })).toMatchObject({ answer: { status: 'acked' } });
    await slack().waitForEphemeral(ids.alice, (message) => slack().read(message).includes('in the thread'));
    await slack().waitForMessage(
      ids.databases,
      (message) => slack().read(message).includes('Everything: 1–10 of 60'),
      patience,
    );
  });
});

describe.runIf(onRealRedis)('Redis', () => {
  it('that is down at the start is waited for, and commands are answered meanwhile', async () => {
    const port = await freePort();
    await open({ redisUrl: `redis://127.0.0.1:${port}` });
    await Promise.all([world.startBot(), world.startWorker()]);
    for (const command of ['audit', 'findings', 'accounts']) {
      expect(await aurora(world, command)).toMatch(
        /The queue is unavailable, nothing was started\. Please try again in a moment \(ref [0-9a-f]{6}\)\./,
      );
    }
    expect(await aurora(world, 'help')).toContain('/aurora audit');
    expect(await aurora(world, 'explain')).toContain('aurora-backtrack-enabled');
  });

  it('that dies in the middle and comes back loses nothing', async () => {
    const redis = await realRedis();
    await open({ redisUrl: redis.url });
    const [bot] = await Promise.all([world.startBot(), world.startWorker()]);
    world.aws.faults.add({ effect: 'delay', ms: 1_500, service: 'rds', times: 3 });
    await aurora(world, 'audit');
    await until('a scan is under way', () => world.aws.requests.count({ service: 'rds' }) > 0);
    await redis.kill();
    await bot.saw('Redis cannot be reached');
    expect(await aurora(world, 'audit fleet')).toContain('The queue is unavailable, nothing was started.');
    await redis.start();
    await bot.saw('Redis is back');
    expect(slack().read(await report())).toContain(truth);
    expect(roots()).toHaveLength(1);
    expect(await aurora(world, 'findings fleet')).toContain('Needs you: 1–10 of 23');
  });

  it('that hangs is said to be uncertain, within three seconds', async () => {
    const redis = await realRedis();
    await open({ redisUrl: redis.url, ackTimeoutMs: 3_000 });
    await Promise.all([world.startBot(), world.startWorker()]);
    redis.freeze();
    const answer = await aurora(world, 'audit');
    redis.thaw();
    expect(answer).toMatch(/It is not known whether that got through: the queue did not answer in time\./);
  });

  it('in cluster mode works, because every key carries the hash tag', async () => {
    const redis = await startRealRedis('--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1');
    closing.push(redis.stop);
    const direct = new Redis(redis.url);
    await direct.call('CLUSTER', 'ADDSLOTSRANGE', '0', '16383');
    await until('the cluster is up', async () =>
      String(await direct.call('CLUSTER', 'INFO')).includes('cluster_state:ok'),
    );
    direct.disconnect();
    await open({ redisUrl: redis.url });
    const cluster = { AURORA_REDIS_CLUSTER: '1' };
    await Promise.all([world.startBot(cluster), world.startWorker(cluster)]);
    await aurora(world, 'audit');
    expect(slack().read(await report())).toContain(truth);
  });
});
