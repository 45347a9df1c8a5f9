import type { Json } from '../../../../domain/json.ts';
import type { PlannedStep } from '../../../../domain/remediation/plan.ts';
import type { RehearsalNames } from '../identifiers.ts';
import type { Route } from '../route.ts';
import type { ClusterSettings } from '../settings/cluster-settings.ts';
import type { MemberSettings } from '../settings/member-settings.ts';

/** What every step of a rehearsal is planned with; hashed, so what people approve is what is made. */
export interface RehearsalInput {
  readonly route: Route;
  readonly source: string;
  /** DbClusterResourceId: what is copied is this cluster, whatever is called so later. */
  readonly sourceId: string;
  /** Seconds. */
  readonly windowSeconds: number;
  readonly names: RehearsalNames;
  /** As they are at the source. */
  readonly settings: ClusterSettings;
  /** The writer first; auto-scaled readers left out. */
  readonly members: readonly { readonly name: string; readonly settings: MemberSettings }[];
}

export const rehearsalInput = (step: PlannedStep): RehearsalInput => step.input as unknown as RehearsalInput;
export const asJson = (input: RehearsalInput): Json => input as unknown as Json;
