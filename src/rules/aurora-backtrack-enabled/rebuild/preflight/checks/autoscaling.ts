import type { ScalableTarget as Registered } from '@aws-sdk/client-application-auto-scaling';
import type { PlanContext } from '../../../../../domain/remediation/stage.ts';
import { incompleteAnswer, listIn, paging } from '../../../../reads.ts';
import { acknowledge, check, clear, collect, type Decision } from '../check.ts';
import type { ScalableTarget } from '../facts.ts';
import type { Subject } from '../subject.ts';
import { few } from '../words.ts';

const action = 'application-autoscaling:DescribeScalableTargets';

/** Goes by the cluster's name: Application Auto Scaling user guide, "Amazon Aurora and Application Auto Scaling". */
export const resourceIdOf = (name: string): string => `cluster:${name}`;

async function read({ client, signal }: PlanContext, { name }: Subject): Promise<ScalableTarget[]> {
  const sdk = await import('@aws-sdk/client-application-auto-scaling');
  const config = { client: client(sdk.ApplicationAutoScalingClient), ...paging };
  const options = { abortSignal: signal };
  const ResourceId = resourceIdOf(name);
  const of = { ServiceNamespace: 'rds', ResourceId } as const;
  const [targets, policies, schedules] = await Promise.all([
    collect(
      sdk.paginateDescribeScalableTargets(config, { ServiceNamespace: 'rds', ResourceIds: [ResourceId] }, options),
      (page) => listIn(action, page.ScalableTargets),
    ),
    collect(sdk.paginateDescribeScalingPolicies(config, of, options), (page) =>
      listIn('application-autoscaling:DescribeScalingPolicies', page.ScalingPolicies),
    ),
    collect(sdk.paginateDescribeScheduledActions(config, of, options), (page) =>
      listIn('application-autoscaling:DescribeScheduledActions', page.ScheduledActions),
    ),
  ]);
  return targets.map((target) => ({
    ...registered(target),
    policies: policies.flatMap(({ PolicyName }) => PolicyName ?? []),
    schedules: schedules.flatMap(({ ScheduledActionName }) => ScheduledActionName ?? []),
  }));
}

function registered(target: Registered): Omit<ScalableTarget, 'policies' | 'schedules'> {
  const { ResourceId, ScalableDimension, MinCapacity, MaxCapacity, RoleARN: roleArn } = target;
  if (
    ResourceId === undefined ||
    ScalableDimension === undefined ||
    MinCapacity === undefined ||
    MaxCapacity === undefined
  )
    throw incompleteAnswer(action, 'a target without resource, dimension or capacity');
  return {
    resourceId: ResourceId,
    dimension: ScalableDimension,
    minCapacity: MinCapacity,
    maxCapacity: MaxCapacity,
    roleArn,
  };
}

export function decideAutoscaling(targets: readonly ScalableTarget[], { name, names, way }: Subject): Decision {
  const [target] = targets;
  if (target === undefined) return clear(`The number of readers of ${name} is not scaled.`);
  const { minCapacity, maxCapacity, policies, schedules } = target;
  const by = [...policies, ...schedules];
  const what = `Application Auto Scaling keeps ${minCapacity} to ${maxCapacity} readers for the name ${name}${by.length === 0 ? '' : ` (${few(by)})`}.`;
  return acknowledge(
    way === 'keep-name'
      ? `${what} Suspend it before the cut-over, or it may add readers to the wrong cluster; resume it when the new cluster has the name, and see that it works.`
      : `${what} It stays with the old cluster: register ${resourceIdOf(names.restored)} with the same policies, then deregister the old one.`,
  );
}

export const autoscaling = check<readonly ScalableTarget[]>({
  id: 'autoscaling',
  what: 'Auto Scaling of readers',
  read,
  decide: decideAutoscaling,
  facts: (found) => ({ scalableTargets: found }),
});
