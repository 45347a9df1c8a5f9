import { AwsCallError } from '../../domain/errors.ts';
import type { Evidence } from '../../domain/finding.ts';
import type { Outcome, RuleContext } from '../../domain/rule.ts';
import { targetArn, targetKey } from '../../domain/target.ts';
import { plural } from '../../domain/words.ts';
import { standalone, sweepClusters, sweepInstances } from '../reads.ts';
import { type Databases, type RecoveryPoint, sources } from './recovery-points.ts';

type Verdict = Pick<Outcome, 'status' | 'cause' | 'reason' | 'remediation'> & { readonly found?: RecoveryPoint };

export async function* evaluate(context: RuleContext): AsyncGenerator<Outcome> {
  const { target } = context;
  const [clusters, instances] = await Promise.all([sweepClusters(context), sweepInstances(context)]);
  const databases = { clusters, instances: standalone(instances) };
  const { found, ...verdict } = await judge(context, databases);
  yield {
    resource: { type: 'target', id: targetKey(target), arn: targetArn(target) },
    ...verdict,
    evidence: evidenceOf(context, databases, found),
  };
}

/** A call that is denied leaves the others to decide; only when none of them finds anything is the answer unknown. */
async function judge(context: RuleContext, databases: Databases): Promise<Verdict> {
  const count = databases.clusters.length + databases.instances.length;
  if (count === 0) {
    return {
      status: 'not-applicable',
      cause: 'no-databases',
      reason: 'There is no RDS or Aurora database here.',
      remediation: null,
    };
  }
  const unread: string[] = [];
  for (const source of sources) {
    try {
      const found = await source(context, databases);
      if (found !== undefined)
        return { status: 'pass', cause: 'in-use', reason: reasonOf(found), remediation: null, found };
    } catch (error) {
      if (!(error instanceof AwsCallError) || error.transient) throw error;
      unread.push(error.message);
    }
  }
  if (unread.length > 0) {
    return {
      status: 'unknown',
      cause: 'could-not-read',
      reason: `No sign of AWS Backup was found, but not everything could be read: ${unread.join('; ')}.`,
      remediation: null,
    };
  }
  return {
    status: 'fail',
    cause: 'no-recovery-point',
    reason: `AWS Backup holds no recovery point of the ${plural(count, 'database')} here (${nativeBackups(databases)}).`,
    remediation: { strategies: ['keeper-plan'], recommended: 'keeper-plan' },
  };
}

const reasonOf = ({ kind, of, id, at }: RecoveryPoint): string =>
  `AWS Backup is in use: ${kind} of ${of}${at === undefined ? '' : ` from ${at.toISOString().slice(0, 10)}`} (${id}).`;

/** A database without AWS Backup is not a database without backups. */
function nativeBackups({ clusters, instances }: Databases): string {
  const days = [...clusters, ...instances].map(({ BackupRetentionPeriod }) => BackupRetentionPeriod ?? 0);
  const kept = days.filter((each) => each > 0);
  if (kept.length === 0) return 'and no native automated backups are kept';
  const [least, most] = [Math.min(...kept), Math.max(...kept)];
  const range = least === most ? plural(least, 'day') : `${least} to ${plural(most, 'day')}`;
  return kept.length === days.length
    ? `native restore: ${range}`
    : `native restore: ${range} for ${kept.length} of ${days.length}`;
}

/** A selection takes 500 ARNs at most, and evidence should stay readable. */
const databasesShown = 50;

function evidenceOf(
  { policy, now }: RuleContext,
  { clusters, instances }: Databases,
  found: RecoveryPoint | undefined,
): Evidence {
  const arns = [...clusters, ...instances].map(({ arn }) => arn);
  return {
    databases: arns.slice(0, databasesShown),
    databaseCount: arns.length,
    clusterCount: clusters.length,
    standaloneInstanceCount: instances.length,
    recoveryPoint: found?.id ?? null,
    recoveryPointKind: found?.kind ?? null,
    recoveryPointAt: found?.at?.toISOString() ?? null,
    vault: policy.vault,
    minimumRetentionDays: policy.minRetentionDays,
    readAt: now.toISOString(),
  };
}
