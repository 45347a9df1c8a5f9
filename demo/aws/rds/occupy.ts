import { type DBCluster, InvalidDBClusterStateFault$ } from '@aws-sdk/client-rds';
import { modelled } from '../protocol/model.ts';
import type { Call } from '../service.ts';
import type { Effect, Wait } from '../time.ts';

/** Throws `InvalidDBClusterStateFault` unless the cluster is available and nothing is under way, seen or unseen. */
export function requireAvailable(cluster: DBCluster, { holdings }: Call, purpose = 'modification'): void {
  const { Status, DBClusterIdentifier: name } = cluster;
  if (Status === 'available' && !holdings.busy.has(cluster)) return;
  const status = Status === 'available' ? 'modifying' : Status;
  const text = `DB cluster ${name} is not available for ${purpose} with status ${status}.`;
  throw modelled(InvalidDBClusterStateFault$, text);
}

/**
 * Takes a cluster for an operation. Until it is done no other is accepted, though the status shows it only after a
 * moment; then the cluster is `available` again, unless `done` says otherwise.
 */
export function occupy(cluster: DBCluster, status: string, runs: Wait, call: Call, done: Effect): void {
  const { busy } = call.holdings;
  busy.add(cluster);
  call.later('modifyStarts', () => {
    cluster.Status = status;
  });
  call.later(['modifyStarts', runs], (at) => {
    cluster.Status = 'available';
    busy.delete(cluster);
    done(at);
  });
}
