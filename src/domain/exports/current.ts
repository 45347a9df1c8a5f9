import type { Account } from '../accounts.ts';
import { isListed, type ListQuery, targetIsListed } from '../listing.ts';
import type { FindingStore, LatestTarget } from '../ports.ts';
import { targetsOf } from '../scope.ts';
import { type Target, targetKey } from '../target.ts';
import type { AuditDocument } from './document.ts';

/** In the place of an audit's id: such a document holds the newest verdicts, whatever audit each is from. */
export const currentId = 'current';

/** Shown for a target that nobody has audited yet. */
const notAudited = { code: 'NotAudited', message: 'not audited yet; /aurora audit does it' };

/**
 * The newest verdicts within a query, without asking AWS. Every configured target is in it, the ones that were never
 * audited as failed ones: a report must not look more complete than it is.
 */
export async function currentDocument(
  store: Pick<FindingStore, 'list' | 'targets'>,
  query: ListQuery,
  accounts: readonly Account[],
  now: Date,
): Promise<AuditDocument> {
  const accountIds = new Set(accounts.map(({ id }) => id));
  const latest = (await store.targets()).filter(({ result }) => targetIsListed(result.target, query, accountIds));
  const known = new Set(latest.map(({ result }) => targetKey(result.target)));
  const missing = targetsOf(query.scope, accounts).filter((target) => !known.has(targetKey(target)));
  const findings = [];
  for await (const finding of store.list()) if (isListed(finding, query, accountIds)) findings.push(finding);
  const at = now.toISOString();
  const oldest = latest.map(({ scannedAt }) => scannedAt).sort()[0];
  return {
    auditId: currentId,
    startedAt: oldest ?? at,
    finishedAt: at,
    targets: [...latest.map(seen), ...missing.map(unseen)],
    findings,
  };
}

const seen = ({ result: { target, status, error }, scannedAt }: LatestTarget): AuditDocument['targets'][number] => ({
  ...target,
  status,
  ...(error === undefined ? {} : { error }),
  scannedAt,
});

const unseen = (target: Target): AuditDocument['targets'][number] => ({
  ...target,
  status: 'failed',
  error: notAudited,
});
