import type { DBInstance } from '@aws-sdk/client-rds';
import type { PreflightItem } from '../../../../domain/remediation/plan.ts';

/** Of a writer whose last seconds before a stop nothing records; undefined where Performance Insights is on. */
export const blindSpot = ({ DBInstanceIdentifier: id, PerformanceInsightsEnabled }: DBInstance): string | undefined =>
  PerformanceInsightsEnabled === true
    ? undefined
    : `Performance Insights is off on ${id ?? 'the writer'}, and CloudWatch counts in whole minutes: a write in the last two minutes before the stop, by somebody who connects only then, may go unseen and be lost.`;

/** CloudWatch and Performance Insights together see every write until the stop; CloudWatch alone does not. */
export function lastSecondsCheck(writer: DBInstance | undefined): PreflightItem {
  const item = { id: 'last-seconds', what: 'Writes in the last seconds before the stop' };
  if (writer === undefined)
    return { ...item, state: 'unread', detail: 'AWS did not tell which instance is the writer.' };
  const blind = blindSpot(writer);
  if (blind === undefined)
    return { ...item, state: 'clear', detail: `Performance Insights is on on ${writer.DBInstanceIdentifier}.` };
  return {
    ...item,
    state: 'acknowledge',
    detail: `${blind} Turn it on, or close the database’s port in its security groups when you stop the writers.`,
  };
}
