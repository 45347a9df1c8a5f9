import {
  DBClusterSnapshotNotFoundFault$,
  DBSnapshotNotFoundFault$,
  type DescribeDBClusterSnapshotAttributesMessage,
  type DescribeDBClusterSnapshotAttributesResult,
  type DescribeDBSnapshotAttributesMessage,
  type DescribeDBSnapshotAttributesResult,
} from '@aws-sdk/client-rds';
import { modelled } from '../protocol/model.ts';
import type { Operation } from '../service.ts';
import { identifierIn, resourceArn } from './arguments.ts';

/**
 * Who may restore a snapshot of this account: attribute `restore`, an account id each, `all` for everybody. Snapshots
 * of other accounts are not found, though they can be listed.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBSnapshotAttribute.html
 */
export const describeDBSnapshotAttributes: Operation<DescribeDBSnapshotAttributesMessage> = {
  resource: ({ DBSnapshotIdentifier }, call) => resourceArn(call, 'snapshot', DBSnapshotIdentifier),
  run({ DBSnapshotIdentifier: asked = '' }, call): DescribeDBSnapshotAttributesResult {
    const name = identifierIn(call, 'DBSnapshotIdentifier', 'snapshot', asked) ?? '';
    if (!call.holdings.snapshots.has(name)) throw modelled(DBSnapshotNotFoundFault$, `DBSnapshot ${asked} not found.`);
    const values = call.holdings.sharedSnapshots.get(resourceArn(call, 'snapshot', name)) ?? [];
    const attributes = [{ AttributeName: 'restore', AttributeValues: [...values] }];
    return { DBSnapshotAttributesResult: { DBSnapshotIdentifier: name, DBSnapshotAttributes: attributes } };
  },
};

/** The same for snapshots of clusters. */
export const describeDBClusterSnapshotAttributes: Operation<DescribeDBClusterSnapshotAttributesMessage> = {
  resource: ({ DBClusterSnapshotIdentifier }, call) =>
    resourceArn(call, 'cluster-snapshot', DBClusterSnapshotIdentifier),
  run({ DBClusterSnapshotIdentifier: asked = '' }, call): DescribeDBClusterSnapshotAttributesResult {
    const name = identifierIn(call, 'DBClusterSnapshotIdentifier', 'cluster-snapshot', asked) ?? '';
    if (!call.holdings.clusterSnapshots.has(name)) {
      throw modelled(DBClusterSnapshotNotFoundFault$, `DBClusterSnapshot ${asked} not found.`);
    }
    const values = call.holdings.sharedSnapshots.get(resourceArn(call, 'cluster-snapshot', name)) ?? [];
    return {
      DBClusterSnapshotAttributesResult: {
        DBClusterSnapshotIdentifier: name,
        DBClusterSnapshotAttributes: [{ AttributeName: 'restore', AttributeValues: [...values] }],
      },
    };
  },
};
