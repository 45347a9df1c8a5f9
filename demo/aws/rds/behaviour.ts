import { z } from 'zod';
import { BACKTRACK_REFUSALS, type BacktrackRefusal } from './backtrack.ts';

/** What RDS may do with a Backtrack window asked for in a full copy of a cluster that has none; nobody has recorded it. */
export const PITR_BACKTRACK = ['accepted', 'refused', 'ignored'] as const;
export type PitrBacktrack = (typeof PITR_BACKTRACK)[number];

/** Where AWS's behaviour is not known, the one that it shows here. May be changed while it runs. */
export interface Behaviour {
  /** The code under which Backtrack is refused. */
  backtrackRefusal: BacktrackRefusal;
  pitrBacktrack: PitrBacktrack;
}

/** A change of it. */
export const behaviourInput = z.strictObject({
  backtrackRefusal: z.enum(BACKTRACK_REFUSALS).optional(),
  pitrBacktrack: z.enum(PITR_BACKTRACK).optional(),
});
