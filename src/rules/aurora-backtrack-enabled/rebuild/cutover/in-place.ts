import type { DBCluster } from '@aws-sdk/client-rds';
import type { StepContext } from '../../../../domain/remediation/stage.ts';
import { start } from '../calls/power.ts';
import { rename } from '../calls/rename.ts';
import type { Look } from '../look.ts';
import { readScene } from './scene.ts';

export interface Swap {
  /** The name that the application knows. */
  readonly source: string;
  /** DbClusterResourceId of the old cluster. */
  readonly sourceId: string;
  /** Id of the cut-over. */
  readonly madeBy: string;
  /** What the new cluster is called while it is not in place. */
  readonly aside: string;
  /** What the old cluster is called while it is not; only needed to put the new one in place again. */
  readonly oldName?: string;
}

interface Move {
  readonly comes: DBCluster;
  readonly goes: DBCluster | undefined;
  /** What the one that goes is called then; undefined where it never has to. */
  readonly goesTo: string | undefined;
}

/**
 * Puts one of the two clusters under a name, running: whoever has the name gives it up first, and what is stopped is
 * started before it is renamed, which AWS wants. Whatever of this is so already is left alone.
 */
async function ensureNamed(
  context: StepContext,
  { comes, goes, goesTo }: Move,
  name: string,
): Promise<Look<DBCluster>> {
  const { DBClusterIdentifier: called = '', Status = 'in an unknown state' } = comes;
  if (goes?.DBClusterIdentifier === name && goesTo !== undefined) {
    if (goes.Status === 'stopped') await start(context, goes);
    if (goes.Status === 'available') await rename(context, goes, goesTo);
    return { wait: `${name} is ${goes.Status}; it becomes ${goesTo}.` };
  }
  if (Status === 'stopped') {
    await start(context, comes);
    return { wait: `${called} is being started.` };
  }
  if (Status !== 'available') return { wait: `${called} is ${Status}.` };
  if (called === name) return { done: comes };
  const sent = await rename(context, comes, name);
  return { wait: sent === 'exists' ? `The name ${name} is not free yet.` : `${called} is being renamed to ${name}.` };
}

/** The old cluster under the name that the application knows, available; the new one aside. */
export async function ensureOldInPlace(context: StepContext, swap: Swap): Promise<Look<DBCluster>> {
  const { old, fresh } = await readScene(context, swap);
  if (old === undefined) return { wait: 'AWS does not show the old cluster at the moment.' };
  return ensureNamed(context, { comes: old, goes: fresh, goesTo: swap.aside }, swap.source);
}

/** The new cluster in place again, available, under `name`. */
export async function ensureNewInPlace(context: StepContext, swap: Swap, name: string): Promise<Look<DBCluster>> {
  const { old, fresh } = await readScene(context, swap);
  if (fresh === undefined) return { wait: 'AWS does not show the new cluster at the moment.' };
  return ensureNamed(context, { comes: fresh, goes: old, goesTo: swap.oldName }, name);
}
