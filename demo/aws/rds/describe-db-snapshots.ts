import {
  type DBSnapshot,
  type DBSnapshotMessage,
  DBSnapshotNotFoundFault$,
  type DescribeDBSnapshotsMessage,
} from '@aws-sdk/client-rds';
import { modelled } from '../protocol/model.ts';
import type { Call, Operation } from '../service.ts';
import { identifierIn, rdsPage, resourceArn } from './arguments.ts';
import { type FilterTable, filtered } from './filters.ts';
import { typeTest } from './snapshot-types.ts';

const TYPES = ['automated', 'manual', 'shared', 'public', 'awsbackup'];

function filtersFor(call: Call): FilterTable<DBSnapshot> {
  return {
    'db-instance-id': ({ DBInstanceIdentifier: instance }) => [instance, resourceArn(call, 'db', instance)],
    'db-snapshot-id': ({ DBSnapshotIdentifier }) => [DBSnapshotIdentifier],
    'dbi-resource-id': ({ DbiResourceId }) => [DbiResourceId],
    'snapshot-type': ({ SnapshotType }) => [SnapshotType],
    engine: ({ Engine }) => [Engine],
  };
}

/** Lists snapshots of DB instances; those of AWS Backup have a type of their own, `awsbackup`. */
export const describeDBSnapshots: Operation<DescribeDBSnapshotsMessage> = {
  resource: ({ DBSnapshotIdentifier }, call) => resourceArn(call, 'snapshot', DBSnapshotIdentifier),
  run(input, call): DBSnapshotMessage {
    const found = filtered(candidates(input, call), input.Filters, filtersFor(call));
    const { items, next } = rdsPage(call, 'DescribeDBSnapshots', input, found, (one) => one.DBSnapshotIdentifier ?? '');
    return { DBSnapshots: [...items], Marker: next };
  },
};

function candidates(input: DescribeDBSnapshotsMessage, call: Call): DBSnapshot[] {
  const { DBSnapshotIdentifier: asked, DBInstanceIdentifier, DbiResourceId } = input;
  const all = call.holdings.snapshots;
  const wanted = typeTest(input, TYPES, asked !== undefined);
  const instance = DBInstanceIdentifier && identifierIn(call, 'DBInstanceIdentifier', 'db', DBInstanceIdentifier);
  let found = [...all.values()];
  if (asked !== undefined) {
    const name = identifierIn(call, 'DBSnapshotIdentifier', 'snapshot', asked) ?? asked;
    const snapshot = all.get(name);
    if (!snapshot) throw modelled(DBSnapshotNotFoundFault$, `DBSnapshot ${asked} not found.`);
    found = [snapshot];
  }
  return found.filter(
    (one) =>
      wanted(one.SnapshotType) &&
      (DBInstanceIdentifier === undefined || one.DBInstanceIdentifier === instance) &&
      (DbiResourceId === undefined || one.DbiResourceId === DbiResourceId),
  );
}
