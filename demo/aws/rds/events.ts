import type { SourceType } from '@aws-sdk/client-rds';
import { eventOf } from '../organization/events.ts';
import type { Call } from '../service.ts';

/** Adds an event to what DescribeEvents tells of the Region. */
export function tellOf(
  type: SourceType,
  source: string,
  message: string,
  categories: readonly string[],
  at: Date,
  { holdings, region, account }: Call,
): void {
  holdings.events.push(eventOf(type, source, message, categories, at, { region, accountId: account.id }));
}
