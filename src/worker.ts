import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { loadEstate } from './accounts-file.ts';
import { createAuditAccess } from './aws/audit-access.ts';
import { createIdentities } from './aws/identities.ts';
import { createRequestHandler } from './aws/sessions.ts';
import { runProcess } from './entry.ts';
import { healthChecks, serveHealth } from './health.ts';
import { createHandlers } from './jobs/handlers.ts';
import { sweep } from './jobs/sweep.ts';
import { startConsumer } from './queue/consumer.ts';
import { createProducer } from './queue/producer.ts';
import { connectRedis } from './redis-connection.ts';
import { repeat } from './repeat.ts';
import { loadRules } from './rules/registry.ts';
import { groupsShown } from './slack/blocks/audit-report.ts';
import { createNotifier, slackRates } from './slack/notifier.ts';
import { createAuditStore } from './store/audits.ts';
import { createFindingStore } from './store/findings.ts';
import { createMessageStore } from './store/messages.ts';
import { createSharedRateLimit, ratePerSecond } from './store/rate-limit.ts';
import { createWorkerRoster } from './store/workers.ts';
import { version } from './version.ts';

const beatMs = 10_000;

/** The process that does the work: everything that touches AWS, and every edit of a message. Any number may run. */
await runProcess('worker', async ({ config, logger }) => {
  const rules = await loadRules();
  const metas = rules.map(({ meta }) => meta);
  const estate = loadEstate(
    config.AURORA_ACCOUNTS_FILE,
    metas.map(({ id }) => id),
  );
  const redis = connectRedis({ url: config.REDIS_URL, cluster: config.AURORA_REDIS_CLUSTER, for: 'worker', logger });
  const limit = createSharedRateLimit(redis, {
    rds: ratePerSecond(config.AURORA_RDS_RATE),
    backup: ratePerSecond(config.AURORA_BACKUP_RATE),
    ...slackRates,
  });
  const requestHandler = createRequestHandler();
  const region = process.env.AWS_REGION ?? estate.accounts[0]?.regions[0] ?? 'us-east-1';
  const { accounts } = estate;
  const access = createAuditAccess({
    accounts,
    requestHandler,
    limit,
    identities: createIdentities({ requestHandler, region }),
  });

  const queue = createProducer({ connection: redis, inTime: false });
  const audits = createAuditStore({ redis, retentionDays: estate.retentionDays, now: Date.now });
  const messages = createMessageStore(redis, Date.now);
  const consumer = startConsumer({
    connection: redis,
    handlers: createHandlers({
      estate,
      rules,
      access,
      audits,
      messages,
      queue,
      findings: createFindingStore(redis),
      notifier: createNotifier({
        botToken: config.SLACK_BOT_TOKEN,
        apiUrl: config.SLACK_API_URL,
        metas,
        accounts,
        limit,
      }),
      messageIntervalMs: config.AURORA_MESSAGE_INTERVAL_MS,
      groupsShown,
      version,
    }),
    concurrency: { audits: 4, scans: config.AURORA_SCAN_CONCURRENCY, messages: 4 },
    lockDurationMs: config.AURORA_LOCK_DURATION_MS,
    stalledIntervalMs: config.AURORA_STALLED_INTERVAL_MS,
    logger,
  });

  const roster = createWorkerRoster(redis, Date.now);
  const me = { id: `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`, estateHash: estate.hash };
  const onError = (error: unknown) => logger.warn({ err: error }, 'a repeated task failed; it is tried again');
  const tasks = [
    repeat(() => roster.beat(me), beatMs, onError),
    repeat(() => sweep({ audits, messages, queue, now: Date.now }), config.AURORA_SWEEP_INTERVAL_MS, onError),
  ];
  const health = healthChecks(() => (redis.status === 'ready' ? undefined : 'Redis is not connected'));
  const healthServer =
    config.AURORA_WORKER_PORT === undefined ? undefined : await serveHealth(config.AURORA_WORKER_PORT, health);
  logger.info({ accounts: accounts.length, rules: rules.length }, 'worker is ready');
  return {
    stop: async () => {
      await healthServer?.stop();
      for (const task of tasks) task.stop();
      await consumer.close(15_000);
      if (redis.status === 'ready') {
        await roster.leave(me.id);
        await queue.close();
      }
      redis.disconnect();
      requestHandler.destroy();
    },
  };
});
