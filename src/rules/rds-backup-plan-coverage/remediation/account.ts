import { AwsCallError } from '../../../domain/errors.ts';
import type { PlanContext } from '../../../domain/remediation/stage.ts';
import { standalone, sweepClusters, sweepInstances } from '../../reads.ts';
import type { RegionSettings } from '../assignment/opt-in.ts';
import { fromCluster, fromInstance, type LivingDatabase } from '../database.ts';
import type { Plan } from '../plans/plan.ts';
import { type PlanReadings, readPlans } from '../plans/read-plans.ts';

/** What planning has to know of a target; all of it or nothing. */
export interface AccountFacts {
  readonly databases: readonly LivingDatabase[];
  readonly plans: readonly Plan[];
  readonly settings: RegionSettings & { readonly optIn: Readonly<Record<string, boolean | undefined>> };
  readonly vaults: NonNullable<PlanReadings['vaults']['value']>;
}

/** A fresh read. A plan is made from what is known: whatever could not be read is the error. */
export async function readAccount(context: PlanContext): Promise<AccountFacts> {
  const [clusters, instances, { plans, settings, vaults }] = await Promise.all([
    sweepClusters(context),
    sweepInstances(context),
    readPlans(context),
  ]);
  if (plans.unread !== undefined) throw unread(plans.unread);
  if (vaults.unread !== undefined) throw unread(vaults.unread);
  if ('unread' in settings) throw unread(settings.unread);
  return {
    databases: [...clusters.map(fromCluster), ...standalone(instances).map(fromInstance)],
    plans: plans.value,
    settings,
    vaults: vaults.value,
  };
}

const unread = (detail: string): AwsCallError =>
  new AwsCallError({ kind: 'refused', action: 'the reads of AWS Backup', code: 'NotRead', detail });
