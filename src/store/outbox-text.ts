import type { OutboxEvent } from '../domain/approval/ports.ts';

/**
 * Events as they stand in the list `{aurora}:outbox`, oldest first: JSON of `{ id, event }`. The id follows from the
 * change that caused the event, so whoever relays it can tell when it comes a second time.
 */
export const asOutboxText = (subject: string, version: number, events: readonly OutboxEvent[]): string[] =>
  events.map((event, index) => JSON.stringify({ id: `${subject}-${version}-${index}`, event }));
