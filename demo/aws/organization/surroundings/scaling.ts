import type { ScalableTarget, ScalingPolicy, ScheduledAction } from '@aws-sdk/client-application-auto-scaling';
import { z } from 'zod';
import { hoursBefore } from '../../clock.ts';
import { stableUuid } from '../../random.ts';
import { identifier } from '../common.ts';
import type { Built } from './built.ts';

/** Aurora Auto Scaling of a cluster's readers; its cluster need not exist, as in AWS. */
export const scaling = z.strictObject({
  of: identifier,
  min: z.number().int().min(0).max(15).default(1),
  max: z.number().int().min(0).max(15).default(5),
  policies: z.array(z.string().min(1)).default(['readers-cpu']),
  schedules: z.array(z.string().min(1)).default([]),
});

/** What Application Auto Scaling knows of a Region; everything goes by the text `cluster:<name>`. */
export interface Scaling {
  readonly targets: ScalableTarget[];
  readonly policies: ScalingPolicy[];
  readonly schedules: ScheduledAction[];
}

export function scalingFrom(specs: readonly z.output<typeof scaling>[], { place }: Built): Scaling {
  const { accountId, region } = place;
  const CreationTime = hoursBefore(place.now, 300 * 24);
  const arn = (...parts: string[]) => `arn:aws:autoscaling:${region}:${accountId}:${parts.join(':')}`;
  const common = (of: string) =>
    ({
      ServiceNamespace: 'rds',
      ResourceId: `cluster:${of}`,
      ScalableDimension: 'rds:cluster:ReadReplicaCount',
      CreationTime,
    }) as const;
  return {
    targets: specs.map(({ of, min, max }) => ({
      ...common(of),
      MinCapacity: min,
      MaxCapacity: max,
      RoleARN: `arn:aws:iam::${accountId}:role/aws-service-role/rds.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_RDSCluster`,
      SuspendedState: {
        DynamicScalingInSuspended: false,
        DynamicScalingOutSuspended: false,
        ScheduledScalingSuspended: false,
      },
    })),
    policies: specs.flatMap(({ of, policies }) =>
      policies.map((PolicyName) => ({
        ...common(of),
        PolicyName,
        PolicyARN: arn('scalingPolicy', stableUuid('policy', of, PolicyName), `policyName/${PolicyName}`),
        PolicyType: 'TargetTrackingScaling' as const,
        TargetTrackingScalingPolicyConfiguration: {
          TargetValue: 60,
          PredefinedMetricSpecification: { PredefinedMetricType: 'RDSReaderAverageCPUUtilization' as const },
        },
        Alarms: [],
      })),
    ),
    schedules: specs.flatMap(({ of, min, max, schedules }) =>
      schedules.map((ScheduledActionName) => ({
        ...common(of),
        ScheduledActionName,
        ScheduledActionARN: arn('scheduledAction', stableUuid('schedule', of, ScheduledActionName)),
        Schedule: 'cron(0 7 ? * MON-FRI *)',
        ScalableTargetAction: { MinCapacity: min, MaxCapacity: max },
      })),
    ),
  };
}
