import {
  type AddRoleToDBClusterMessage,
  DBClusterRoleAlreadyExistsFault$,
  DBClusterRoleNotFoundFault$,
  DBClusterRoleQuotaExceededFault$,
  InvalidDBClusterStateFault$,
  type RemoveRoleFromDBClusterMessage,
} from '@aws-sdk/client-rds';
import { invalidParameterValue } from '../../errors.ts';
import { modelled } from '../../protocol/model.ts';
import type { Operation } from '../../service.ts';
import { resourceArn } from '../arguments.ts';
import { clusterNamed } from '../find.ts';
import { joinRole } from './join.ts';

const ROLE = /^arn:aws:iam::\d{12}:role\/.+$/;

/** Lets a cluster assume a role: PENDING, then ACTIVE. https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_AddRoleToDBCluster.html */
export const addRoleToDBCluster: Operation<AddRoleToDBClusterMessage> = {
  resource: ({ DBClusterIdentifier }, call) => resourceArn(call, 'cluster', DBClusterIdentifier),
  run({ DBClusterIdentifier = '', RoleArn = '', FeatureName }, call): object {
    call.authorise('iam:PassRole', RoleArn, { passedTo: 'rds.amazonaws.com' });
    const cluster = clusterNamed(DBClusterIdentifier, call);
    if (!ROLE.test(RoleArn)) throw invalidParameterValue(`Invalid role ARN: ${RoleArn}`);
    const roles = cluster.AssociatedRoles ?? [];
    if (roles.some((role) => role.RoleArn === RoleArn)) {
      throw modelled(
        DBClusterRoleAlreadyExistsFault$,
        `Role ARN ${RoleArn} is already associated with DB cluster ${DBClusterIdentifier}`,
      );
    }
    if (roles.length >= call.account.quotas.dbClusterRoles) {
      throw modelled(
        DBClusterRoleQuotaExceededFault$,
        'The quota for the number of roles of a DB cluster is exceeded.',
      );
    }
    if (cluster.Status !== 'available') {
      throw modelled(
        InvalidDBClusterStateFault$,
        `DB cluster ${DBClusterIdentifier} is not available: it is ${cluster.Status}.`,
      );
    }
    joinRole(cluster, { RoleArn, FeatureName }, call);
    return {};
  },
};

/** Takes a role away. https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RemoveRoleFromDBCluster.html */
export const removeRoleFromDBCluster: Operation<RemoveRoleFromDBClusterMessage> = {
  resource: ({ DBClusterIdentifier }, call) => resourceArn(call, 'cluster', DBClusterIdentifier),
  run({ DBClusterIdentifier = '', RoleArn = '' }, call): object {
    const cluster = clusterNamed(DBClusterIdentifier, call);
    const roles = cluster.AssociatedRoles ?? [];
    if (!roles.some((role) => role.RoleArn === RoleArn)) {
      throw modelled(
        DBClusterRoleNotFoundFault$,
        `Role ARN ${RoleArn} cannot be found for DB cluster ${DBClusterIdentifier}`,
      );
    }
    call.later('roleJoins', () => {
      cluster.AssociatedRoles = (cluster.AssociatedRoles ?? []).filter((role) => role.RoleArn !== RoleArn);
    });
    return {};
  },
};
