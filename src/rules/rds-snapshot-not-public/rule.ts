import { defined } from '../../domain/defined.ts';
import type { Evidence } from '../../domain/finding.ts';
import { managedByCode } from '../../domain/managed-by-code.ts';
import type { Outcome, RuleContext } from '../../domain/rule.ts';
import { mentionOwner } from '../verdicts.ts';
import { type Assessed, assess } from './assess.ts';
import { readSharing, sweepClusterSnapshots, sweepInstanceSnapshots } from './reads.ts';

/** One sweep that is denied leaves the verdicts of the other; the scan adds what could not be judged. */
export async function* evaluate(context: RuleContext): AsyncGenerator<Outcome> {
  const sweeps = await Promise.allSettled([sweepInstanceSnapshots(context), sweepClusterSnapshots(context)]);
  const snapshots = sweeps.flatMap((sweep) => (sweep.status === 'fulfilled' ? sweep.value : []));
  for await (const assessed of assess(snapshots, (snapshot) => readSharing(context, snapshot))) {
    yield outcome(assessed, context);
  }
  for (const sweep of sweeps) if (sweep.status === 'rejected') throw sweep.reason;
}

function outcome(assessed: Assessed, { policy, now }: RuleContext): Outcome {
  const { kind, name, arn, tags } = assessed.snapshot;
  const owner = managedByCode(tags, policy.iacTags);
  return {
    resource: {
      type: kind === 'instance' ? 'AWS::RDS::DBSnapshot' : 'AWS::RDS::DBClusterSnapshot',
      id: name,
      arn,
      tags,
    },
    ...mentionOwner(assessed.verdict, owner),
    evidence: evidenceOf(assessed, owner, now),
  };
}

const evidenceOf = ({ snapshot, sharedWith }: Assessed, owner: string | undefined, now: Date): Evidence =>
  defined({
    engine: snapshot.engine,
    database: snapshot.database,
    createdAt: snapshot.createdAt?.toISOString(),
    allocatedStorageGib: snapshot.sizeGib,
    encrypted: snapshot.encrypted ?? null,
    public: sharedWith?.includes('all'),
    sharedWithAccounts: sharedWith?.filter((account) => account !== 'all'),
    managedBy: owner,
    readAt: now.toISOString(),
  });
