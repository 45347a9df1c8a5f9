import { backupTypeOf } from '../organization/engines.ts';
import type { RegionState } from '../organization/region.ts';
import { tagsByArn } from '../rds/tag-store.ts';
import type { Candidate } from './evaluate-selection.ts';

/** A database that AWS Backup can back up by itself, with its identifier. */
export interface Database extends Candidate {
  readonly name: string;
}

/** Every cluster and every DB instance that is no member of one. */
export function databasesIn(holdings: RegionState): Database[] {
  const clusters = [...holdings.clusters.values()].map((one) =>
    databaseOf(one.DBClusterArn, one.DBClusterIdentifier, backupTypeOf(one.Engine ?? ''), holdings),
  );
  const instances = [...holdings.instances.values()]
    .filter(({ DBClusterIdentifier }) => DBClusterIdentifier === undefined)
    .map((one) => databaseOf(one.DBInstanceArn, one.DBInstanceIdentifier, 'RDS', holdings));
  return [...clusters, ...instances];
}

function databaseOf(arn = '', name = '', type: string, holdings: RegionState): Database {
  const tags = tagsByArn(arn, holdings).map(({ Key = '', Value = '' }): [string, string] => [Key, Value]);
  return { arn, name, type, tags: Object.fromEntries(tags) };
}
