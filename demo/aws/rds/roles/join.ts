import type { DBCluster, DBClusterRole } from '@aws-sdk/client-rds';
import type { Call } from '../../service.ts';

/** Adds a role to a cluster: PENDING at first, ACTIVE once RDS has assumed it. */
export function joinRole(
  cluster: DBCluster,
  { RoleArn, FeatureName }: Pick<DBClusterRole, 'RoleArn' | 'FeatureName'>,
  call: Call,
  from: Date = call.now,
): void {
  const role: DBClusterRole = {
    ...(RoleArn !== undefined && { RoleArn }),
    Status: 'PENDING',
    ...(FeatureName && { FeatureName }),
  };
  cluster.AssociatedRoles = [...(cluster.AssociatedRoles ?? []), role];
  call.at(new Date(from.getTime() + call.waitMs('roleJoins')), () => {
    role.Status = 'ACTIVE';
  });
}
