import type { Estate } from '../../domain/accounts.ts';
import type { Audit } from '../../domain/audit.ts';
import { auditScope } from '../../domain/digest/belongs.ts';
import type { Edition } from '../../domain/digest/edition.ts';
import type { DigestStore } from '../../domain/digest/ports.ts';
import { PermanentError } from '../../domain/errors.ts';
import { shortId } from '../../domain/ids.ts';
import type { AuditStore, JobQueue } from '../../domain/ports.ts';

export interface AuditForDigestDeps {
  readonly estate: Pick<Estate, 'accounts' | 'routes' | 'hash'>;
  readonly audits: Pick<AuditStore, 'open' | 'get'>;
  readonly digests: Pick<DigestStore, 'waitFor'>;
  readonly queue: Pick<JobQueue, 'startAudit'>;
  readonly now: () => Date;
}

/**
 * The audit that an edition rests on, as it stands. One of the same scope that is under way already will do: its report
 * wakes up every edition that waits for it.
 */
export async function auditForDigest(
  deps: AuditForDigestDeps,
  edition: Edition,
  by: string,
): Promise<Audit | undefined> {
  const { audits, digests, queue, estate, now } = deps;
  if (edition.auditId !== undefined) return audits.get(edition.auditId);
  const { id, channelId, settings } = edition;
  if (settings === undefined) throw new PermanentError(`${id} rests on no audit`);
  const { audit, outcome } = await audits.open({
    id: shortId(`digest ${id}`),
    scope: auditScope({ channelId, scope: settings.scope, ...estate }),
    requestedBy: { userId: by, channelId },
    for: { kind: 'digest', digestId: id },
    requestedAt: now().toISOString(),
    state: 'requested',
    estateHash: estate.hash,
  });
  await digests.waitFor(id, audit.id);
  if (outcome !== 'same-scope-running') await queue.startAudit(audit.id);
  // It may have been reported before this edition was known to wait for it.
  return audits.get(audit.id);
}
