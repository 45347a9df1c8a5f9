import { type Event, paginateDescribeEvents, RDSClient } from '@aws-sdk/client-rds';
import type { RuleContext } from '../../domain/rule.ts';
import { listIn, paging } from '../reads.ts';

/** RDS keeps events for 14 days; `Duration` of DescribeEvents is in minutes. */
export const eventDays = 14;
const minutesPerDay = 24 * 60;

/**
 * What AWS has said of a cluster's window in the last 14 days:
 * `cut` since RDS-EVENT-0131 without a later RDS-EVENT-0132, `unclear` when an answer cannot be understood.
 */
export type WindowReport =
  | { readonly state: 'cut'; readonly at: Date }
  | { readonly state: 'whole' }
  | { readonly state: 'unclear'; readonly why: string };

/**
 * DescribeEvents gives no event ids, so the two are told apart by their words:
 * "The actual Backtrack window is smaller than the target Backtrack window you specified. …" (0131) and
 * "The actual Backtrack window is the same as the target Backtrack window." (0132).
 * Aurora user guide, "Amazon RDS event categories and event messages for Aurora".
 */
function meaningOf(message: string | undefined): 'cut' | 'whole' | 'other' | undefined {
  if (message === undefined) return undefined;
  if (/window is smaller than/i.test(message)) return 'cut';
  if (/window is the same as/i.test(message)) return 'whole';
  return /window/i.test(message) ? undefined : 'other';
}

/** Events name the instance that was the writer then; after a failover it is another of the same cluster. */
export function windowReport(events: readonly Event[], members: ReadonlySet<string>): WindowReport {
  let newest: { readonly meaning: 'cut' | 'whole'; readonly at: Date } | undefined;
  for (const { SourceIdentifier, SourceArn, Message, Date: at } of events) {
    const source = SourceIdentifier ?? SourceArn?.split(':').at(-1);
    if (source !== undefined && !members.has(source)) continue;
    const meaning = meaningOf(Message);
    if (meaning === 'other') continue;
    if (source === undefined) return { state: 'unclear', why: 'an event does not name its instance' };
    if (meaning === undefined)
      return { state: 'unclear', why: `the words of an event of ${source} are not known here` };
    if (at === undefined) return { state: 'unclear', why: `an event of ${source} has no time` };
    const later = newest === undefined || at > newest.at;
    const same = newest !== undefined && at.getTime() === newest.at.getTime();
    if (later || (same && meaning === 'cut')) newest = { meaning, at };
  }
  return newest?.meaning === 'cut' ? { state: 'cut', at: newest.at } : { state: 'whole' };
}

/** Every event of the category `backtrack`: one request, shared by all clusters of the target. */
export async function readWindowEvents({ client, signal }: RuleContext): Promise<Event[]> {
  const found: Event[] = [];
  for await (const page of paginateDescribeEvents(
    { client: client(RDSClient), ...paging },
    { SourceType: 'db-instance', EventCategories: ['backtrack'], Duration: eventDays * minutesPerDay },
    { abortSignal: signal },
  )) {
    found.push(...listIn('rds:DescribeEvents', page.Events));
  }
  return found;
}
