import { loadEstate } from './accounts-file.ts';
import { setAsideNow } from './domain/approval/set-aside.ts';
import { runProcess } from './entry.ts';
import { healthChecks, serveHealth } from './health.ts';
import { createProducer } from './queue/producer.ts';
import { connectRedis, untilReady } from './redis-connection.ts';
import { loadMeta, readGuide } from './rules/registry.ts';
import { createSigner } from './signing.ts';
import { createSlackApp } from './slack/app.ts';
import { createDigestDesk } from './slack/create-digest-desk.ts';
import { createMuteDesk } from './slack/create-mute-desk.ts';
import { createDesk } from './slack/desk.ts';
import { createPeople } from './slack/people.ts';
import { openRecords } from './store/records.ts';

/** Only so that the first command finds Redis connected; without it the bot starts all the same and says so. */
const redisPatienceMs = 5_000;

/** The Slack process: decides, stores, queues, answers. It holds no AWS credentials and never loads the AWS SDK. */
await runProcess('bot', async ({ config, logger }) => {
  const metas = await loadMeta();
  const estate = loadEstate(
    config.AURORA_ACCOUNTS_FILE,
    metas.map(({ id }) => id),
  );
  const redis = connectRedis({ url: config.REDIS_URL, cluster: config.AURORA_REDIS_CLUSTER, for: 'listener', logger });
  const queue = createProducer({ connection: redis, inTime: true });
  const records = openRecords({
    redis,
    retentionDays: estate.retentionDays,
    logger,
    lockMs: config.AURORA_LEASE_MS,
  });
  const now = () => new Date();
  const ready = () => redis.status === 'ready';
  const health = healthChecks(() => (ready() ? undefined : 'Redis is not connected'));
  const socketMode = config.SLACK_APP_TOKEN !== undefined;
  // In HTTP mode Slack's own address serves them.
  const healthServer =
    socketMode && config.AURORA_PORT !== undefined ? await serveHealth(config.AURORA_PORT, health) : undefined;
  const people = createPeople({ botToken: config.SLACK_BOT_TOKEN, apiUrl: config.SLACK_API_URL, now: Date.now });
  const app = createSlackApp({
    botToken: config.SLACK_BOT_TOKEN,
    appToken: config.SLACK_APP_TOKEN,
    signingSecret: config.SLACK_SIGNING_SECRET,
    apiUrl: config.SLACK_API_URL,
    port: config.AURORA_PORT ?? 3000,
    health,
    deps: {
      estate,
      metas,
      readGuide,
      ...records,
      desk: createDesk({
        ...records,
        estate,
        metas,
        people,
        pauses: records.pause,
        setAside: setAsideNow({ ...records, exemptions: estate.exemptions, now }),
        signer: config.AURORA_SIGNING_KEY === undefined ? undefined : createSigner(config.AURORA_SIGNING_KEY),
        queue,
        now,
      }),
      muting: createMuteDesk({ ...records, estate, metas, people, now }),
      digesting: createDigestDesk({ ...records, estate, metas, people, queue, now }),
      queue,
      ready,
      now,
      logger,
    },
  });
  await Promise.all([app.start(), untilReady(redis, redisPatienceMs)]);
  logger.info({ accounts: estate.accounts.length, socketMode }, 'bot is ready');
  return {
    stop: async () => {
      await healthServer?.stop();
      await app.stop(10_000);
      if (ready()) await queue.close();
      redis.disconnect();
    },
  };
});
