import { blocked, checkOfSource, clear, type Decision } from '../check.ts';
import type { Subject } from '../subject.ts';

/** Backtrack does not exist in a global database; Aurora user guide, "Using Amazon Aurora global databases". */
export function decideGlobalDatabase({ source, name }: Subject): Decision {
  const { GlobalClusterIdentifier: of = '', GlobalWriteForwardingStatus: forwarding } = source.cluster;
  if (of !== '')
    return blocked(`${name} belongs to the global database ${of}, which excludes Backtrack. Take it out of it first.`);
  if (forwarding === 'enabled' || forwarding === 'enabling')
    return blocked(`${name} forwards writes to a global database, which excludes Backtrack. Take it out of it first.`);
  return clear(`${name} belongs to none.`);
}

export const globalDatabase = checkOfSource({
  id: 'global-database',
  what: 'Global database',
  decide: decideGlobalDatabase,
});
