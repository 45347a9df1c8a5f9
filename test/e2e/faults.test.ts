import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterEach, describe, expect, it } from 'vitest';
import { ids } from '../../demo/slack/workspace.ts';
import type { Audit } from '../../src/domain/audit.ts';
import { everything } from '../../src/domain/scope.ts';
import { createAuditStore } from '../../src/store/audits.ts';
import { createMessageStore } from '../../src/store/messages.ts';
import { freePort, type RealRedis, redisKinds, startRealRedis } from '../helpers/redis.ts';
import { aurora, until } from '../helpers/slack.ts';
import { isReport, startWorld, testAccounts, type World, type WorldOptions } from '../helpers/world.ts';

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
  world = await startWorld(options);
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

/** What every audit of the test organization ends with, whatever happened on the way. */
const truth = '27 need you · 6 fine · 2 not applicable · 24 could not be judged · 1 exempt · 28 databases judged';

describe('a worker that is killed in the middle of a scan', () => {
  it('leaves nothing undone: another one finishes the audit', async () => {
    await open(onRealRedis ? { redis: 'redis-server' } : {});
    await world.startBot();
    const first = await world.startWorker();
    world.aws.faults.add({ effect: 'delay', ms: 3_000, accountId: '111111111111', service: 'rds', times: 2 });
    await aurora(world, 'audit');
    await until('a scan is under way', () => world.aws.requests.count({ service: 'rds' }) > 1);
    await first.kill();
    await world.startWorker();
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

describe('a command that Slack delivers twice', () => {
  it('is one audit with one message', async () => {
    await open();
    await Promise.all([world.startBot(), world.startWorker()]);
    world.slack.proxy.faults.duplicate(2);
    await aurora(world, 'audit');
    expect(slack().read(await report())).toContain(truth);
    await sleep(1_500);
    expect(roots()).toHaveLength(1);
    expect(world.aws.requests.duplicates({ service: 'rds' })).toEqual([]);
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
    await open({ redisUrl: redis.url });
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

describe('Slack', () => {
  it('that answers 429, 500, HTML and nothing at all gets the report in the end', async () => {
    await open();
    await Promise.all([world.startBot(), world.startWorker()]);
    const { faults } = world.slack.proxy;
    faults.next('chat.postMessage', { kind: 'rate-limited', retryAfter: 1 }, 1);
    faults.next('chat.postMessage', { kind: 'status', status: 500 }, 1);
    faults.next('chat.update', { kind: 'rate-limited', retryAfter: 1 }, 2);
    faults.next('chat.update', { kind: 'html' }, 1);
    faults.next('chat.update', { kind: 'drop' }, 1);
    await aurora(world, 'audit');
    expect(slack().read(await report())).toContain(truth);
    expect(roots()).toHaveLength(1);
  });

  it('whose message somebody deletes does not stop the audit', async () => {
    await open();
    await Promise.all([world.startBot(), world.startWorker()]);
    world.aws.faults.add({ effect: 'delay', ms: 2_000, accountId: '111111111111', service: 'rds', times: 2 });
    await aurora(world, 'audit');
    const progress = await slack().waitForMessage(ids.databases, () => true, patience);
    world.slack.proxy.world.messages.remove(progress);
    await until(
      'the audit is over',
      async () => (await aurora(world, 'findings')).includes('Needs you: 1–10 of 27'),
      patience,
    );
  });

  it('sees every one of a thousand findings within its limits', async () => {
    const org = {
      hub: {
        accountId: '999999999999',
        accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
        secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      },
      accounts: [
        {
          id: '111111111111',
          roles: [{ name: 'aurora-keeper-audit', externalId: 'test-42' }],
          regions: {
            'us-east-1': {
              generate: {
                clusters: 1_000,
                namePrefix: 'db-',
                cluster: { retentionDays: 1, tags: { note: '<!channel> & "x"' }, awsBackup: { plan: 'all' } },
              },
              plans: [{ name: 'all', selections: [{ name: 'all', resources: ['*'] }] }],
            },
          },
        },
      ],
    };
    await open({
      org,
      accounts: {
        defaults: { regions: ['us-east-1'], auditRole: 'aurora-keeper-audit', externalId: 'test-42' },
        accounts: [{ id: '111111111111', name: '<b> & *prod*' }],
      },
    });
    await Promise.all([world.startBot(), world.startWorker()]);
    await aurora(world, 'audit');
    const shown = await report();
    expect(slack().read(shown)).toContain('1,000 clusters cannot be rewound');
    await slack().click(ids.alice, shown, { text: 'Show 1000' });
    const pages = await slack().waitForMessage(
      ids.databases,
      (message) => slack().read(message).includes('1–10 of 1,000'),
      patience,
    );
    // Marks at the edge of words are held apart by characters that nobody sees.
    expect(slack().read(pages).replaceAll('\u200b', '')).toContain('<b> & *prod*');
    expect(JSON.stringify(pages.blocks)).not.toContain('<b>');
  });
});

describe('AWS that fails or throttles three calls in ten', () => {
  it.each([1, 2, 3])('never leads to a wrong verdict (seed %i)', async (seed) => {
    await open();
    await Promise.all([world.startBot(), world.startWorker()]);
    world.aws.faults.add({ effect: 'throttle', probability: 0.15, seed });
    world.aws.faults.add({ effect: 'error', probability: 0.15, seed: seed + 100 });
    await aurora(world, 'audit');
    expect(slack().read(await slack().waitForMessage(ids.databases, isReport))).toContain(truth);
  });
});
