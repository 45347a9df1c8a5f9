import type { RegionState } from '../organization/region.ts';
import type { Traffic } from './traffic.ts';
import { holdingOf, rowsIn, rowsOf, type Volume } from './write-log.ts';

/** Where rows are that a cluster lacks. */
export interface Elsewhere {
  /** The cluster's name now; `undefined` when it is gone. */
  readonly cluster: string | undefined;
  readonly resourceId: string;
  readonly rows: number;
}

/** What became of the rows of one writer: an application, or the events scheduled in a cluster. */
export interface WriterLoss {
  readonly application: string;
  /** Rows that it was told are committed. */
  readonly acknowledged: number;
  /** Those of them that the cluster holds. */
  readonly present: number;
  readonly lost: number;
  readonly elsewhere: readonly Elsewhere[];
}

/** What the cluster that has a name now holds and lacks. */
export interface LostWrites {
  readonly cluster: string;
  readonly resourceId: string;
  readonly acknowledged: number;
  readonly present: number;
  readonly lost: number;
  readonly writers: readonly WriterLoss[];
}

/**
 * Counts, for the cluster with a name, the rows acknowledged to all who ever wrote into it or into what it comes from
 * or was copied to. Throws when no cluster has the name.
 */
export function lostWrites(region: RegionState, name: string): LostWrites {
  const cluster = region.clusters.get(name);
  if (!cluster) throw new Error(`no cluster ${name} in this Region`);
  const { traffic } = region;
  const resourceId = cluster.DbClusterResourceId ?? '';
  const kin = kinOf(resourceId, traffic);
  const writers = writersOf(traffic)
    .filter(({ ids }) => kin.some((volume) => volume.segments.some(({ writer }) => ids.some(([id]) => id === writer))))
    .map((writer) => lossOf(writer, resourceId, region));
  const sum = (count: (one: WriterLoss) => number): number => writers.reduce((total, one) => total + count(one), 0);
  return {
    cluster: name,
    resourceId,
    acknowledged: sum(({ acknowledged }) => acknowledged),
    present: sum(({ present }) => present),
    lost: sum(({ lost }) => lost),
    writers,
  };
}

interface Writer {
  readonly application: string;
  /** Identities, with the rows acknowledged to each. */
  readonly ids: readonly (readonly [id: string, rows: number])[];
}

function writersOf({ applications, eventRows }: Traffic): Writer[] {
  const programs = [...applications].map(([application, { sessions }]) => ({
    application,
    ids: sessions.map(({ writer, written }) => [writer, rowsIn(written)] as const),
  }));
  const events = [...eventRows].map(([id, rows]) => ({ application: id, ids: [[id, rowsIn(rows)] as const] }));
  return [...programs, ...events];
}

function lossOf({ application, ids }: Writer, resourceId: string, { traffic, clusters }: RegionState): WriterLoss {
  const survivor = holdingOf(traffic.volumes.get(resourceId) ?? EMPTY);
  const acknowledged = ids.reduce((sum, [, rows]) => sum + rows, 0);
  const present = ids.reduce((sum, [id, rows]) => sum + rowsOf(survivor, id, [0, rows]), 0);
  const elsewhere = [...traffic.volumes.values()].flatMap((volume): Elsewhere[] => {
    if (volume.cluster === resourceId) return [];
    const held = holdingOf(volume);
    const rows = ids.reduce((sum, [id]) => {
      const missing = (held.get(id) ?? []).map((range) => range[1] - range[0] - rowsOf(survivor, id, range));
      return missing.reduce((total, count) => total + count, sum);
    }, 0);
    const name = [...clusters.values()].find(({ DbClusterResourceId }) => DbClusterResourceId === volume.cluster);
    return rows > 0 ? [{ cluster: name?.DBClusterIdentifier, resourceId: volume.cluster, rows }] : [];
  });
  return { application, acknowledged, present, lost: acknowledged - present, elsewhere };
}

const EMPTY: Volume = { cluster: '', parent: undefined, eventRows: 0, segments: [] };

/** The volumes that come from the same cluster in the end. */
function kinOf(resourceId: string, { volumes }: Traffic): Volume[] {
  const origin = (id: string): string => {
    const parent = volumes.get(id)?.parent?.cluster;
    return parent === undefined ? id : origin(parent);
  };
  const root = origin(resourceId);
  return [...volumes.values()].filter(({ cluster }) => origin(cluster) === root);
}
