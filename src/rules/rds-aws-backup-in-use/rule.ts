import type { Evidence } from '../../domain/finding.ts';
import type { Outcome, RuleContext } from '../../domain/rule.ts';
import { targetArn, targetKey } from '../../domain/target.ts';
import { listed, plural } from '../../domain/words.ts';
import { type Databases, readDatabases } from './databases.ts';
import { newestOf } from './recovery-points.ts';
import { type Found, type Search, search } from './search.ts';
import { counted, inUse, nativeBackups } from './words.ts';

type Verdict = Pick<Outcome, 'status' | 'cause' | 'reason' | 'remediation'>;

export async function* evaluate(context: RuleContext): AsyncGenerator<Outcome> {
  const { target } = context;
  const databases = await readDatabases(context);
  const count = databases.clusters.length + databases.instances.length;
  const looked = count === 0 ? undefined : await search(context, databases);
  yield {
    resource: { type: 'target', id: targetKey(target), arn: targetArn(target) },
    ...(looked === undefined ? noDatabases : judge(looked, databases, count)),
    evidence: evidenceOf(context, databases, looked?.found),
  };
}

const noDatabases: Verdict = {
  status: 'not-applicable',
  cause: 'no-databases',
  reason: 'There is no RDS or Aurora database here.',
  remediation: null,
};

/** Anything found decides; only when nothing is found does it matter that something could not be read. */
function judge({ found, unread, inTheMaking }: Search, databases: Databases, count: number): Verdict {
  if (found !== undefined) return { status: 'pass', cause: 'in-use', reason: inUse(found), remediation: null };
  if (unread.length > 0) {
    return {
      status: 'unknown',
      cause: 'could-not-read',
      reason: `No sign of AWS Backup was found, but not everything could be read: ${unread.join('; ')}.`,
      remediation: null,
    };
  }
  const making = inTheMaking.length === 0 ? '' : ` It is making ${listed(inTheMaking, 3)}.`;
  return {
    status: 'fail',
    cause: 'no-recovery-point',
    reason: `AWS Backup holds no recovery point of the ${plural(count, 'database')} here (${nativeBackups(databases)}).${making}`,
    remediation: { strategies: ['keeper-plan'], recommended: 'keeper-plan' },
  };
}

/** A selection takes 500 ARNs at most, and evidence should stay readable. */
const databasesShown = 50;

function evidenceOf(
  { policy, now }: RuleContext,
  { clusters, instances }: Databases,
  found: Found | undefined,
): Evidence {
  const arns = [...clusters, ...instances].map(({ arn }) => arn);
  const newest = newestOf(found?.points ?? []);
  return {
    databases: arns.slice(0, databasesShown),
    databaseCount: arns.length,
    clusterCount: clusters.length,
    standaloneInstanceCount: instances.length,
    recoveryPoint: newest?.id ?? null,
    recoveryPointKind: newest?.kind ?? null,
    recoveryPointOf: newest?.of ?? null,
    recoveryPointAt: newest?.at?.toISOString() ?? null,
    recoveryPointsFound: counted(found?.points ?? []),
    foundBy: found?.by ?? null,
    vault: policy.vault,
    minimumRetentionDays: policy.minRetentionDays,
    readAt: now.toISOString(),
  };
}
