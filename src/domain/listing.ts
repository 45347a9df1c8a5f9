import { type Finding, type Status, statuses } from './finding.ts';
import { pageSize } from './message.ts';
import type { AuditScope, ScopeRequest } from './scope.ts';
import { type Aside, asideOf, type FindingRef, inReadingOrder, refOf } from './tally.ts';
import type { Target } from './target.ts';

/** What to list, as typed. */
export interface ListRequest {
  readonly request: ScopeRequest;
  readonly status: string | undefined;
  /** `7d`, or a date. */
  readonly since?: string;
  readonly sort?: 'age';
}

export type ListStatus = Status | Aside | 'all';
export const listStatuses: readonly ListStatus[] = [...statuses, 'known', 'muted', 'exempt', 'all'];

export interface ListQuery {
  readonly scope: AuditScope;
  readonly status: ListStatus;
  /** ISO time: only what has been failing since then or later. */
  readonly since?: string;
  /** What has been failing longest comes first. */
  readonly sort?: 'age';
}

/** Since when a finding fails, by its id. */
export type OpenSince = ReadonlyMap<string, string>;

/** Whether one of the newest verdicts belongs to a listing; databases of accounts no longer configured do not. */
export function isListed(finding: Finding, { scope, status }: ListQuery, accountIds: ReadonlySet<string>): boolean {
  const { target, resource, ruleId } = finding;
  const among = (list: readonly string[], value: string) => list.length === 0 || list.includes(value);
  if (!accountIds.has(target.accountId)) return false;
  if (!among(scope.accounts, target.accountId) || !among(scope.regions, target.region) || !among(scope.rules, ruleId))
    return false;
  if (!Object.entries(scope.tags).every(([key, value]) => resource.tags?.[key] === value)) return false;
  if (status === 'all') return true;
  return (asideOf(finding) ?? finding.status) === status;
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

/** One page of a listing, in reading order or by age; keeps no more of each finding than sorting needs. */
export async function listPage(
  findings: AsyncIterable<Finding>,
  query: ListQuery,
  accountIds: ReadonlySet<string>,
  page: number,
  openSince: OpenSince = new Map(),
): Promise<ListedPage> {
  const { since, sort } = query;
  const refs: FindingRef[] = [];
  for await (const finding of findings) {
    if (!isListed(finding, query, accountIds)) continue;
    if (since === undefined || (openSince.get(finding.id) ?? '') >= since) refs.push(refOf(finding));
  }
  const ageOf = ({ id }: FindingRef): string => openSince.get(id) ?? '~';
  const byAge = (a: FindingRef, b: FindingRef) => (ageOf(a) < ageOf(b) ? -1 : ageOf(a) > ageOf(b) ? 1 : 0);
  const pages = Math.max(1, Math.ceil(refs.length / pageSize));
  const shown = Math.min(Math.max(page, 0), pages - 1);
  const ids = refs
    .sort((a, b) => (sort === 'age' ? byAge(a, b) : 0) || inReadingOrder(a, b))
    .slice(shown * pageSize, (shown + 1) * pageSize)
    .map(({ id }) => id);
  return { ids, page: shown, pages, total: refs.length };
}
