import type { Account } from '../accounts.ts';
import type { Subject } from '../life/transition.ts';
import { isWatched } from '../life/watched.ts';
import { type Route, routeOf } from '../routing.ts';
import type { RuleMeta } from '../rule.ts';
import { type AuditScope, targetsOf } from '../scope.ts';
import type { Target } from '../target.ts';

/** What decides which digest tells of a finding. */
export interface Belonging {
  readonly channelId: string;
  readonly scope: AuditScope;
  readonly routes: readonly Route[];
  /** Channels that have a digest. */
  readonly channels: ReadonlySet<string>;
  readonly accounts: readonly Account[];
  readonly metas: readonly Pick<RuleMeta, 'id' | 'pack'>[];
}

type Owned = Pick<Subject, 'ruleId' | 'target' | 'resource'>;

/** Told in this channel, told in its home and only counted here, or not this channel's business. */
export type Belongs =
  | { readonly to: 'us' }
  | { readonly to: 'other'; readonly channelId: string }
  | { readonly to: 'nobody' };

/**
 * A finding with a route is told in its home, whatever scope that channel has chosen, and only counted elsewhere. While
 * the home has no digest, it is as if the route were not there: nothing falls between two channels.
 */
export function belongs(finding: Owned, where: Belonging): Belongs {
  if (!isWatched(finding, where.accounts, where.metas, auditScope(where))) return { to: 'nobody' };
  const home = routeOf(finding, where.routes)?.channel;
  if (home === where.channelId) return { to: 'us' };
  if (!isWithin(finding, where.scope)) return { to: 'nobody' };
  return home !== undefined && where.channels.has(home) ? { to: 'other', channelId: home } : { to: 'us' };
}

/** Like a report: verdicts on a whole target carry no tags, and belong to no scope with tags. */
export function isWithin({ ruleId, target, resource }: Owned, { accounts, regions, rules, tags }: AuditScope): boolean {
  const among = (list: readonly string[], value: string) => list.length === 0 || list.includes(value);
  return (
    among(accounts, target.accountId) &&
    among(regions, target.region) &&
    among(rules, ruleId) &&
    Object.entries(tags).every(([key, value]) => resource.tags?.[key] === value)
  );
}

/** What is audited for a channel's digest: its scope, and wherever findings of its routes may be. */
export function auditScope({ channelId, scope, routes, accounts }: Omit<Belonging, 'channels' | 'metas'>): AuditScope {
  const own = routes.filter(({ channel }) => channel === channelId);
  if (own.length === 0) return scope;
  const named = own.map(
    ({ match }) => accounts.find(({ id, name }) => match.account === id || match.account === name)?.id,
  );
  const isKnown = (id: string | undefined): id is string => id !== undefined;
  const everywhere = scope.accounts.length === 0 || !named.every(isKnown);
  const anyRule = scope.rules.length === 0 || own.some(({ match }) => match.rule === undefined);
  return {
    accounts: everywhere ? [] : [...new Set([...scope.accounts, ...named.filter(isKnown)])],
    regions: [],
    rules: anyRule ? [] : [...new Set([...scope.rules, ...own.flatMap(({ match }) => match.rule ?? [])])],
    tags: {},
  };
}

/** The targets whose scans a digest rests on. */
export const targetsOfDigest = (where: Omit<Belonging, 'channels' | 'metas'>): Target[] =>
  targetsOf(auditScope(where), where.accounts);
