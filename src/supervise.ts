import type { ChildProcess } from 'node:child_process';
import type { Logger } from 'pino';

export interface SuperviseOptions {
  readonly children: readonly { readonly name: string; readonly start: () => ChildProcess }[];
  readonly logger: Logger;
  /** An exit code after which starting again is pointless. */
  readonly hopeless: number;
  readonly giveUp: (name: string) => Promise<void>;
}

/** A child that lived this long was well; its next start waits no longer than the first; milliseconds. */
const wellAfterMs = 60_000;
const longestPauseMs = 30_000;

/** Keeps children running: what dies is started again, after a pause that grows while it keeps dying. */
export function supervise({ children, logger, hopeless, giveUp }: SuperviseOptions): {
  stop: (timeoutMs: number) => Promise<void>;
} {
  const running = new Map<string, ChildProcess>();
  const pauses = new Map<string, NodeJS.Timeout>();
  let stopping = false;

  const run = (child: SuperviseOptions['children'][number], failures: number): void => {
    const startedAt = Date.now();
    const handle = child.start();
    running.set(child.name, handle);
    handle.once('exit', (code, signal) => {
      running.delete(child.name);
      if (stopping) return;
      if (code === hopeless) {
        stopping = true;
        void giveUp(child.name);
        return;
      }
      const failed = Date.now() - startedAt > wellAfterMs ? 0 : failures + 1;
      const pauseMs = failed === 0 ? 0 : Math.min(500 * 2 ** (failed - 1), longestPauseMs);
      logger.error({ process: child.name, code, signal, pauseMs }, 'a process died; starting it again');
      pauses.set(
        child.name,
        setTimeout(() => run(child, failed), pauseMs),
      );
    });
  };
  for (const child of children) run(child, 0);

  return {
    stop: async (timeoutMs) => {
      stopping = true;
      for (const pause of pauses.values()) clearTimeout(pause);
      const ends = [...running.values()].map(
        (handle) => new Promise<void>((resolve) => handle.once('exit', () => resolve())),
      );
      for (const handle of running.values()) handle.kill('SIGTERM');
      const late = setTimeout(() => {
        for (const handle of running.values()) handle.kill('SIGKILL');
      }, timeoutMs);
      await Promise.all(ends);
      clearTimeout(late);
    },
  };
}
