import type { Json } from '../../../../domain/json.ts';
import type { CutoverRecord } from '../cutover/record.ts';

/** What every step of a retirement is planned with; hashed, so that exactly this cluster and these instances go. */
export interface RetireInput {
  readonly cutover: CutoverRecord;
  /** Identifier of the old cluster. */
  readonly name: string;
  /** Its instances, the writer first. */
  readonly members: readonly OldMember[];
  /** The final snapshot. */
  readonly snapshot: string;
  /** Since when it has been stopped, and nobody may have used it; ISO 8601. */
  readonly unusedSince: string;
}

export interface OldMember {
  readonly name: string;
  readonly instanceClass: string;
}

export const retireInput = ({ input }: { readonly input: Json }): RetireInput => input as unknown as RetireInput;
export const asJson = (input: RetireInput): Json => input as unknown as Json;

export const finalSnapshotName = (remediationId: string): string => `aurora-keeper-${remediationId}-final`;
