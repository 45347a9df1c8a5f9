import type { Lease } from '../../src/domain/remediation/ports.ts';
import type { ApplyingDeps } from '../../src/jobs/remediation/deps.ts';

export class Crash extends Error {
  override readonly name = 'Crash';
}

export interface Fate {
  /** Counts one more moment at which the worker may die; throws when it does, or has. */
  readonly tick: () => void;
  readonly isDead: () => boolean;
  readonly ticks: () => number;
}

/** Dies at its `moment`-th tick, counted from 0, and stays dead. */
export function fateAt(moment: number): Fate {
  let ticks = 0;
  let dead = false;
  return {
    tick: () => {
      dead ||= ticks === moment;
      ticks += 1;
      if (dead) throw new Crash('killed');
    },
    isDead: () => dead,
    ticks: () => ticks,
  };
}

type Methods = Readonly<Record<string, unknown>>;

/** The same functions, with a moment to die before and after each. */
function mortalMethods<T extends object>(of: T, { tick }: Fate, after: (result: unknown) => unknown = (x) => x): T {
  const entries = Object.entries(of as Methods).map(([name, method]) => {
    if (typeof method !== 'function') return [name, method];
    const mortal = async (...input: unknown[]) => {
      tick();
      const result: unknown = await method(...input);
      tick();
      return after(result);
    };
    return [name, mortal];
  });
  return Object.fromEntries(entries) as T;
}

/** Everything that a worker keeps in Redis, as seen by one that is going to die. */
export const mortal = (deps: ApplyingDeps, fate: Fate): ApplyingDeps => ({
  ...deps,
  runs: mortalMethods(deps.runs, fate, (result) =>
    Object(result).check === undefined ? result : mortalMethods(result as Lease, fate),
  ),
  approvals: mortalMethods(deps.approvals, fate),
  queue: mortalMethods(deps.queue, fate),
  pause: mortalMethods(deps.pause, fate),
});
