import { DateTime } from 'luxon';
import { ids } from '../slack/workspace.ts';

/** Who may have turned the digest on, each with his own time zone. */
const people = [
  { by: ids.alice, zone: 'Europe/Berlin' },
  { by: ids.bob, zone: 'America/New_York' },
] as const;

export interface NextDigest {
  readonly by: string;
  readonly zone: string;
  /** In that zone; in one to two hours. */
  readonly slot: DateTime;
}

/** When the next digest is due: still today for whoever turned it on, so that the last one is of yesterday. */
export function nextDigest(now: Date): NextDigest {
  for (const { by, zone } of people) {
    const local = DateTime.fromJSDate(now, { zone });
    const slot = local.startOf('hour').plus({ hours: 2 });
    if (slot.hasSame(local, 'day')) return { by, zone, slot };
  }
  throw new Error('It is nearly midnight in Berlin and in New York.');
}
