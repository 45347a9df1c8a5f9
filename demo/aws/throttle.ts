import type { Clock } from './clock.ts';

/** A token bucket: `burst` calls at once, refilled at `perSecond`. */
export interface BucketLimits {
  readonly burst: number;
  readonly perSecond: number;
}

/**
 * RDS API throttling: burst 300, 12 requests per second, per account and Region, all callers together.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-api-throttling.html
 */
export const RDS_LIMITS: BucketLimits = { burst: 300, perSecond: 12 };

/** AWS Backup publishes its rates per operation and the simulator keeps one bucket: an assumption, not AWS's figure. */
export const BACKUP_LIMITS: BucketLimits = { burst: 100, perSecond: 10 };

/** STS shares 600 requests per second among its calls, per account and Region; from memory, not from a page read. */
export const STS_LIMITS: BucketLimits = { burst: 600, perSecond: 600 };

/** IAM publishes no rate; an assumption. */
export const IAM_LIMITS: BucketLimits = { burst: 100, perSecond: 20 };

/**
 * GetMetricData: 50 requests per second; the simulator lets all calls share it.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html
 */
export const CLOUDWATCH_LIMITS: BucketLimits = { burst: 50, perSecond: 50 };

/** What other services allow is published per operation, or not at all; an assumption. */
export const OTHER_LIMITS: BucketLimits = { burst: 50, perSecond: 20 };

/** Performance Insights publishes no rate; an assumption. */
export const PI_LIMITS: BucketLimits = { burst: 30, perSecond: 10 };

/** Takes one token of the bucket named `key`; `false` when it is empty. A refused call costs nothing. */
export type Throttle = (key: string, limits: BucketLimits) => boolean;

export function createThrottle(clock: Clock): Throttle {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (key, { burst, perSecond }) => {
    const now = clock().getTime();
    const bucket = buckets.get(key) ?? { tokens: burst, at: now };
    const refilled = bucket.tokens + (Math.max(0, now - bucket.at) / 1000) * perSecond;
    const tokens = Math.min(burst, refilled);
    const granted = tokens >= 1;
    buckets.set(key, { tokens: granted ? tokens - 1 : tokens, at: now });
    return granted;
  };
}
