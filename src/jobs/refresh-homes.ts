import type { HomeStore } from '../domain/home/home.ts';
import type { JobQueue } from '../domain/ports.ts';

export interface RefreshHomesDeps {
  readonly homes: Pick<HomeStore, 'behind' | 'refreshed' | 'viewers'>;
  readonly queue: Pick<JobQueue, 'publishHome'>;
  readonly now: () => Date;
}

/** Whoever has not looked for a day gets a fresh view when he does. */
const lookedWithinMs = 86_400_000;

/** Draws the Homes of those who look at theirs, once for however many changes. Twice is once more than needed. */
export async function refreshHomes({ homes, queue, now }: RefreshHomesDeps): Promise<void> {
  const change = await homes.behind();
  if (change === undefined) return;
  for (const userId of await homes.viewers(now().getTime() - lookedWithinMs)) await queue.publishHome(userId);
  await homes.refreshed(change);
}
