import type { Finding } from './finding.ts';
import { pageSize } from './message.ts';
import type { AuditScope } from './scope.ts';
import { type FindingRef, inReadingOrder, refOf } from './tally.ts';
import type { Target } from './target.ts';

export const listStatuses = ['fail', 'unknown', 'not-applicable', 'pass', 'exempt', 'all'] as const;
export type ListStatus = (typeof listStatuses)[number];

export interface ListQuery {
  readonly scope: AuditScope;
  readonly status: ListStatus;
}

/** Whether one of the newest verdicts belongs to a listing; databases of accounts no longer configured do not. */
export function isListed(finding: Finding, { scope, status }: ListQuery, accountIds: ReadonlySet<string>): boolean {
  const { target, resource, ruleId, exempt } = finding;
  const among = (list: readonly string[], value: string) => list.length === 0 || list.includes(value);
  if (!accountIds.has(target.accountId)) return false;
  if (!among(scope.accounts, target.accountId) || !among(scope.regions, target.region) || !among(scope.rules, ruleId))
    return false;
  if (!Object.entries(scope.tags).every(([key, value]) => resource.tags?.[key] === value)) return false;
  if (status === 'all') return true;
  return status === 'exempt' ? exempt !== undefined : exempt === undefined && finding.status === status;
}

/** Whether a target belongs to a listing, of whatever status its findings are. */
export const targetIsListed = (
  { accountId, region }: Pick<Target, 'accountId' | 'region'>,
  { scope }: Pick<ListQuery, 'scope'>,
  accountIds: ReadonlySet<string>,
): boolean =>
  accountIds.has(accountId) &&
  (scope.accounts.length === 0 || scope.accounts.includes(accountId)) &&
  (scope.regions.length === 0 || scope.regions.includes(region));

export interface ListedPage {
  readonly ids: readonly string[];
  readonly page: number;
  readonly pages: number;
  readonly total: number;
}

/** One page of a listing in reading order; keeps no more of each finding than sorting needs. */
export async function listPage(
  findings: AsyncIterable<Finding>,
  query: ListQuery,
  accountIds: ReadonlySet<string>,
  page: number,
): Promise<ListedPage> {
  const refs: FindingRef[] = [];
  for await (const finding of findings) if (isListed(finding, query, accountIds)) refs.push(refOf(finding));
  const pages = Math.max(1, Math.ceil(refs.length / pageSize));
  const shown = Math.min(Math.max(page, 0), pages - 1);
  const ids = refs
    .sort(inReadingOrder)
    .slice(shown * pageSize, (shown + 1) * pageSize)
    .map(({ id }) => id);
  return { ids, page: shown, pages, total: refs.length };
}
