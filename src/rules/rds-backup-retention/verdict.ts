import type { Policy } from '../../domain/policy.ts';
import { plural } from '../../domain/words.ts';
import type { Verdict } from '../verdicts.ts';

/** "Must be a value from 0 to 35" of an instance, 1 to 35 of a cluster (ModifyDBInstance, ModifyDBCluster). */
const mostDays = 35;

/** What a verdict rests on, of a cluster or of an instance that stands alone. */
export interface Retention {
  readonly kind: 'cluster' | 'instance';
  /** Days; 0 is off, undefined was not in the answer. */
  readonly days: number | undefined;
  /** Days that an ordered change will set in the maintenance window. */
  readonly pendingDays?: number | undefined;
  readonly status?: string | undefined;
  /** Name or ARN of the instance or cluster that an instance replicates from. */
  readonly replicaOf?: string | undefined;
  /** ARN of the continuous recovery point, while AWS Backup owns the retention. */
  readonly recoveryPoint?: string | undefined;
}

/** Days that the policy asks for, as far as native backups can go. AWS Backup's snapshots may have to be kept longer. */
export const leastDays = ({ minRetentionDays }: Pick<Policy, 'minRetentionDays'>): number =>
  Math.min(minRetentionDays, mostDays);

type Decision = [Verdict['status'], cause: string, reason: string, strategy?: string];

/** Judges the native automated backups of one database by how long they are kept. */
export function judge(database: Retention, policy: Pick<Policy, 'minRetentionDays'>): Verdict {
  const [status, cause, reason, strategy] = decide(database, policy);
  const remediation = strategy === undefined ? null : { strategies: [strategy], recommended: strategy };
  return { status, cause, reason: status === 'fail' ? `${reason}${waiting(database)}` : reason, remediation };
}

function decide(database: Retention, policy: Pick<Policy, 'minRetentionDays'>): Decision {
  const { kind, days, status, replicaOf, recoveryPoint } = database;
  if (days === undefined) return ['unknown', 'could-not-read', "AWS's answer does not say how long backups are kept."];
  if (days >= leastDays(policy)) {
    const limit = policy.minRetentionDays > mostDays ? ', the longest that AWS keeps them' : '';
    const owner = isSet(recoveryPoint) ? '; AWS Backup owns the setting' : '';
    return ['pass', 'retention-in-force', `Keeps native backups for ${plural(days, 'day')}${limit}${owner}.`];
  }
  if (status === 'deleting')
    return ['not-applicable', 'being-deleted', 'It is being deleted already, and AWS changes no setting of it.'];
  if (isSet(replicaOf)) return ['not-applicable', 'replica', replicaReason(replicaOf)];
  if (isSet(recoveryPoint)) {
    return [
      'fail',
      'backup-plan-below-policy',
      `AWS Backup keeps its continuous backup for ${plural(days, 'day')}; ${asked(policy)}. RDS refuses to change that here: raise it in the backup plan.`,
    ];
  }
  if (days === 0 && kind === 'instance') {
    const reason = `Cannot be restored to a point in time: native backups are off; ${asked(policy)}.`;
    return ['fail', 'native-backups-off', reason, 'enable-backups'];
  }
  const reason = `Keeps native backups for ${plural(days, 'day')} only; ${asked(policy)}.`;
  return ['fail', 'retention-below-policy', reason, 'raise-retention'];
}

const isSet = (text: string | undefined): text is string => text !== undefined && text !== '';

const asked = ({ minRetentionDays }: Pick<Policy, 'minRetentionDays'>): string =>
  minRetentionDays <= mostDays
    ? `the policy asks for ${plural(minRetentionDays, 'day')}`
    : `the policy asks for ${plural(minRetentionDays, 'day')}, and native backups reach ${mostDays} at most`;

/**
 * RDS makes a replica only of an instance whose backups are on, and a new replica starts without backups of its own;
 * whether it can have any depends on the engine (RDS user guide, "Working with DB instance read replicas").
 */
const replicaReason = (source: string): string =>
  `It is a read replica of ${source}, whose backups hold the same data; it is judged on its own once it is promoted.`;

const waiting = ({ days, pendingDays }: Retention): string =>
  pendingDays === undefined || pendingDays === days
    ? ''
    : ` A change to ${plural(pendingDays, 'day')} is waiting for the maintenance window.`;
