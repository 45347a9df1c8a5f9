import type { SlackDeps } from './deps.ts';

/** What a person should know about the workers before waiting for them; undefined when all is well. */
export async function workerWarning({
  workers,
  estate,
}: Pick<SlackDeps, 'workers' | 'estate'>): Promise<string | undefined> {
  const alive = await workers.alive();
  if (alive.length === 0) return 'No worker is running; it will start as soon as one does.';
  if (alive.some(({ estateHash }) => estateHash !== estate.hash)) {
    return 'Bot and workers have read different accounts files. Restart both.';
  }
  return undefined;
}
