import type { DBCluster, DBInstance } from '@aws-sdk/client-rds';
import type { Call } from '../../service.ts';
import { tellOf } from '../events.ts';
import { appear } from '../lifecycle.ts';

/** Lets a new instance be created and then join its cluster, as the writer if it is the first to be ready. */
export function join(member: DBInstance, cluster: DBCluster, call: Call): void {
  const name = member.DBInstanceIdentifier ?? '';
  call.holdings.instances.set(name, member);
  appear(member, call.now, call);
  const ready = call.ending?.state ?? 'available';
  call.later('instanceCreates', (at) => {
    if (member.DBInstanceStatus !== 'creating') return;
    if (ready !== 'available') {
      member.DBInstanceStatus = ready;
      const text = call.ending?.message ?? 'DB instance could not be created: failed to join cluster instance.';
      tellOf('db-instance', name, text, ['failure'], at, call);
      return;
    }
    enter(member, cluster);
    tellOf('db-instance', name, 'DB instance created', ['creation'], at, call);
    if (!member.MonitoringInterval) {
      member.DBInstanceStatus = 'available';
      return;
    }
    member.DBInstanceStatus = 'configuring-enhanced-monitoring';
    call.at(new Date(at.getTime() + call.waitMs('modifyStarts')), () => {
      if (member.DBInstanceStatus === 'configuring-enhanced-monitoring') member.DBInstanceStatus = 'available';
    });
  });
}

/** Makes the instance a member of the cluster. */
export function enter(member: DBInstance, cluster: DBCluster): void {
  const others = cluster.DBClusterMembers ?? [];
  cluster.DBClusterMembers = [
    ...others,
    {
      DBInstanceIdentifier: member.DBInstanceIdentifier,
      IsClusterWriter: !others.some(({ IsClusterWriter }) => IsClusterWriter),
      DBClusterParameterGroupStatus: 'in-sync',
      PromotionTier: member.PromotionTier,
    },
  ];
  cluster.MultiAZ = cluster.DBClusterMembers.length > 1;
}

/** Takes the instance out of the cluster; if it wrote, the reader of the lowest tier takes over. */
export function leave(member: DBInstance, cluster: DBCluster): void {
  const name = member.DBInstanceIdentifier;
  const rest = (cluster.DBClusterMembers ?? []).filter(({ DBInstanceIdentifier }) => DBInstanceIdentifier !== name);
  if (!rest.some(({ IsClusterWriter }) => IsClusterWriter)) promote(rest);
  cluster.DBClusterMembers = rest;
  cluster.MultiAZ = rest.length > 1;
}

/** Makes a member the writer: the one named, or the one of the lowest promotion tier. */
export function promote(members: NonNullable<DBCluster['DBClusterMembers']>, name?: string): void {
  const tier = ({ PromotionTier = 1 }: (typeof members)[number]): number => PromotionTier;
  const next =
    members.find(({ DBInstanceIdentifier }) => DBInstanceIdentifier === name) ??
    members.toSorted((one, other) => tier(one) - tier(other))[0];
  for (const one of members) one.IsClusterWriter = one === next;
}
