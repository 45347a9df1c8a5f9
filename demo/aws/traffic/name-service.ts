/** Where an endpoint's name leads: to the writer or the readers of a cluster, or to an instance, by resource id. */
export interface Target {
  readonly kind: 'writer' | 'reader' | 'instance';
  readonly id: string;
}

export type Records = ReadonlyMap<string, Target>;

/** The names of a Region's endpoints: as they will be once every change has arrived, and as they resolve now. */
export interface NameService {
  wanted: Records;
  readonly current: Map<string, Target>;
}

/** All names are where they should be. */
export function nameService(records: Records): NameService {
  return { wanted: records, current: new Map(records) };
}

/**
 * Takes note of where names should lead from now on; `later` lets each change arrive once it has got around. Until then
 * a name leads where it led, and a new one nowhere.
 */
export function follow(names: NameService, records: Records, later: (arrive: () => void) => void): void {
  const before = names.wanted;
  names.wanted = records;
  for (const host of new Set([...before.keys(), ...records.keys()])) {
    const target = records.get(host);
    if (same(before.get(host), target)) continue;
    later(() => {
      if (target) names.current.set(host, target);
      else names.current.delete(host);
    });
  }
}

function same(one: Target | undefined, other: Target | undefined): boolean {
  return one?.kind === other?.kind && one?.id === other?.id;
}
