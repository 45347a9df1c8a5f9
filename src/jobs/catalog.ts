import { z } from 'zod';
import { exportFormats } from '../domain/exports/formats.ts';
import { listStatuses } from '../domain/listing.ts';

const id = z.string().min(1);
const auditId = id;
const Audit = z.object({ auditId });

/**
 * Every job: its queue, its payload (checked again on leaving Redis; new fields are optional, so that jobs of an older
 * version still run) and how often it is tried. Payloads carry ids, never secrets.
 */
export const catalog = {
  'start-audit': { queue: 'audits', payload: Audit, attempts: 8 },
  'scan-target': {
    queue: 'scans',
    payload: z.object({ auditId, accountId: z.string().regex(/^\d{12}$/), region: z.string().min(1) }),
    attempts: 4,
  },
  /** Joins up to 500 scans, so that no flow has more children than that. */
  'join-scans': { queue: 'audits', payload: Audit, attempts: 8 },
  'publish-report': { queue: 'audits', payload: Audit, attempts: 8 },
  'refresh-report': { queue: 'audits', payload: Audit, attempts: 8 },
  'render-message': { queue: 'messages', payload: z.object({ messageId: z.string().min(1) }), attempts: 8 },
  'export-audit': {
    queue: 'messages',
    payload: z.object({
      auditId,
      format: z.enum(exportFormats),
      channelId: z.string().min(1),
      threadTs: z.string().optional(),
      requestedBy: z.object({ userId: z.string(), channelId: z.string() }),
    }),
    attempts: 4,
  },
  'export-report': {
    queue: 'messages',
    payload: z.object({
      requestId: id,
      format: z.enum(exportFormats),
      scope: z.object({
        accounts: z.array(z.string()).readonly(),
        regions: z.array(z.string()).readonly(),
        rules: z.array(z.string()).readonly(),
        tags: z.record(z.string(), z.string()),
      }),
      status: z.enum(listStatuses),
      requestedBy: z.object({ userId: id, channelId: id }),
    }),
    attempts: 4,
  },
  'export-trail': {
    queue: 'messages',
    payload: z.object({
      from: z.string().optional(),
      to: z.string().optional(),
      requestedBy: z.object({ userId: id, channelId: z.string() }),
    }),
    attempts: 4,
  },
  'plan-remediation': {
    queue: 'plans',
    payload: z.object({
      approvalId: id,
      view: z.object({ viewId: id, userId: id }).optional(),
    }),
    attempts: 3,
  },
  /** Never tried again by the queue: what a run does after a failure or a death is decided from its record. */
  'apply-remediation': {
    queue: 'remediations',
    payload: z.object({ runId: id, turn: z.int().min(0) }),
    attempts: 1,
  },
  /** Brings a digest as far as it will go; its report, or the next tick, brings it further. */
  'send-digest': { queue: 'audits', payload: z.object({ digestId: id }), attempts: 8 },
  'publish-home': { queue: 'messages', payload: z.object({ userId: id }), attempts: 4 },
  /** Waits for a receiver that is down, longer each time, for three days. */
  'deliver-webhook': {
    queue: 'webhooks',
    payload: z.object({ seq: z.int().min(1) }),
    attempts: 8,
    patienceMs: 3 * 86_400_000,
  },
  'judge-again': { queue: 'scans', payload: z.object({ runId: id, count: z.int().min(0) }), attempts: 4 },
  /** Tried again by the run's own record, later. */
  'look-after': {
    queue: 'plans',
    payload: z.object({ runId: id, stage: z.string().min(1), at: z.string().min(1) }),
    attempts: 1,
  },
} as const satisfies Record<string, JobSpec>;

interface JobSpec {
  readonly queue: string;
  readonly payload: z.ZodType;
  readonly attempts: number;
  /** For how long it may be put back without counting an attempt; milliseconds, an hour unless told. */
  readonly patienceMs?: number;
}

export type JobName = keyof typeof catalog;
export type Payload<N extends JobName> = z.infer<(typeof catalog)[N]['payload']>;
export type QueueName = (typeof catalog)[JobName]['queue'];

export const jobNames = Object.keys(catalog) as JobName[];
export const patienceOf = (name: JobName): number | undefined => (catalog[name] as JobSpec).patienceMs;
export const queueNames: readonly QueueName[] = [...new Set(jobNames.map((name) => catalog[name].queue))];

export interface JobContext {
  /** Aborted when the worker shuts down: stop soon, the job will be taken up again. */
  readonly signal: AbortSignal;
  readonly lastAttempt: boolean;
}

export type Handlers = { readonly [N in JobName]: (payload: Payload<N>, context: JobContext) => Promise<void> };
