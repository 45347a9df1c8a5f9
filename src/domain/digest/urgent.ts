import type { Transition } from '../life/transition.ts';
import type { Policy } from '../policy.ts';
import type { Route } from '../routing.ts';
import type { RuleMeta } from '../rule.ts';
import { groupsKept } from './compose.ts';
import type { UrgentContent } from './content.ts';
import type { Told } from './edition.ts';
import { newsInWords } from './headline.ts';
import { openGroups } from './open-groups.ts';
import type { UrgentNews } from './ports.ts';

type Meta = Pick<RuleMeta, 'id' | 'causes'>;

/** A database had its backups and has lost them, or its backup failed. What was never there waits for the digest. */
export function hasLostBackups({ kind, ruleId, from, to, exempt }: Transition, metas: readonly Meta[]): boolean {
  const causes = metas.find(({ id }) => id === ruleId)?.causes;
  const isUrgent = (cause: string | undefined) => causes?.[cause ?? '']?.urgent === true;
  if (exempt === true || to?.status !== 'fail' || !isUrgent(to.cause)) return false;
  if (kind === 'opened') return from?.status === 'pass';
  return kind === 'reopened' || (kind === 'changed' && !isUrgent(from?.cause));
}

/** The first tag by which a database matters, as `env=prod`; undefined when it does not. */
export function tagThatMatters(
  tags: Readonly<Record<string, string>> | undefined,
  { urgentTags }: Pick<Policy, 'urgentTags'>,
): string | undefined {
  const found = urgentTags.find(
    ({ key, value }) => tags !== undefined && Object.hasOwn(tags, key) && (value === undefined || tags[key] === value),
  );
  return found === undefined ? undefined : `${found.key}=${tags?.[found.key] ?? ''}`;
}

/** One message about all of it. */
export function composeUrgent(
  news: readonly UrgentNews[],
  routes: readonly Route[],
  metas: readonly RuleMeta[],
  now: Date,
): { readonly content: UrgentContent; readonly told: readonly Told[] } {
  const all = news.map(({ lost, finding }) => ({ kind: 'new' as const, lost, finding }));
  const { groups, told } = openGroups(all, routes);
  const content: UrgentContent = {
    kind: 'urgent',
    composedAt: now.toISOString(),
    headline: newsInWords('Now: ', groups, metas),
    tags: [...new Set(news.map(({ tag }) => tag))].sort(),
    open: groups.slice(0, groupsKept),
    more: { open: Math.max(0, groups.length - groupsKept) },
  };
  return { content, told: [...told] };
}
