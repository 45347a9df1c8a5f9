import type { AuditStore, JobQueue, MessageStore } from '../domain/ports.ts';

export interface SweepDeps {
  readonly audits: AuditStore;
  readonly messages: MessageStore;
  readonly queue: JobQueue;
  readonly now: () => number;
}

/** A listener that stored something had this long to queue its job; milliseconds. */
const graceMs = 5_000;

/** Finds what was stored but never queued, because a process died between the two. Adding it again is harmless. */
export async function sweep({ audits, messages, queue, now }: SweepDeps): Promise<void> {
  for (const auditId of await audits.stale('requested', now() - graceMs)) await queue.startAudit(auditId);
  for (const messageId of await messages.behind()) await queue.renderMessage(messageId);
}
