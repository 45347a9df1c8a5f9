import { type DBCluster, InvalidDBClusterStateFault$ } from '@aws-sdk/client-rds';
import { AwsError, invalidParameterValue } from '../errors.ts';
import { modelled } from '../protocol/model.ts';

/** 72 hours. */
const MAX_SECONDS = 259_200;

/** The codes under which AWS may refuse to enable Backtrack; which one it is, no source records. */
export const BACKTRACK_REFUSALS = [
  'InvalidParameterCombination',
  'InvalidParameterValue',
  'InvalidDBClusterStateFault',
] as const;
export type BacktrackRefusal = (typeof BACKTRACK_REFUSALS)[number];

/** Throws for a window, in seconds, that no cluster can have. */
export function checkWindowRange(seconds: number): void {
  if (Number.isInteger(seconds) && seconds >= 0 && seconds <= MAX_SECONDS) return;
  throw invalidParameterValue(`Invalid backtrack window: ${seconds}. Must be between 0 and ${MAX_SECONDS} seconds`);
}

/** What AWS says to a cluster that may not have Backtrack, under one of the codes. */
export function backtrackRefused(refusal: BacktrackRefusal): AwsError {
  const text = 'Backtrack cannot currently be enabled for this cluster';
  return refusal === 'InvalidDBClusterStateFault'
    ? modelled(InvalidDBClusterStateFault$, text)
    : new AwsError(refusal, text);
}

/**
 * Throws when the cluster cannot have this window, in seconds: only a cluster that was created with Backtrack and has
 * never turned it off can.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Managing.Backtrack.html
 */
export function checkBacktrack(seconds: number | undefined, cluster: DBCluster, refusal: BacktrackRefusal): void {
  if (seconds === undefined) return;
  checkWindowRange(seconds);
  const { Engine = '', BacktrackWindow: current = 0 } = cluster;
  if (Engine !== 'aurora' && Engine !== 'aurora-mysql') {
    throw invalidParameterValue(`Backtrack is not enabled for the ${Engine} engine.`);
  }
  if (seconds > 0 && current === 0) throw backtrackRefused(refusal);
}

/** The fields of Backtrack after a change: a raised window is not filled yet, a lowered one loses its past at once. */
export function withBacktrack(seconds: number | undefined, cluster: DBCluster, at: Date): DBCluster {
  if (seconds === undefined || (seconds === 0 && cluster.BacktrackWindow === undefined)) return {};
  if (seconds === 0) return { BacktrackWindow: 0, BacktrackConsumedChangeRecords: 0 };
  const next = { BacktrackWindow: seconds, EarliestBacktrackTime: earliest(cluster, at) };
  return { ...next, EarliestBacktrackTime: earliest(next, at) };
}

/** Time goes on: what lies before the window cannot be reached any more. */
export function slideBacktrack(cluster: DBCluster, now: Date): void {
  if (cluster.EarliestBacktrackTime && cluster.BacktrackWindow) cluster.EarliestBacktrackTime = earliest(cluster, now);
}

function earliest({ EarliestBacktrackTime, BacktrackWindow = 0 }: DBCluster, now: Date): Date {
  const oldest = now.getTime() - BacktrackWindow * 1000;
  return new Date(Math.max(oldest, Number(EarliestBacktrackTime ?? now)));
}
