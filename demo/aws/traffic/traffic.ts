import type { DBClusterSnapshot } from '@aws-sdk/client-rds';
import type { Application } from './application.ts';
import type { History } from './history.ts';
import { type NameService, nameService } from './name-service.ts';
import { copyOf, type Parent, type Volume } from './write-log.ts';

/** What goes on in the databases of a Region: who is connected, what is written, where names lead. */
export interface Traffic {
  /** By resource id of the cluster, also of clusters that are gone. */
  readonly volumes: Map<string, Volume>;
  readonly applications: Map<string, Application>;
  readonly history: History;
  /** The name of the cluster that an instance has a certificate for, by its resource id: that of its last start. */
  readonly certificates: Map<string, string>;
  readonly names: NameService;
  /** How far, in milliseconds, scheduled events have written; by writer, in thousandths of rows. */
  readonly eventRows: Map<string, number>;
  /** Until when everything is worked out; `undefined` while nobody watches. */
  workedOut: number | undefined;
  /** The state of the Region that sessions have taken note of. */
  seen: number;
}

export function createTraffic(eventRows: ReadonlyMap<string, number>): Traffic {
  const described = [...eventRows].map(([cluster, rows]): [string, Volume] => [
    cluster,
    { cluster, parent: undefined, eventRows: rows, segments: [] },
  ]);
  return {
    volumes: new Map(described),
    applications: new Map(),
    history: { stretches: [], connections: [] },
    certificates: new Map(),
    names: nameService(new Map()),
    eventRows: new Map(),
    workedOut: undefined,
    seen: -1,
  };
}

/** The rows of a cluster, by its resource id. */
export function volumeOf({ volumes }: Traffic, cluster: string): Volume {
  const known = volumes.get(cluster) ?? { cluster, parent: undefined, eventRows: 0, segments: [] };
  volumes.set(cluster, known);
  return known;
}

/** Fills the volume of a new cluster with what another held at a moment. */
export function fillVolume(traffic: Traffic, cluster: string, parent: Parent): void {
  traffic.volumes.set(cluster, copyOf(volumeOf(traffic, parent.cluster), cluster, parent));
}

/** Takes a volume back to what it held at a moment. */
export function rewind(volume: Volume, at: Date): void {
  const { segments } = copyOf(volume, volume.cluster, { cluster: volume.cluster, at });
  volume.segments.splice(0, volume.segments.length, ...segments);
}

/** What a snapshot holds: what its cluster held when it was begun. */
export function contentsOf(snapshot: DBClusterSnapshot): Parent {
  return {
    cluster: snapshot.DbClusterResourceId ?? '',
    at: snapshot.SnapshotCreateTime ?? new Date(0),
    snapshot: snapshot.DBClusterSnapshotIdentifier,
  };
}
