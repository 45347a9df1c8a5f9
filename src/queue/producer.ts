import { FlowProducer, type JobsOptions, Queue } from 'bullmq';
import type { Cluster, Redis } from 'ioredis';
import type { JobQueue } from '../domain/ports.ts';
import type { Target } from '../domain/target.ts';
import { catalog, type JobName, type Payload, type QueueName, queueNames } from '../jobs/catalog.ts';
import { addInTime } from './deadline.ts';
import { prefix } from './names.ts';

/** Finished jobs are kept for a day: for that long their ids make a repeated delivery harmless. */
const kept = { age: 86_400, count: 10_000 };

/** More children than this are joined in groups first. */
const childrenPerFlow = 500;

export interface Producer extends JobQueue {
  readonly close: () => Promise<void>;
}

const optionsOf = (name: JobName): JobsOptions => ({
  attempts: catalog[name].attempts,
  backoff: { type: 'exponential', delay: 1_000, jitter: 0.5 },
  removeOnComplete: kept,
  removeOnFail: kept,
});

export interface ProducerOptions {
  readonly connection: Redis | Cluster;
  /** Give up after two seconds, for listeners; a worker rather waits until Redis is back. */
  readonly inTime: boolean;
}

export function createProducer({ connection, inTime }: ProducerOptions): Producer {
  const queues = new Map<QueueName, Queue>(
    queueNames.map((name) => [name, new Queue(name, { connection, prefix, skipVersionCheck: true })]),
  );
  const flows = new FlowProducer({ connection, prefix });
  // The connection's owner reports its troubles; without a listener they would end the process.
  for (const queue of queues.values()) queue.on('error', () => {});
  flows.on('error', () => {});

  const add = <N extends JobName>(name: N, payload: Payload<N>, options: JobsOptions) => {
    const send = async () => {
      await queues.get(catalog[name].queue)?.add(name, payload, { ...optionsOf(name), ...options });
    };
    return inTime ? addInTime(connection, send) : send();
  };

  return {
    startAudit: (auditId) => add('start-audit', { auditId }, { jobId: `start-${auditId}` }),
    scanTargets: async (auditId, targets) => {
      await flows.add(auditFlow(auditId, targets));
    },
    renderMessage: (messageId) =>
      // A change that arrives while the message is being rendered is rendered once more afterwards.
      add(
        'render-message',
        { messageId },
        { deduplication: { id: messageId, keepLastIfActive: true }, removeOnComplete: true },
      ),
    refreshReport: (auditId) =>
      add(
        'refresh-report',
        { auditId },
        { deduplication: { id: auditId, keepLastIfActive: true }, removeOnComplete: true },
      ),
    sendDigest: (digestId) =>
      add(
        'send-digest',
        { digestId },
        { deduplication: { id: digestId, keepLastIfActive: true }, removeOnComplete: true, removeOnFail: true },
      ),
    exportAudit: (request) => add('export-audit', request, {}),
    exportReport: (request) => add('export-report', request, { jobId: `export-${request.requestId}` }),
    exportTrail: (request) => add('export-trail', request, {}),
    planRemediation: ({ approvalId, view }) =>
      // Each modal that waits is filled, and each plans with a read of its own.
      add(
        'plan-remediation',
        { approvalId, ...(view === undefined ? {} : { view }) },
        {
          deduplication: { id: `${approvalId}-${view?.viewId ?? 'none'}` },
          removeOnComplete: true,
          removeOnFail: true,
        },
      ),
    applyRemediation: (runId, turn, delayMs = 0) =>
      add('apply-remediation', { runId, turn }, { jobId: `apply-${runId}-${turn}`, delay: delayMs }),
    publishHome: (userId) =>
      add(
        'publish-home',
        { userId },
        { deduplication: { id: `home-${userId}`, keepLastIfActive: true }, removeOnComplete: true, removeOnFail: true },
      ),
    deliverWebhook: (seq) => add('deliver-webhook', { seq }, { jobId: `webhook-${seq}` }),
    judgeAgain: (runId, count, delayMs) =>
      add('judge-again', { runId, count }, { jobId: `judge-${runId}-${count}`, delay: delayMs }),
    lookAfter: (runId, stage, at) =>
      add(
        'look-after',
        { runId, stage, at },
        { deduplication: { id: `${runId}-${stage}` }, removeOnComplete: true, removeOnFail: true },
      ),
    close: async () => {
      await Promise.all([...queues.values(), flows].map((each) => each.close()));
    },
  };
}

type FlowJob = Parameters<FlowProducer['add']>[0];

const flowJob = <N extends JobName>(
  name: N,
  payload: Payload<N>,
  jobId: string,
  options: JobsOptions,
  children: FlowJob[] = [],
): FlowJob => ({
  name,
  queueName: catalog[name].queue,
  data: payload,
  opts: { ...optionsOf(name), jobId, ...options },
  ...(children.length > 0 ? { children } : {}),
});

/** `publish-report` ← `scan-target`, with `join-scans` between them when there are many. A failed scan holds up nobody. */
export function auditFlow(auditId: string, targets: readonly Target[]): FlowJob {
  const child = { ignoreDependencyOnFailure: true };
  const scans = targets.map(({ accountId, region }) =>
    flowJob('scan-target', { auditId, accountId, region }, `scan-${auditId}-${accountId}-${region}`, child),
  );
  const groups = Array.from({ length: Math.ceil(scans.length / childrenPerFlow) }, (_, index) =>
    scans.slice(index * childrenPerFlow, (index + 1) * childrenPerFlow),
  );
  const children =
    groups.length <= 1
      ? scans
      : groups.map((group, index) => flowJob('join-scans', { auditId }, `join-${auditId}-${index}`, child, group));
  return flowJob('publish-report', { auditId }, `report-${auditId}`, {}, children);
}
