import * as sdk from '@aws-sdk/client-rds';
import { AwsError } from '../errors.ts';
import { operationsOf } from '../protocol/model.ts';
import { query } from '../protocol/query.ts';
import type { Service } from '../service.ts';
import { RDS_LIMITS } from '../throttle.ts';
import { backtrackDBCluster, describeDBClusterBacktracks } from './backtrack-cluster.ts';
import { addTagsToResource, removeTagsFromResource } from './change-tags.ts';
import { createDBClusterSnapshot } from './cluster-snapshots/create.ts';
import { deleteDBClusterSnapshot } from './cluster-snapshots/delete.ts';
import { describeDBClusterSnapshots } from './cluster-snapshots/describe.ts';
import { createDBCluster } from './create-db-cluster.ts';
import { deleteDBCluster } from './delete-db-cluster.ts';
import { describeAccountAttributes } from './describe-account-attributes.ts';
import { describeDBClusterAutomatedBackups } from './describe-db-cluster-automated-backups.ts';
import { describeDBClusterParameters } from './describe-db-cluster-parameters.ts';
import { describeDBClusters } from './describe-db-clusters.ts';
import { describeDBInstances } from './describe-db-instances.ts';
import { describeDBSnapshots } from './describe-db-snapshots.ts';
import { describeDBSubnetGroups } from './describe-db-subnet-groups.ts';
import { describeEvents } from './describe-events.ts';
import { describeGlobalClusters } from './describe-global-clusters.ts';
import { describeIntegrations } from './describe-integrations.ts';
import { disableHttpEndpoint, enableHttpEndpoint } from './http-endpoint.ts';
import { listTagsForResource } from './list-tags-for-resource.ts';
import { createDBInstance } from './members/create.ts';
import { deleteDBInstance } from './members/delete.ts';
import { modifyDBInstance } from './members/modify.ts';
import { rebootDBInstance } from './members/reboot.ts';
import { modifyDBCluster } from './modify-cluster/modify.ts';
import { copyDBClusterParameterGroup, createDBClusterParameterGroup } from './parameter-groups/create.ts';
import { deleteDBClusterParameterGroup } from './parameter-groups/delete.ts';
import { describeDBClusterParameterGroups } from './parameter-groups/describe.ts';
import { modifyDBClusterParameterGroup } from './parameter-groups/modify.ts';
import { failoverDBCluster } from './power/failover.ts';
import { startDBCluster } from './power/start.ts';
import { stopDBCluster } from './power/stop.ts';
import { restoreDBClusterFromSnapshot } from './restore/from-snapshot.ts';
import { restoreDBClusterToPointInTime } from './restore/to-point-in-time.ts';
import { addRoleToDBCluster, removeRoleFromDBCluster } from './roles/change.ts';
import { describeDBClusterSnapshotAttributes, describeDBSnapshotAttributes } from './snapshot-attributes.ts';
import { surroundings } from './surroundings/handlers.ts';

/** The simulated Amazon RDS. */
export const rds: Service = {
  name: 'rds',
  version: '2014-10-31',
  xmlNamespace: 'http://rds.amazonaws.com/doc/2014-10-31/',
  operations: operationsOf(sdk),
  protocol: query,
  limits: ({ rdsLimits }) => rdsLimits ?? RDS_LIMITS,
  missingParameter: (member) => new AwsError('MissingParameter', `The request must contain the parameter ${member}.`),
  handlers: {
    DescribeDBClusters: describeDBClusters,
    DescribeDBInstances: describeDBInstances,
    DescribeDBClusterSnapshots: describeDBClusterSnapshots,
    CreateDBClusterSnapshot: createDBClusterSnapshot,
    DeleteDBClusterSnapshot: deleteDBClusterSnapshot,
    DescribeDBSnapshots: describeDBSnapshots,
    DescribeDBClusterSnapshotAttributes: describeDBClusterSnapshotAttributes,
    DescribeDBSnapshotAttributes: describeDBSnapshotAttributes,
    DescribeDBClusterParameters: describeDBClusterParameters,
    DescribeEvents: describeEvents,
    DescribeGlobalClusters: describeGlobalClusters,
    DescribeIntegrations: describeIntegrations,
    AddTagsToResource: addTagsToResource,
    ModifyDBCluster: modifyDBCluster,
    RemoveTagsFromResource: removeTagsFromResource,
    RestoreDBClusterFromSnapshot: restoreDBClusterFromSnapshot,
    RestoreDBClusterToPointInTime: restoreDBClusterToPointInTime,
    CreateDBInstance: createDBInstance,
    DeleteDBInstance: deleteDBInstance,
    CreateDBCluster: createDBCluster,
    DeleteDBCluster: deleteDBCluster,
    ModifyDBInstance: modifyDBInstance,
    RebootDBInstance: rebootDBInstance,
    StopDBCluster: stopDBCluster,
    StartDBCluster: startDBCluster,
    FailoverDBCluster: failoverDBCluster,
    DescribeAccountAttributes: describeAccountAttributes,
    DescribeDBClusterAutomatedBackups: describeDBClusterAutomatedBackups,
    DescribeDBClusterParameterGroups: describeDBClusterParameterGroups,
    DescribeDBSubnetGroups: describeDBSubnetGroups,
    CreateDBClusterParameterGroup: createDBClusterParameterGroup,
    CopyDBClusterParameterGroup: copyDBClusterParameterGroup,
    ModifyDBClusterParameterGroup: modifyDBClusterParameterGroup,
    DeleteDBClusterParameterGroup: deleteDBClusterParameterGroup,
    AddRoleToDBCluster: addRoleToDBCluster,
    RemoveRoleFromDBCluster: removeRoleFromDBCluster,
    EnableHttpEndpoint: enableHttpEndpoint,
    DisableHttpEndpoint: disableHttpEndpoint,
    BacktrackDBCluster: backtrackDBCluster,
    DescribeDBClusterBacktracks: describeDBClusterBacktracks,
    ListTagsForResource: listTagsForResource,
    ...surroundings,
  },
};
