import type { Audit } from '../../domain/audit.ts';
import { composeDigest } from '../../domain/digest/compose.ts';
import type { Edition } from '../../domain/digest/edition.ts';
import { type GatherDeps, gatherFacts } from '../../domain/digest/gather.ts';
import type { DigestStore, TellOutcome } from '../../domain/digest/ports.ts';
import type { ChannelDigest } from '../../domain/digest/settings.ts';
import { PermanentError, TryAgainIn } from '../../domain/errors.ts';
import type { LifeStore } from '../../domain/life/ports.ts';
import type { JobQueue } from '../../domain/ports.ts';
import type { Payload } from '../catalog.ts';
import { type AuditForDigestDeps, auditForDigest } from './audit-for-digest.ts';
import { type ShowDigestDeps, showDigest } from './show-digest.ts';

type Parts = Omit<GatherDeps, 'digests' | 'estate' | 'lives'> &
  Omit<AuditForDigestDeps, 'digests' | 'estate' | 'queue'> &
  Omit<ShowDigestDeps, 'digests' | 'queue'>;

export interface SendDigestDeps extends Parts {
  readonly estate: GatherDeps['estate'] & AuditForDigestDeps['estate'];
  readonly digests: DigestStore;
  readonly lives: GatherDeps['lives'] & Pick<LifeStore, 'head'>;
  readonly queue: Pick<JobQueue, 'startAudit' | 'renderMessage'>;
}

/** No channel waits longer than this for an audit: the digest then says that there was none; milliseconds. */
const auditPatienceMs = 3_600_000;

/**
 * Brings an edition as far as it will go: its audit, then what it says, then its message. It may run again at any time,
 * by any worker: what has been done is found in the records and not done again.
 */
export const sendDigest =
  (deps: SendDigestDeps) =>
  async ({ digestId }: Payload<'send-digest'>): Promise<void> => {
    const { digests } = deps;
    const edition = await digests.edition(digestId);
    if (edition === undefined) throw new PermanentError(`digest ${digestId} is not known any more`);
    const channel = await digests.channel(edition.channelId);
    const wanted = edition.askedBy !== undefined || channel?.on === true;
    if (edition.state === 'auditing' && wanted) {
      const audit = await auditForDigest(deps, edition, edition.askedBy ?? channel?.by ?? '');
      if (isUnderWay(audit) && deps.now().getTime() - Date.parse(edition.openedAt) < auditPatienceMs) return;
      const outcome = await tell(deps, edition, channel, problemOf(audit));
      if (outcome === 'moved') throw new TryAgainIn(100, 'the channel was told something else meanwhile');
    }
    const told = await digests.edition(digestId);
    if (told?.state === 'told') await showDigest(deps, told, edition.askedBy ?? channel?.by ?? '');
    await digests.handedOver(digestId);
  };

const isUnderWay = (audit: Audit | undefined): boolean => audit?.state === 'requested' || audit?.state === 'running';

function problemOf(audit: Audit | undefined): string | undefined {
  if (audit === undefined) return 'The audit is not known any more.';
  if (audit.state === 'failed') return audit.problem ?? 'The audit could not be carried out.';
  return audit.state === 'reported' ? undefined : 'The audit did not end within an hour.';
}

async function tell(
  deps: SendDigestDeps,
  { id, channelId, date, askedBy, settings }: Edition,
  channel: ChannelDigest | undefined,
  problem: string | undefined,
): Promise<TellOutcome> {
  const { digests, lives } = deps;
  if (settings === undefined) return 'already';
  const now = deps.now();
  // Read before the verdicts: whatever happens from here on is told next time.
  const upTo = await lives.head();
  const facts = await gatherFacts(deps, { channelId, date, settings, told: channel ?? {}, upTo, now, problem });
  const { content, told } = composeDigest(facts);
  return digests.tell({
    editionId: id,
    channelId,
    ...(askedBy === undefined ? { date } : {}),
    state: content.quiet && settings.quiet === 'nothing' && askedBy === undefined ? 'silent' : 'told',
    content,
    from: channel?.toldUpTo,
    upTo,
    at: now.toISOString(),
    told,
  });
}
