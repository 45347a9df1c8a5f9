import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';

/** A process of Aurora Keeper as it is shipped: `dist/start.js`, or one of its roles. */
export interface Keeper {
  readonly process: ChildProcess;
  /** Lines of its log and of its stderr so far. */
  readonly lines: readonly string[];
  /** Resolves when a line holds `text`, of those so far too. Throws with the log when the process ends before, or after `timeoutMs`. */
  readonly saw: (text: string, timeoutMs?: number) => Promise<string>;
  /** Asks it to stop and waits until it has; kills it after 25 seconds. */
  readonly stop: () => Promise<void>;
  /** Ends it at once (SIGKILL). */
  readonly kill: () => Promise<void>;
}

export interface KeeperOptions {
  readonly env: Readonly<Record<string, string>>;
  /** `start` runs both. */
  readonly role?: 'start' | 'bot' | 'worker';
  /** Another entry than one of `dist/`; TypeScript runs under tsx. */
  readonly entry?: URL;
  readonly onLine?: (line: string) => void;
  /** Where it runs; not here, so that nobody's `.env` gets into a simulated world. */
  readonly cwd?: string;
}

/** Variables of the caller's own Slack, Redis or AWS must not leak into a simulated world. */
const inherited = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined || /^(SLACK_|REDIS_|AURORA_|AWS_)/.test(name) ? [] : [[name, value]],
    ),
  );

/** Starts it. It stops by itself when this process dies. */
export function startKeeper({ env, role = 'start', entry, onLine, cwd = tmpdir() }: KeeperOptions): Keeper {
  const file = entry ?? new URL(`../dist/${role}.js`, import.meta.url);
  if (!existsSync(file)) throw new Error('dist/ is missing: npm run build');
  const child = fork(file, {
    cwd,
    env: { ...inherited(), ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // Not with the options that this process was started with.
    execArgv: file.pathname.endsWith('.ts') ? ['--import', import.meta.resolve('tsx')] : [],
  });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      onLine?.(line);
      for (const check of waiting) check();
    });
  }
  child.once('exit', () => {
    for (const check of waiting) check();
  });
  const ended = () => child.exitCode !== null || child.signalCode !== null;

  const saw = (text: string, timeoutMs = 60_000): Promise<string> =>
    new Promise((resolve, reject) => {
      const settle = (act: () => void) => {
        clearTimeout(timer);
        waiting.delete(check);
        act();
      };
      const fail = (why: string) =>
        settle(() => reject(new Error(`${why} "${text}":\n${lines.slice(-40).join('\n')}`)));
      const check = () => {
        const line = lines.find((each) => each.includes(text));
        if (line !== undefined) settle(() => resolve(line));
        else if (ended()) fail('The process ended without saying');
      };
      const timer = setTimeout(() => fail(`Within ${timeoutMs} ms the process did not say`), timeoutMs);
      waiting.add(check);
      check();
    });

  const exit = async (signal: NodeJS.Signals): Promise<void> => {
    if (ended()) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    const late = setTimeout(() => child.kill('SIGKILL'), 25_000);
    await gone;
    clearTimeout(late);
  };
  return { process: child, lines, saw, stop: () => exit('SIGTERM'), kill: () => exit('SIGKILL') };
}
