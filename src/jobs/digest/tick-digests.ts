import { editionId } from '../../domain/digest/edition.ts';
import type { DigestStore } from '../../domain/digest/ports.ts';
import { dueDate } from '../../domain/digest/schedule.ts';
import type { ChannelDigest } from '../../domain/digest/settings.ts';
import type { JobQueue } from '../../domain/ports.ts';

export interface TickDigestsDeps {
  readonly digests: Pick<DigestStore, 'channels' | 'claim' | 'open' | 'underWay'>;
  readonly queue: Pick<JobQueue, 'sendDigest'>;
  readonly now: () => Date;
}

/** A worker that dies between its claim and the edition leaves the date to another one after this; milliseconds. */
const claimMs = 60_000;

/**
 * What every worker does each minute: opens the editions that are due, and pushes on those under way, whose jobs may
 * have died. Any number of workers may; one opens an edition, and the same job twice is one.
 */
export async function tickDigests(deps: TickDigestsDeps): Promise<void> {
  const { digests, queue, now } = deps;
  for (const channel of await digests.channels()) if (channel.on) await openWhenDue(deps, channel, now());
  for (const id of await digests.underWay()) await queue.sendDigest(id);
}

async function openWhenDue({ digests }: TickDigestsDeps, channel: ChannelDigest, now: Date): Promise<void> {
  const { channelId, at, zone, scope, quiet } = channel;
  const date = dueDate(channel, now);
  if (date === undefined || !(await digests.claim(channelId, date, claimMs))) return;
  await digests.open({
    id: editionId(channelId, date),
    channelId,
    date,
    openedAt: now.toISOString(),
    settings: { at, zone, scope, quiet },
    state: 'auditing',
  });
}
