import { membersToCreate, type Source } from '../source.ts';

/** How the application finds its database afterwards. */
export type Way = 'keep-name' | 'new-endpoint';

/** Identifiers that the cut-over gives, 1 to 63 characters each. */
export interface CutoverNames {
  /** Of the new cluster until it takes over; with `new-endpoint` for good. */
  readonly restored: string;
  /** Of the old cluster afterwards; with `new-endpoint` it keeps its own. */
  readonly old: string;
  /** Identifier of each old instance that gets a counterpart → that of its counterpart. */
  readonly members: Readonly<Record<string, string>>;
}

const most = 63;

/** Cut off where the suffix would not fit; identifiers have no double or final hyphen. */
const withSuffix = (name: string, suffix: string): string =>
  `${name.slice(0, most - suffix.length).replace(/-+$/, '')}${suffix}`;

/** `orders-bt`, `orders-old-1121`, `orders-1-bt`. */
export function cutoverNames(source: Source, way: Way, now: Date): CutoverNames {
  const name = source.cluster.DBClusterIdentifier ?? '';
  const [, month, day] = now.toISOString().slice(0, 10).split('-');
  return {
    restored: withSuffix(name, '-bt'),
    old: way === 'keep-name' ? withSuffix(name, `-old-${month}${day}`) : name,
    members: Object.fromEntries(
      membersToCreate(source).map(({ DBInstanceIdentifier: id = '' }) => [id, withSuffix(id, '-bt')] as const),
    ),
  };
}
