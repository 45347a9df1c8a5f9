import type { DBCluster } from '@aws-sdk/client-rds';
import type { StepContext } from '../../../../domain/remediation/stage.ts';
import { timestamp } from '../../duration.ts';
import { hostsOn, membersIn, readSince } from '../freeze/at-rest.ts';
import { mostBehind } from '../freeze/quiet.ts';
import { sessionsText } from '../freeze/words.ts';

/** `ended`: something was written, so what was copied is not all any more. `wait`: not now, or not known. */
export type StillFrozen =
  | { readonly is: 'frozen' }
  | { readonly is: 'ended'; readonly why: string }
  | { readonly is: 'wait'; readonly says: string };

/** Asked right before the snapshot, and right before each name is changed. */
export async function stillFrozen(
  context: StepContext,
  cluster: DBCluster,
  since: Date,
  writer = 'the old writer',
): Promise<StillFrozen> {
  const { now } = context;
  const name = cluster.DBClusterIdentifier ?? '';
  const members = membersIn(cluster);
  const { wroteAt, sessions, knownUntil } = await readSince(context, members, { from: since, now });
  if (wroteAt !== undefined)
    return {
      is: 'ended',
      why: `something was written to ${name} at ${timestamp(wroteAt)}, after the freeze began (${timestamp(since)})`,
    };
  if (knownUntil === undefined || now.getTime() - knownUntil.getTime() > mostBehind * 60_000) {
    const until = knownUntil === undefined ? 'nothing' : `nothing newer than ${timestamp(knownUntil)}`;
    return { is: 'wait', says: `CloudWatch shows ${until} of ${members.writer}; waiting.` };
  }
  if (sessions === 0) return { is: 'frozen' };
  const hosts = await hostsOn(context, members.writer, { now });
  return { is: 'wait', says: `${sessionsText(sessions, writer, hosts)}. Waiting.` };
}
