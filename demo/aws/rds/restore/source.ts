import {
  type DBCluster,
  DBClusterNotFoundFault$,
  type RestoreDBClusterToPointInTimeMessage,
} from '@aws-sdk/client-rds';
import { AwsError } from '../../errors.ts';
import { modelled } from '../../protocol/model.ts';
import type { Call } from '../../service.ts';
import { clusterNamed } from '../find.ts';
import { slideRestorable } from '../restorable.ts';

/** The cluster to restore from, by its name or, also when only its automated backups are left, by its resource id. */
export function sourceOf(input: RestoreDBClusterToPointInTimeMessage, call: Call): DBCluster {
  const { SourceDBClusterIdentifier: asked, SourceDbClusterResourceId: id } = input;
  if ((asked === undefined) === (id === undefined)) {
    const text = 'Exactly one of SourceDBClusterIdentifier and SourceDbClusterResourceId must be specified.';
    throw new AwsError('InvalidParameterCombination', text);
  }
  const source =
    id === undefined ? clusterNamed(asked ?? '', call, 'SourceDBClusterIdentifier') : byResourceId(id, call);
  slideRestorable(source, call);
  return source;
}

function byResourceId(id: string, { holdings }: Call): DBCluster {
  const standing = [...holdings.clusters.values()].find(({ DbClusterResourceId }) => DbClusterResourceId === id);
  const source = standing ?? holdings.retainedBackups.get(id);
  if (!source) throw modelled(DBClusterNotFoundFault$, `DBCluster with resource id ${id} not found.`);
  return source;
}
