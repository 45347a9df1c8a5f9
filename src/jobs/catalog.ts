import { z } from 'zod';

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
  'render-message': { queue: 'messages', payload: z.object({ messageId: z.string().min(1) }), attempts: 8 },
  'export-audit': {
    queue: 'messages',
    payload: z.object({
      auditId,
      format: z.enum(['json', 'csv', 'ocsf']),
      channelId: z.string().min(1),
      threadTs: z.string().optional(),
      requestedBy: z.object({ userId: z.string(), channelId: z.string() }),
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
  'judge-again': { queue: 'scans', payload: z.object({ runId: id, count: z.int().min(0) }), attempts: 4 },
  /** Tried again by the run's own record, later. */
  'look-after': {
    queue: 'plans',
    payload: z.object({ runId: id, stage: z.string().min(1), at: z.string().min(1) }),
    attempts: 1,
  },
} as const satisfies Record<string, { queue: string; payload: z.ZodType; attempts: number }>;

export type JobName = keyof typeof catalog;
export type Payload<N extends JobName> = z.infer<(typeof catalog)[N]['payload']>;
export type QueueName = (typeof catalog)[JobName]['queue'];

export const jobNames = Object.keys(catalog) as JobName[];
export const queueNames: readonly QueueName[] = [...new Set(jobNames.map((name) => catalog[name].queue))];

export interface JobContext {
  /** Aborted when the worker shuts down: stop soon, the job will be taken up again. */
  readonly signal: AbortSignal;
  readonly lastAttempt: boolean;
}

export type Handlers = { readonly [N in JobName]: (payload: Payload<N>, context: JobContext) => Promise<void> };
