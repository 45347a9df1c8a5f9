import type { Changed } from './change.ts';
import type { ApprovalStore } from './ports.ts';
import type { Approval } from './record.ts';
import { type Refused, refuse } from './refusal.ts';

const attempts = 5;

export type Stored =
  | { readonly outcome: 'done'; readonly approval: Approval }
  | { readonly outcome: 'refused'; readonly approval: Approval; readonly refused: Refused }
  | { readonly outcome: 'unknown' };

/**
 * Reads, changes and stores an approval. When somebody else was faster, the change is tried again on what he left;
 * whoever comes too late is told what the newest state has to say.
 */
export async function storeChange(
  approvals: Pick<ApprovalStore, 'get' | 'save'>,
  id: string,
  change: (approval: Approval) => Promise<Changed | Refused> | Changed | Refused,
): Promise<Stored> {
  for (let attempt = 1; ; attempt += 1) {
    const approval = await approvals.get(id);
    if (approval === undefined) return { outcome: 'unknown' };
    const result = await change(approval);
    if ('may' in result) return { outcome: 'refused', approval, refused: result };
    const same = result.approval === approval && result.events.length === 0;
    if (same || (await approvals.save(result.approval, result.events)))
      return { outcome: 'done', approval: result.approval };
    if (attempt === attempts) {
      const text = 'Several people decided this at the same moment; yours did not get through. Try again.';
      return { outcome: 'refused', approval, refused: refuse('conflict', text) };
    }
  }
}
