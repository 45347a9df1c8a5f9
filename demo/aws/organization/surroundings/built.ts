import type { DBCluster, DBInstance } from '@aws-sdk/client-rds';
import type { Place } from '../place.ts';

/** The databases of a Region that its surroundings are about. */
export interface Built {
  readonly clusters: ReadonlyMap<string, DBCluster>;
  readonly instances: ReadonlyMap<string, DBInstance>;
  readonly place: Place;
}
