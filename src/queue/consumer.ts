import { setMaxListeners } from 'node:events';
import { DelayedError, type Job, UnrecoverableError, Worker } from 'bullmq';
import type { Cluster, Redis } from 'ioredis';
import type { Logger } from 'pino';
import { PermanentError, TryAgainIn } from '../domain/errors.ts';
import { reactTo } from '../domain/retry-policy.ts';
import {
  catalog,
  type Handlers,
  type JobContext,
  type JobName,
  patienceOf,
  type QueueName,
  queueNames,
} from '../jobs/catalog.ts';
import { prefix } from './names.ts';

export interface ConsumerOptions {
  readonly connection: Redis | Cluster;
  readonly handlers: Handlers;
  readonly concurrency: Readonly<Record<QueueName, number>>;
  /** Milliseconds; short ones make tests of dying workers quick. */
  readonly lockDurationMs: number;
  readonly stalledIntervalMs: number;
  readonly logger: Logger;
}

export interface Consumer {
  /** Stops taking jobs, aborts those that run (they go back to the queue) and waits up to `timeoutMs`. */
  readonly close: (timeoutMs: number) => Promise<void>;
}

/** A job that only reads AWS may run again when its worker died, many times over a rolling restart. */
const maxStalledCount = 20;
/** Runs are taken up again from their records, by `reconcile`, and by nothing else. */
const ownResume: ReadonlySet<QueueName> = new Set(['remediations']);

/** A job put back at shutdown waits this long, so that another worker takes it and not the one that is closing. */
const handOverMs = 500;

export function startConsumer(options: ConsumerOptions): Consumer {
  const shutdown = new AbortController();
  // Every job under way listens to it.
  setMaxListeners(0, shutdown.signal);
  const workers = queueNames.map((queue) => {
    const worker = new Worker(queue, createProcessor(options, shutdown.signal), {
      connection: options.connection,
      prefix,
      concurrency: options.concurrency[queue],
      lockDuration: options.lockDurationMs,
      stalledInterval: options.stalledIntervalMs,
      maxStalledCount: ownResume.has(queue) ? 0 : maxStalledCount,
      skipVersionCheck: true,
    });
    const logger = options.logger.child({ queue });
    worker.on('error', (error) => logger.warn({ err: error }, 'queue connection trouble'));
    worker.on('failed', (job, error) => logger.error({ job: job?.id, name: job?.name, err: error }, 'job failed'));
    worker.on('stalled', (jobId) => logger.warn({ job: jobId }, 'job was left by a worker that died'));
    return worker;
  });
  return {
    close: async (timeoutMs) => {
      // First no new jobs, then those at work go back: the other way round, a worker would take its own job again.
      const closed = Promise.all(workers.map((worker) => worker.close()));
      shutdown.abort(new TryAgainIn(handOverMs, 'this worker is shutting down'));
      // Without Redis nothing can be put back; the jobs are taken up when their locks have run out.
      const patienceMs = options.connection.status === 'ready' ? timeoutMs : 0;
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<'late'>((resolve) => {
        timer = setTimeout(() => resolve('late'), patienceMs);
      });
      if ((await Promise.race([closed, late])) === 'late')
        void Promise.all(workers.map((worker) => worker.close(true)));
      clearTimeout(timer);
    },
  };
}

/** BullMQ hands an AbortSignal only to processors that declare three parameters. */
const createProcessor =
  ({ handlers, logger }: ConsumerOptions, shutdown: AbortSignal) =>
  async (job: Job, token?: string, signal?: AbortSignal): Promise<void> => {
    const startedAt = performance.now();
    const either = signal === undefined ? shutdown : AbortSignal.any([signal, shutdown]);
    setMaxListeners(0, either);
    const context: JobContext = {
      signal: either,
      lastAttempt: job.attemptsMade + 1 >= (job.opts.attempts ?? 1),
    };
    try {
      shutdown.throwIfAborted();
      await dispatch(handlers, job, context);
      logger.debug({ job: job.id, name: job.name, ms: Math.round(performance.now() - startedAt) }, 'job done');
    } catch (error) {
      const reason = shutdown.aborted ? shutdown.reason : error;
      const reaction = reactTo(
        reason,
        Date.now() - job.timestamp,
        isJobName(job.name) ? patienceOf(job.name) : undefined,
      );
      if (reaction.do === 'wait') {
        await job.moveToDelayed(Date.now() + reaction.delayMs, token);
        throw new DelayedError();
      }
      if (reaction.do === 'give-up')
        throw new UnrecoverableError(error instanceof Error ? error.message : String(error));
      throw error;
    }
  };

const isJobName = (name: string): name is JobName => name in catalog;

async function dispatch(handlers: Handlers, job: Job, context: JobContext): Promise<void> {
  if (!isJobName(job.name)) throw new PermanentError(`nobody knows a job "${job.name}"`);
  const payload = catalog[job.name].payload.safeParse(job.data);
  if (!payload.success)
    throw new PermanentError(`job ${job.name} carries an invalid payload: ${payload.error.message}`);
  const handler = handlers[job.name] as (payload: unknown, context: JobContext) => Promise<void>;
  await handler(payload.data, context);
}
