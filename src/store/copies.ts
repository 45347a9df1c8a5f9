import { type CopyStore, keptCopies } from '../domain/remediation/made.ts';
import type { RunStore } from '../domain/remediation/ports.ts';

const runsLookedAt = 500;

/** What runs said that they made. */
export const createCopyStore = (runs: Pick<RunStore, 'recent'>): CopyStore => ({
  list: async () => keptCopies(await runs.recent(runsLookedAt)),
});
