/** Identifiers of clusters and instances have at most this many characters, and no double or final hyphen. */
const most = 63;

/** `name` with a suffix, cut off where that would not fit. */
export const fitted = (name: string, suffix: string): string =>
  `${name.slice(0, most - suffix.length).replace(/-+$/, '')}${suffix}`;

/** Each name with the suffix; where two would become the same, later ones are numbered. */
export function distinct(names: readonly string[], suffix: string): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let candidate = fitted(name, suffix);
    for (let n = 2; taken.has(candidate); n += 1) candidate = fitted(name, `-${n}${suffix}`);
    taken.add(candidate);
    return candidate;
  });
}

/** What a rehearsal makes, named after the cluster and its own id, so that a later look finds it. */
export interface RehearsalNames {
  readonly cluster: string;
  readonly snapshot: string;
  readonly parameterGroup: string;
  /** In the order of the members that are copied, the writer first. */
  readonly members: readonly string[];
}

export function rehearsalNames(source: string, remediationId: string, members: number): RehearsalNames {
  const cluster = fitted(source, `-rehearsal-${remediationId}`);
  return {
    cluster,
    snapshot: `aurora-keeper-${remediationId}-rehearsal`,
    parameterGroup: `aurora-keeper-${remediationId}-inert`,
    members: Array.from({ length: members }, (_, index) => fitted(cluster, `-${index + 1}`)),
  };
}
