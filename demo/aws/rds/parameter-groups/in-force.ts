import type { RegionState } from '../../organization/region.ts';

/** What somebody has set in a cluster parameter group; nothing in a default one. */
export function parametersInForce({ parameterGroups }: RegionState, group: string): ReadonlyMap<string, string> {
  return parameterGroups.get(group)?.set ?? new Map();
}
