import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { loadEstate } from './accounts-file.ts';
import { createAuditAccess } from './aws/audit-access.ts';
import { createIdentities } from './aws/identities.ts';
import { createRemediationAccess } from './aws/remediation-access.ts';
import { planningRates } from './aws/services.ts';
import { createRequestHandler } from './aws/sessions.ts';
import { createTagReader } from './aws/tag-reader.ts';
import { drawOpenFindings } from './charts/draw-open-findings.ts';
import { pagePicture } from './charts/page-picture.ts';
import type { Config } from './config.ts';
import type { People } from './domain/approval/ports.ts';
import { setAsideNow } from './domain/approval/set-aside.ts';
import type { Remediations } from './domain/remediation/stage.ts';
import type { Rule } from './domain/rule.ts';
import type { Main } from './entry.ts';
import { healthChecks, serveHealth } from './health.ts';
import { tickDigests } from './jobs/digest/tick-digests.ts';
import { createHandlers } from './jobs/handlers.ts';
import { onMute } from './jobs/mute/on-mute.ts';
import { reconcile } from './jobs/reconcile.ts';
import { refreshHomes } from './jobs/refresh-homes.ts';
import { relayOutbox } from './jobs/relay-outbox.ts';
import { createApprovals } from './jobs/remediation/approvals.ts';
import { sweep } from './jobs/sweep.ts';
import { sweepApprovals } from './jobs/sweep-approvals.ts';
import { sweepLater } from './jobs/sweep-later.ts';
import { sweepMutes } from './jobs/sweep-mutes.ts';
import { collectUrgent } from './jobs/urgent/collect-urgent.ts';
import { tellUrgent } from './jobs/urgent/tell-urgent.ts';
import { startConsumer } from './queue/consumer.ts';
import { createProducer } from './queue/producer.ts';
import { startSchedules } from './queue/schedules.ts';
import { connectRedis } from './redis-connection.ts';
import { repeat } from './repeat.ts';
import { loadRemediations, loadRules } from './rules/registry.ts';
import { createVerifier } from './signing.ts';
import { groupsShown } from './slack/blocks/audit-report.ts';
import { createNotifier, slackRates } from './slack/notifier.ts';
import { createPeople } from './slack/people.ts';
import { createSharedRateLimit, ratePerSecond, ratesPerSecond } from './store/rate-limit.ts';
import { openRecords } from './store/records.ts';
import { version } from './version.ts';
import { createWebhookSender } from './webhook.ts';
import { usualTiming, type WorkerTiming } from './worker-timing.ts';

const beatMs = 10_000;
const relayMs = 500;
/** A worker that dies holds up what all of them share for at most this, however long a lease lasts. */
const longestLockMs = 10_000;
/** Homes are drawn anew at most this often, whatever happens. */
const homeMs = 3_000;
/** How often a worker asks whether old records have been forgotten today. */
const forgetMs = 600_000;

/** What a test puts in besides, or instead. */
export interface WorkerOptions {
  readonly rules?: readonly Rule[];
  readonly remediations?: ReadonlyMap<string, Remediations>;
  readonly people?: People;
  readonly timing?: Partial<WorkerTiming>;
}

