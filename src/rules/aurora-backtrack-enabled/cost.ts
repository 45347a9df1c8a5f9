import type { DBCluster } from '@aws-sdk/client-rds';
import type { PlanDraft } from '../../domain/remediation/plan.ts';

/** USD per million change records and hour in us-east-1; https://aws.amazon.com/rds/aurora/pricing/ has the other Regions. */
const usdPerMillionRecordHour = 0.012;
const hoursPerMonth = 730;

/**
 * What a larger window costs more in a month. Change records are billed, so the increase follows from how many the
 * cluster stores now (`BacktrackConsumedChangeRecords`); both windows in seconds.
 */
export function increaseOf(
  { BacktrackConsumedChangeRecords: stored }: Pick<DBCluster, 'BacktrackConsumedChangeRecords'>,
  now: number,
  wanted: number,
  region: string,
): PlanDraft['cost'] {
  if (stored === undefined || now <= 0)
    return {
      text: 'Unknown until measured.',
      basis: 'AWS did not say how many change records the cluster stores; it bills them by the million and hour.',
    };
  const more = (stored / 1e6) * (wanted / now - 1) * usdPerMillionRecordHour * hoursPerMonth;
  const price = region === 'us-east-1' ? 'the price of us-east-1' : `the price of us-east-1; ${region} has its own`;
  return {
    text: more < 1 ? 'Less than 1 USD a month more.' : `About ${round(more).toLocaleString('en-US')} USD a month more.`,
    basis: `${stored.toLocaleString('en-US')} change records are stored now, at today's write rate; ${usdPerMillionRecordHour} USD per million records and hour, ${price}.`,
  };
}

/** Two digits: the write rate of last week is no better known than that. */
const round = (usd: number): number => Number(usd.toPrecision(2));
