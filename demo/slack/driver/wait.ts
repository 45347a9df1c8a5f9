import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Looks again and again until there is something.
 *
 * @param describe what is there instead, for the error
 * @throws Error after `timeoutMs`
 */
export async function waitFor<Found>(
  look: () => Found | undefined,
  what: string,
  timeoutMs: number,
  describe: () => string,
): Promise<Found> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const found = look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`No ${what} within ${timeoutMs} ms. There is:\n${describe()}`);
    await sleep(30);
  }
}
