import { type DBCluster, InvalidRestoreFault$, type RestoreDBClusterToPointInTimeMessage } from '@aws-sdk/client-rds';
import { AwsError } from '../../errors.ts';
import { modelled } from '../../protocol/model.ts';
import type { Call } from '../../service.ts';

/**
 * The moment that a restore goes back to: of a clone the present, else the one asked for, which must lie between the
 * earliest and the latest restorable time, or the latest, which is minutes ago. Throws for no or two answers.
 */
export function momentOf(
  { RestoreToTime, UseLatestRestorableTime }: RestoreDBClusterToPointInTimeMessage,
  { EarliestRestorableTime: earliest, LatestRestorableTime: latest }: DBCluster,
  clone: boolean,
  { now }: Call,
): Date {
  if (clone && RestoreToTime) {
    throw new AwsError('InvalidParameterCombination', 'RestoreToTime cannot be specified for a copy-on-write restore.');
  }
  if (Boolean(RestoreToTime) === Boolean(UseLatestRestorableTime)) {
    const text = 'Exactly one of RestoreToTime and UseLatestRestorableTime must be specified.';
    throw new AwsError('InvalidParameterCombination', text);
  }
  if (clone) return now;
  if (!earliest || !latest) throw modelled(InvalidRestoreFault$, 'The source DB cluster has no restorable time yet.');
  if (!RestoreToTime) return latest;
  if (RestoreToTime >= earliest && RestoreToTime <= latest) return RestoreToTime;
  const text = `The specified time must lie between ${earliest.toISOString()} and ${latest.toISOString()}.`;
  throw new AwsError('InvalidParameterValue', text);
}
