import type { Json } from '../../../../domain/json.ts';
import type { PlannedStep } from '../../../../domain/remediation/plan.ts';
import type { Way } from '../preflight/preflight.ts';
import type { Route } from '../route.ts';
import type { ClusterSettings } from '../settings/cluster-settings.ts';
import type { MemberSettings } from '../settings/member-settings.ts';

/** What every step of a cut-over is planned with; hashed, so what people approve is what is done. */
export interface CutoverInput {
  readonly route: Route;
  readonly way: Way;
  /** The name that the application knows, and DbClusterResourceId of the cluster that has it when this is planned. */
  readonly source: string;
  readonly sourceId: string;
  /** DNS name of its endpoint for writes. */
  readonly endpoint: string | null;
  /** Seconds. */
  readonly windowSeconds: number;
  readonly quietMinutes: number;
  readonly names: {
    /** Of the new cluster until it takes over; with `new-endpoint` for good. */
    readonly cluster: string;
    readonly snapshot: string;
    readonly members: readonly string[];
    /** What the old cluster's new name begins with; the day follows. */
    readonly oldStem: string;
  };
  readonly settings: ClusterSettings;
  /** The writer first; auto-scaled readers left out. */
  readonly members: readonly { readonly name: string; readonly settings: MemberSettings }[];
  /** Settings that the rehearsal has shown to differ; any other difference ends the cut-over before a name is changed. */
  readonly expected: readonly string[];
}

export const cutoverInput = (step: PlannedStep): CutoverInput => step.input as unknown as CutoverInput;
export const asJson = (input: CutoverInput): Json => input as unknown as Json;
