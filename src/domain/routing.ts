import type { Target } from './target.ts';

/** A line of `routes` in accounts.yaml: which findings are at home in a channel, and whose they are. */
export interface Route {
  readonly match: {
    /** Name or id. */
    readonly account?: string | undefined;
    /** `team=payments`, or `team` whatever its value. */
    readonly tag?: string | undefined;
    readonly rule?: string | undefined;
  };
  /** Slack channel id. */
  readonly channel: string;
  /** Slack user group ids. */
  readonly owners: readonly string[];
}

/** As much of a finding as routes look at. */
export interface Routed {
  readonly ruleId: string;
  readonly target: Pick<Target, 'accountId' | 'accountName'>;
  readonly resource: { readonly tags?: Readonly<Record<string, string>> };
}

/** The first route that matches owns a finding; every condition of it must hold. Undefined: it has no home. */
export const routeOf = (finding: Routed, routes: readonly Route[]): Route | undefined =>
  routes.find(({ match }) => isMatch(finding, match));

function isMatch({ ruleId, target, resource }: Routed, { account, tag, rule }: Route['match']): boolean {
  if (account !== undefined && account !== target.accountId && account !== target.accountName) return false;
  if (rule !== undefined && rule !== ruleId) return false;
  return tag === undefined || hasTag(resource.tags ?? {}, tag);
}

/** Whether tags hold `key` or `key=value`; the first `=` divides the two. */
function hasTag(tags: Readonly<Record<string, string>>, wanted: string): boolean {
  if (Object.hasOwn(tags, wanted)) return true;
  const at = wanted.indexOf('=');
  return at > 0 && Object.hasOwn(tags, wanted.slice(0, at)) && tags[wanted.slice(0, at)] === wanted.slice(at + 1);
}
