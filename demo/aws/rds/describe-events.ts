import type { DescribeEventsMessage, Event, EventsMessage } from '@aws-sdk/client-rds';
import { AwsError, invalidParameterValue } from '../errors.ts';
import { SOURCE_TYPES } from '../organization/events.ts';
import type { Operation } from '../service.ts';
import { rdsPage } from './arguments.ts';

const MINUTE = 60_000;
/** RDS keeps events for 14 days. */
const KEPT_MINUTES = 14 * 24 * 60;

/**
 * Events, the oldest first. Without times those of the last 60 minutes; `Duration`, in minutes, counts back from
 * EndTime or now, and forward from StartTime (the last is a guess: the reference does not say).
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeEvents.html
 */
export const describeEvents: Operation<DescribeEventsMessage> = {
  run(input, call): EventsMessage {
    const { SourceIdentifier, SourceType, EventCategories } = input;
    if (input.Filters) throw invalidParameterValue('DescribeEvents does not support Filters.');
    if (SourceIdentifier !== undefined && SourceType === undefined) {
      const text = 'The parameter SourceType must be provided together with SourceIdentifier.';
      throw new AwsError('InvalidParameterCombination', text);
    }
    if (SourceType !== undefined && !Object.hasOwn(SOURCE_TYPES, SourceType)) {
      throw invalidParameterValue(`Invalid source type ${SourceType}.`);
    }
    const { from, to } = intervalOf(input, call.now);
    const found = call.holdings.events.flatMap((event, index): [Event, string][] => {
      const time = Number(event.Date);
      const wanted =
        time >= from &&
        time <= to &&
        (SourceType === undefined || event.SourceType === SourceType) &&
        (SourceIdentifier === undefined || event.SourceIdentifier === SourceIdentifier.toLowerCase()) &&
        (!EventCategories?.length || event.EventCategories?.some((one) => EventCategories.includes(one)));
      return wanted ? [[event, `${String(time).padStart(15, '0')} ${String(index).padStart(9, '0')}`]] : [];
    });
    const { items, next } = rdsPage(call, 'DescribeEvents', input, found, ([, key]) => key);
    return { Events: items.map(([event]) => event), Marker: next };
  },
};

/** Milliseconds since the epoch, never earlier than AWS remembers. */
function intervalOf(
  { StartTime, EndTime, Duration = 60 }: DescribeEventsMessage,
  now: Date,
): { from: number; to: number } {
  if (!Number.isInteger(Duration) || Duration < 1 || Duration > KEPT_MINUTES) {
    throw invalidParameterValue(
      `Invalid value ${Duration} for Duration. Must be between 1 and ${KEPT_MINUTES} minutes`,
    );
  }
  const span = Duration * MINUTE;
  const to = Number(EndTime ?? (StartTime ? Math.min(Number(StartTime) + span, Number(now)) : now));
  const from = Number(StartTime ?? to - span);
  if (from > to) throw new AwsError('InvalidParameterCombination', 'The start time must be before the end time.');
  return { from: Math.max(from, Number(now) - KEPT_MINUTES * MINUTE), to };
}
