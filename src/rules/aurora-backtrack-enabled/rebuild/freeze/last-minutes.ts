import type { DBCluster } from '@aws-sdk/client-rds';
import type { StepContext } from '../../../../domain/remediation/stage.ts';
import { listed } from '../../../../domain/words.ts';
import { timestamp } from '../../duration.ts';
import { hostsBetween, membersIn, readSince } from './at-rest.ts';

const minuteMs = 60_000;

/** CloudWatch shows a minute two to three minutes after its end; how long to wait for it, in milliseconds. */
const lagMs = (quietMinutes: number): number => Math.min(4, Math.max(1, quietMinutes / 2)) * minuteMs;
/** The longest that it is waited for at all, in those. */
const mostLags = 8;
/** After so many, minutes that are missing are those in which the instance was down already. */
const lagsUntilDown = 2.5;

export interface Stopped {
  /** ISO 8601: when it was asked to stop, and when it was seen stopped. */
  readonly askedAt: string;
  readonly stoppedAt: string;
}

export type Written =
  | { readonly is: 'unwritten'; readonly until: Date }
  | { readonly is: 'written'; readonly why: string }
  | { readonly is: 'wait'; readonly says: string };

/**
 * Whether anything was written to a stopped cluster between `since` and its stop: nothing can be added any more, so
 * every minute that CloudWatch shows late counts here. Where Performance Insights is on, it tells of the last seconds,
 * which no whole minute covers. What cannot be told counts as written.
 */
export async function lastMinutes(
  context: StepContext,
  cluster: DBCluster,
  {
    since,
    stopped,
    quietMinutes,
  }: { readonly since: Date; readonly stopped: Stopped | undefined; readonly quietMinutes: number },
): Promise<Written> {
  const { now } = context;
  const name = cluster.DBClusterIdentifier ?? '';
  const members = membersIn(cluster);
  const askedAt = stopped === undefined ? now : new Date(stopped.askedAt);
  const stoppedAt = stopped === undefined ? now : new Date(stopped.stoppedAt);
  const { wroteAt, knownUntil } = await readSince(context, members, { from: since, now });
  if (wroteAt !== undefined) return { is: 'written', why: `something was written to ${name} at ${timestamp(wroteAt)}` };
  const lag = lagMs(quietMinutes);
  const passed = now.getTime() - stoppedAt.getTime();
  const covered = knownUntil ?? since;
  const wholly = covered.getTime() >= stoppedAt.getTime() - 2 * minuteMs && passed >= lag;
  const wasDown = covered.getTime() >= askedAt.getTime() - minuteMs && passed >= lagsUntilDown * lag;
  if (!wholly && !wasDown)
    return passed > mostLags * lag
      ? {
          is: 'written',
          why: `CloudWatch shows nothing of ${name} after ${timestamp(covered)}, so nobody can tell whether something was written to it`,
        }
      : {
          is: 'wait',
          says: `Waiting for the last minutes of ${name} in CloudWatch, known until ${timestamp(covered)}.`,
        };
  // Where it is off, people have been told before that nothing tells of the last seconds.
  const hosts = (await hostsBetween(context, members.writer, { from: covered, to: stoppedAt })) ?? [];
  return hosts.length === 0
    ? { is: 'unwritten', until: covered }
    : {
        is: 'written',
        why: `Performance Insights saw ${listed([...hosts], 5)} at work on ${name} after ${timestamp(covered)}`,
      };
}
