import type { DBCluster, DBInstance } from '@aws-sdk/client-rds';
import { managedByCode } from '../../domain/managed-by-code.ts';
import type { Outcome, RuleContext } from '../../domain/rule.ts';
import { type Named, orWhyNot, sweepClusters, sweepInstances } from '../reads.ts';
import { evidenceOf } from './evidence.ts';
import { type Answer, askOfEligibility, askOfWindow } from './questions.ts';
import { firstLook, type Verdict } from './verdict.ts';

const engines: ReadonlySet<string | undefined> = new Set(['aurora-mysql', 'aurora', undefined]);

/**
 * One verdict for each Aurora MySQL cluster, and for one whose engine AWS does not tell. What only some of them need read is asked for together; when one of those
 * readings fails for a moment, the others still get their verdicts before the failure is thrown.
 */
export async function* evaluate(context: RuleContext): AsyncGenerator<Outcome> {
  const [clusters, read] = await Promise.all([sweepClusters(context), orWhyNot(sweepInstances(context))]);
  const instances = 'unread' in read ? `not read: ${read.unread}` : read.value;
  const mine = clusters.filter(({ Engine }) => engines.has(Engine));
  const outcomes = await Promise.allSettled(mine.map((cluster) => judge(context, cluster, instances)));
  for (const outcome of outcomes) if (outcome.status === 'fulfilled') yield outcome.value;
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

async function judge(
  context: RuleContext,
  cluster: Named<DBCluster>,
  instances: readonly Named<DBInstance>[] | string,
): Promise<Outcome> {
  const { verdict, evidence } = await answerOf(context, cluster, instances);
  return {
    resource: { type: 'AWS::RDS::DBCluster', id: cluster.name, arn: cluster.arn, tags: cluster.tags },
    ...mentionOwner(verdict, managedByCode(cluster.tags, context.policy.iacTags)),
    evidence: evidenceOf(cluster, instances, context, evidence),
  };
}

async function answerOf(
  context: RuleContext,
  cluster: Named<DBCluster>,
  instances: readonly Named<DBInstance>[] | string,
): Promise<Answer> {
  const { target, policy, now } = context;
  const about = { cluster, target, policy, now };
  const first = firstLook(about);
  switch (first) {
    case 'is its window cut short?':
      return askOfWindow(context, about, instances);
    case 'can Backtrack exist there?':
      return askOfEligibility(context, about);
    default:
      return { verdict: first, evidence: {} };
  }
}

/** What code owns has to be changed there, or the next deployment undoes it. */
const mentionOwner = (verdict: Verdict, owner: string | undefined): Verdict =>
  owner === undefined || verdict.remediation === null
    ? verdict
    : { ...verdict, reason: `${verdict.reason} It is managed by ${owner}: change it there.` };
