import type { DBCluster } from '@aws-sdk/client-rds';
import type { Remediation, Status } from '../../domain/finding.ts';
import type { Policy } from '../../domain/policy.ts';
import { obstacleTo } from './eligibility.ts';

export interface Verdict {
  readonly status: Status;
  readonly cause: string;
  readonly reason: string;
  readonly remediation: Remediation | null;
}

type Limits = Pick<Policy, 'minBacktrackWindowHours' | 'backtrackRegions'>;

/** Backtrack windows are seconds in the API, 0 to 259,200 (BacktrackWindow of ModifyDBCluster). */
export const secondsPerHour = 3600;

/** `36 h`, `1 s`, `90 min`: the largest unit that stays whole. */
export function duration(seconds: number): string {
  if (seconds % secondsPerHour === 0) return `${seconds / secondsPerHour} h`;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds.toLocaleString('en-US')} s`;
}

/** A cluster that was created without Backtrack can never get it in place; a window that was set to 0 neither. */
const rebuild: Remediation = {
  strategies: ['snapshot-restore', 'pitr-full-copy', 'clone'],
  recommended: 'snapshot-restore',
};
const raise: Remediation = { strategies: ['raise-window'], recommended: 'raise-window' };

/**
 * Judges one Aurora MySQL cluster. A window in force is judged by its size wherever it is; without one the
 * question is whether Backtrack can exist there at all.
 */
export function judge(cluster: DBCluster, region: string, policy: Limits, now: Date): Verdict {
  const window = cluster.BacktrackWindow ?? 0;
  const least = policy.minBacktrackWindowHours * secondsPerHour;
  if (window >= least) {
    const filling = isFilling(cluster, window, now) ? ', filling' : '';
    return {
      status: 'pass',
      cause: 'window-in-force',
      reason: `Can be rewound up to ${duration(window)}${filling}.`,
      remediation: null,
    };
  }
  if (window > 0) {
    return {
      status: 'fail',
      cause: 'window-below-policy',
      reason: `Can be rewound ${duration(window)} only; the policy asks for ${duration(least)}.`,
      remediation: raise,
    };
  }
  const obstacle = obstacleTo(cluster, region, policy);
  if (obstacle !== undefined) return { status: 'not-applicable', ...obstacle, remediation: null };
  return {
    status: 'fail',
    cause: 'created-without-backtrack',
    reason: `Cannot be rewound: ${cluster.BacktrackWindow === 0 ? 'its Backtrack window is 0' : 'created without Backtrack'}, and AWS does not let it be switched on in place.${serverlessNote(cluster)}`,
    remediation: rebuild,
  };
}

/** A young or freshly raised window reaches back less far than it will. */
function isFilling({ EarliestBacktrackTime }: DBCluster, windowSeconds: number, now: Date): boolean {
  if (EarliestBacktrackTime === undefined) return false;
  const tolerance = 300_000;
  return EarliestBacktrackTime.getTime() > now.getTime() - windowSeconds * 1000 + tolerance;
}

export const isServerlessV2 = (cluster: DBCluster): boolean => cluster.ServerlessV2ScalingConfiguration !== undefined;

const serverlessNote = (cluster: DBCluster): string =>
  isServerlessV2(cluster) ? ' Serverless v2 is taken to support Backtrack: AWS does not list it as unsupported.' : '';
