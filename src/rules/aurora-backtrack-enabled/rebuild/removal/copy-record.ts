import type { Json } from '../../../../domain/json.ts';
import type { Plan } from '../../../../domain/remediation/plan.ts';
import type { Run } from '../../../../domain/remediation/run.ts';
import type { CutoverRecord } from '../cutover/record.ts';
import type { RehearsalNames } from '../identifiers.ts';

/** A copy that a remediation has made, under the names that it gave; what is left of it is found by looking. */
export interface CopyRecord {
  /** Id of the remediation that made it; only what carries it as a tag is ever removed. */
  readonly madeBy: string;
  /** Identifier, and DbClusterResourceId, of the cluster that it is a copy of. */
  readonly source: string;
  readonly sourceId: string;
  readonly cluster: string;
  readonly snapshot: string;
  /** Null where the copy uses the source's own group. */
  readonly parameterGroup: string | null;
}

interface KnownInput {
  readonly copy?: CopyRecord;
  readonly cutover?: CutoverRecord;
  readonly source?: string;
  readonly sourceId?: string;
  readonly names?: Partial<Pick<RehearsalNames, 'cluster' | 'snapshot' | 'parameterGroup'>>;
}

/** The copy that a run has made, or was about; undefined when its plan tells of none. */
export function copyOf(previous: Run | undefined, plan: Plan | undefined): CopyRecord | undefined {
  const input = plan?.steps[0]?.input as unknown as KnownInput | undefined;
  if (input?.copy !== undefined) return input.copy;
  if (input?.cutover !== undefined) {
    const { madeBy, source, sourceId, aside, snapshot } = input.cutover;
    return { madeBy, source, sourceId, cluster: aside, snapshot, parameterGroup: null };
  }
  const { source, sourceId, names } = input ?? {};
  if (previous === undefined || source === undefined || sourceId === undefined) return undefined;
  if (names?.cluster === undefined || names.snapshot === undefined) return undefined;
  const { cluster, snapshot, parameterGroup = null } = names;
  return { madeBy: previous.id, source, sourceId, cluster, snapshot, parameterGroup };
}

export const asInput = (copy: CopyRecord): Json => ({ copy: { ...copy } });
export const copyIn = ({ input }: { readonly input: Json }): CopyRecord =>
  (input as unknown as { readonly copy: CopyRecord }).copy;