/** The worker process: jobs, the relay of the outbox, and the sweeps. */
export const runWorker =
  (options: WorkerOptions = {}): Main =>
  async ({ config, logger }) => {
    const timing = { ...usualTiming, ...options.timing };
    const rules = [...(await loadRules()), ...(options.rules ?? [])];
    const remediations = new Map([...(await loadRemediations()), ...(options.remediations ?? [])]);
    const metas = rules.map(({ meta }) => meta);
    const estate = loadEstate(
      config.AURORA_ACCOUNTS_FILE,
      metas.map(({ id }) => id),
    );
    const { accounts } = estate;
    const redis = connectRedis({ url: config.REDIS_URL, cluster: config.AURORA_REDIS_CLUSTER, for: 'worker', logger });
    const limit = createSharedRateLimit(redis, {
      rds: ratePerSecond(config.AURORA_RDS_RATE),
      backup: ratePerSecond(config.AURORA_BACKUP_RATE),
      ...ratesPerSecond(planningRates),
      ...slackRates,
    });
    const requestHandler = createRequestHandler();
    const region = (process.env.AWS_REGION || accounts[0]?.regions[0]) ?? 'us-east-1';
    const entrance = { accounts, requestHandler, limit, identities: createIdentities({ requestHandler, region }) };
    const access = createAuditAccess(entrance);

    const slack = { botToken: config.SLACK_BOT_TOKEN, apiUrl: config.SLACK_API_URL };
    const notifier = createNotifier({
      ...slack,
      metas,
      accounts,
      routes: estate.routes,
      limit,
      timeoutMs: timing.slackMs,
    });
    const people = options.people ?? createPeople({ ...slack, now: Date.now });
    const queue = createProducer({ connection: redis, inTime: false });
    const webhook = webhookOf(config, timing);
    const leaseMs = config.AURORA_LEASE_MS;
    const { messageLockMs } = timing;
    const records = openRecords({
      redis,
      retentionDays: estate.retentionDays,
      logger,
      lockMs: Math.min(leaseMs, longestLockMs),
      messageLockMs,
    });
    const now = () => new Date();
    const me = { id: `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`, estateHash: estate.hash };
    const shared = { ...records, estate, metas, people, queue, notifier, logger, now };
    const consumer = startConsumer({
      connection: redis,
      handlers: createHandlers({
        ...shared,
        rules,
        access,
        remediations,
        remediation: createRemediationAccess(entrance),
        tags: createTagReader(access),
        approvals: createApprovals({
          ...shared,
          store: records.approvals,
          pauses: records.pause,
          setAside: setAsideNow({ ...records, exemptions: estate.exemptions, now }),
          verifier: config.AURORA_VERIFY_KEY === undefined ? undefined : createVerifier(config.AURORA_VERIFY_KEY),
        }),
        webhook,
        webhookAgainMs: timing.webhookAgainMs,
        postSettlesMs: timing.postSettlesMs,
        draw: drawOpenFindings,
        approvalStore: records.approvals,
        workerId: me.id,
        leaseMs,
        messageIntervalMs: config.AURORA_MESSAGE_INTERVAL_MS,
        groupsShown,
        version,
        writePage: async (document, { scope, series } = {}) => {
          const { reportPage } = await import('./html/report-page.ts');
          const picture = series === undefined ? undefined : pagePicture(series);
          return reportPage({ document, metas, version, scope, picture });
        },
      }),
      concurrency: {
        audits: 4,
        scans: config.AURORA_SCAN_CONCURRENCY,
        messages: 4,
        plans: 4,
        remediations: 8,
        webhooks: 4,
      },
      lockDurationMs: config.AURORA_LOCK_DURATION_MS,
      stalledIntervalMs: config.AURORA_STALLED_INTERVAL_MS,
      logger,
    });

    const onError = (error: unknown) => logger.warn({ err: error }, 'a repeated task failed; it is tried again');
    const sweepMs = config.AURORA_SWEEP_INTERVAL_MS;
    const tasks = [
      repeat(() => records.workers.beat(me), beatMs, onError),
      repeat(() => records.outbox.relay(relayOutbox({ ...shared, onMute: onMute(shared) })), relayMs, onError),
      ...(webhook === undefined
        ? []
        : [repeat(() => records.lives.follow('webhook', ({ seq }) => queue.deliverWebhook(seq)), relayMs, onError)]),
      repeat(() => records.lives.follow('homes', () => records.homes.touch()), homeMs, onError),
      repeat(() => refreshHomes(shared), homeMs, onError),
      repeat(() => sweep({ ...shared, now: Date.now }), sweepMs, onError),
      repeat(() => sweepApprovals(shared), sweepMs, onError),
      repeat(() => sweepLater(shared), sweepMs, onError),
      repeat(() => records.forget(), forgetMs, onError),
      repeat(() => sweepMutes(shared), sweepMs, onError),
      repeat(
        () => records.lives.follow('urgent', collectUrgent({ ...shared, togetherMs: timing.urgentTogetherMs })),
        sweepMs,
        onError,
      ),
      repeat(() => tellUrgent(shared), sweepMs, onError),
      startSchedules({ tickDigests: () => tickDigests(shared) }, config.AURORA_TICK_SECONDS, onError),
      repeat(() => reconcile({ ...shared, graceMs: leaseMs }), sweepMs, onError),
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
          await records.workers.leave(me.id);
          await queue.close();
        }
        redis.disconnect();
        requestHandler.destroy();
      },
    };
  };

const webhookOf = (
  { AURORA_WEBHOOK_URL: url, AURORA_WEBHOOK_SECRET: secret }: Config,
  { webhookMs: timeoutMs }: WorkerTiming,
) =>
  url === undefined || secret === undefined
    ? undefined
    : createWebhookSender({ url, secret, userAgent: `aurora-keeper/${version}`, timeoutMs });
