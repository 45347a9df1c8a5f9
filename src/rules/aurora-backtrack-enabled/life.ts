import type { DBCluster } from '@aws-sdk/client-rds';
import type { Obstacle } from './eligibility.ts';

type Facts = Pick<DBCluster, 'DBClusterArn' | 'Status'>;

/**
 * A cluster that is not to be judged here at all, whatever its window.
 * Statuses: Aurora user guide, "Viewing DB cluster status".
 */
export function notOursToJudge({ DBClusterArn, Status }: Facts, accountId: string): Obstacle | undefined {
  const owner = DBClusterArn?.split(':')[4];
  if (owner !== undefined && owner !== '' && owner !== accountId) {
    return {
      cause: 'owned-by-another-account',
      reason: `It belongs to account ${owner}, which shares it. Audit that account to have it judged.`,
    };
  }
  if (Status === 'deleting') {
    return {
      cause: 'being-deleted',
      reason: 'It is being deleted. If it stays after all, the next audit judges it.',
    };
  }
  return undefined;
}

const beginning: ReadonlySet<string> = new Set(['creating', 'migrating']);
const failedToBegin: ReadonlySet<string> = new Set(['cloning-failed', 'migration-failed']);

/** Before a cluster has been available, AWS may not name all that it will be: its window, its global database. */
export function notYetWhole({ Status = '' }: Facts): Obstacle | undefined {
  if (beginning.has(Status)) {
    return {
      cause: 'not-yet-available',
      reason: `It is not available yet (status ${Status}). It is judged once it is.`,
    };
  }
  if (failedToBegin.has(Status)) {
    return {
      cause: 'not-yet-available',
      reason: `It never became available (status ${Status}). Delete it; a new one is judged once it is available.`,
    };
  }
  return undefined;
}

/** AWS changes and copies only what is available; unknown statuses count as busy. */
export const waitNote = ({ Status }: Facts): string =>
  Status === undefined || Status === 'available' ? '' : ` Its status is ${Status}: a fix waits until it is available.`;
