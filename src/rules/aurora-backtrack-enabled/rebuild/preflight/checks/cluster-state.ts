import { blocked, checkOfSource, clear, type Decision } from '../check.ts';
import type { Subject } from '../subject.ts';
import { few } from '../words.ts';

/** A snapshot needs an available cluster; Aurora user guide, "Creating a DB cluster snapshot". */
export function decideState({ source, name, instances }: Subject): Decision {
  const { Status } = source.cluster;
  if (Status !== 'available')
    return blocked(`${name} is ${Status ?? 'in a state that AWS does not tell'}. Plan again when it is available.`);
  const busy = source.members.flatMap(({ DBInstanceIdentifier: id, DBInstanceStatus: status }) =>
    status === 'available' ? [] : [`${id ?? '?'} is ${status ?? 'in a state that AWS does not tell'}`],
  );
  if (busy.length > 0) return blocked(`${few(busy)}. Plan again when every instance of ${name} is available.`);
  return clear(
    instances.length === 0 ? `${name} is available.` : `${name} and its instances (${few(instances)}) are available.`,
  );
}

export const clusterState = checkOfSource({
  id: 'cluster-state',
  what: 'State of the cluster and its instances',
  decide: decideState,
});
