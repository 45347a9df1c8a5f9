import { managedByCode } from '../../domain/managed-by-code.ts';
import type { Outcome, RuleContext } from '../../domain/rule.ts';
import { standalone, sweepClusters, sweepInstances } from '../reads.ts';
import { indexJobs } from './backups/jobs.ts';
import { reachOf, readBackups, readSnapshots } from './backups/read-backups.ts';
import { indexPoints } from './backups/recovery-points.ts';
import { fromCluster, fromInstance, type LivingDatabase } from './database.ts';
import { evidenceOf } from './evidence.ts';
import type { Facts, Verdict } from './facts.ts';
import { gapsOf, type Readings, unreadOf } from './gaps.ts';
import { readPlans } from './plans/read-plans.ts';
import { judge } from './verdict.ts';

/** Judges what could be listed; then a sweep that failed is thrown on, and stands for the databases behind it. */
export async function* evaluate(context: RuleContext): AsyncGenerator<Outcome> {
  const [clusters, instances] = await Promise.allSettled([sweepClusters(context), sweepInstances(context)]);
  const databases = [
    ...(clusters.status === 'fulfilled' ? clusters.value.map(fromCluster) : []),
    ...(instances.status === 'fulfilled' ? standalone(instances.value).map(fromInstance) : []),
  ];
  if (databases.length > 0) yield* judgeAll(databases, context);
  for (const sweep of [clusters, instances]) if (sweep.status === 'rejected') throw sweep.reason;
}

async function read(databases: readonly LivingDatabase[], context: RuleContext): Promise<Readings> {
  const kinds = new Set(databases.map(({ kind }) => kind));
  const [estate, snapshots] = await Promise.all([readPlans(context), readSnapshots(context, kinds)]);
  const plans = estate.plans.value ?? [];
  const named = plans.flatMap(({ rules }) => rules.map(({ vault }) => vault));
  const vaults = estate.vaults.value?.map(({ BackupVaultName: name }) => name ?? '') ?? named;
  const backups = await readBackups(context, {
    types: [...new Set(databases.flatMap(({ types }) => types))].sort(),
    vaults: [...new Set(vaults)].filter((name) => name !== '').sort(),
    reachMs: reachOf(plans, context.now),
  });
  return { ...estate, snapshots, backups };
}

async function* judgeAll(databases: readonly LivingDatabase[], context: RuleContext): AsyncGenerator<Outcome> {
  const { now, policy } = context;
  const readings = await read(databases, context);
  const { plans, settings, snapshots, backups } = readings;
  const pointsOf = indexPoints({
    points: backups.points,
    snapshots: [...(snapshots.cluster.value ?? []), ...(snapshots.instance.value ?? [])],
  });
  const jobsOf = indexJobs(backups.jobs.value ?? []);
  for (const database of databases) {
    const facts: Facts = {
      now,
      policy,
      settings,
      plans: plans.unread === undefined ? { read: plans.value } : { unread: plans.unread },
      points: pointsOf(database),
      jobs: jobsOf(database),
      ...gapsOf(database, readings),
    };
    const verdict = mentionOwner(judge(database, facts), managedByCode(database.tags ?? {}, policy.iacTags));
    const { status, cause, reason, remediation } = verdict;
    yield {
      resource: {
        type: database.kind === 'cluster' ? 'AWS::RDS::DBCluster' : 'AWS::RDS::DBInstance',
        id: database.name,
        arn: database.arn,
        ...(database.tags === undefined ? {} : { tags: database.tags }),
      },
      status,
      cause,
      reason,
      remediation,
      evidence: evidenceOf(database, verdict, facts, unreadOf(database, readings)),
    };
  }
}

/** What code owns has to be changed there, or the next deployment undoes it. */
const mentionOwner = (verdict: Verdict, owner: string | undefined): Verdict =>
  owner === undefined || verdict.remediation === null
    ? verdict
    : { ...verdict, reason: `${verdict.reason} It is managed by ${owner}: change it there.` };
