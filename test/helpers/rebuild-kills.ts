import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultTarget } from '../../demo/aws/faults.ts';
import { canonical, type Json } from '../../src/domain/json.ts';
import type { Harm } from './rebuild-story.ts';

/** What is counted over a whole test file. */
export interface Kills {
  readonly harm: Harm;
  /** Workers that were killed so far, and at which different calls. */
  readonly count: () => number;
  readonly points: () => readonly string[];
}

/** So many in a stage of one world: what is left comes in the next one. The day of its change window has to be enough. */
const mostInAStage = 25;

/** Entering an account is no change of it. */
const isWrite = ({ write, service }: FaultTarget): boolean => write && service !== 'sts';
/** Their inputs are times, and never the same. */
const withoutInput = new Set(['cloudwatch', 'pi', 'sts']);

const nameOf = ({ service, action, input }: FaultTarget): string =>
  withoutInput.has(service) ? `${service}:${action}` : `${action} ${canonical(input as Json)}`;

/**
 * kill -9 of the worker that makes a call, which never sees its answer. A call is told from others by what was written
 * before it: looking again and again at the same thing is one call. Reads are struck once, writes twice: before they take
 * effect, and after. `strikes` chooses; each is chosen at most once, so every run comes to its end.
 */
export function killAtCalls(strikes: (call: FaultTarget, phase: 'before' | 'after') => boolean = () => true): Kills {
  const met = new Set<string>();
  const points: string[] = [];
  const harm: Harm = (world, runId) => {
    const stage = runId.slice(0, 4);
    let after = 'the start';
    let killing: Promise<void> | undefined;
    let struckHere = 0;
    const kill = async () => {
      await sleep(5);
      world.kill((await world.holderOf(runId)) ?? world.workers()[0]);
      killing = undefined;
    };
    world.onCall((call) => {
      if (killing !== undefined || struckHere === mostInAStage) return undefined;
      const point = `${stage} after ${after}: ${nameOf(call).replaceAll(runId, '')}`;
      const phases = isWrite(call) ? (['before', 'after'] as const) : (['before'] as const);
      const phase = phases.find((each) => !met.has(`${point} ${each}`));
      if (phase !== undefined) met.add(`${point} ${phase}`);
      const struck = phase !== undefined && strikes(call, phase);
      if (isWrite(call) && !(struck && phase === 'before')) after = nameOf(call).replaceAll(runId, '');
      if (!struck) return undefined;
      points.push(`${point} ${phase}`);
      struckHere += 1;
      killing = kill();
      return phase;
    });
    return async () => {
      world.onCall(undefined);
      await killing;
    };
  };
  return { harm, count: () => points.length, points: () => points };
}
