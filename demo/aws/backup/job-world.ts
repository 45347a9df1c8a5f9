import type { RegionState } from '../organization/region.ts';
import type { Call } from '../service.ts';

/** What a backup job needs of the world; a call has it, and so has the hand that runs a plan. */
export interface JobWorld extends Pick<Call, 'account' | 'region' | 'now' | 'at' | 'waitMs'> {
  readonly holdings: RegionState;
}
