import type { Target } from '../../../../domain/target.ts';
import { arnsOf } from '../arns.ts';
import type { CutoverInput } from './input.ts';

/** Every ARN that the run may touch. The old cluster's new name ends with the day on which it gets it. */
export const touched = (target: Target, { source, names, settings, members }: CutoverInput): string[] =>
  arnsOf(target, {
    clusters: [source, names.cluster, `${names.oldStem}*`],
    instances: names.members,
    snapshots: [names.snapshot],
    clusterGroups: [settings.parameterGroup],
    instanceGroups: members.map((member) => member.settings.parameterGroup),
    subnetGroups: [settings.subnetGroup],
    others: [
      settings.kmsKey,
      settings.passwordKey,
      ...settings.roles.map((role) => role.split(' ')[0] ?? null),
      ...members.flatMap((member) => [member.settings.monitoringRole, member.settings.performanceInsightsKey]),
    ],
  });
