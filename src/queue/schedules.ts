import { createTask } from 'node-cron';

export interface Schedules {
  /** Opens digests that are due. */
  readonly tickDigests: () => Promise<void>;
}

/**
 * What the clock starts, in every worker: now, and then each minute (or every `seconds`, which divide one). Which of
 * several workers does it, and what was missed meanwhile, is decided from the records: no run here is the only one.
 */
export function startSchedules(
  { tickDigests }: Schedules,
  seconds: number,
  onError: (error: unknown) => void,
): { readonly stop: () => void } {
  const task = createTask(pattern(seconds), () => tickDigests().catch(onError), { name: 'digests', noOverlap: true });
  void task.start();
  void task.execute().catch(onError);
  return { stop: () => void task.destroy() };
}

const pattern = (seconds: number): string => (seconds >= 60 ? '* * * * *' : `*/${seconds} * * * * *`);
