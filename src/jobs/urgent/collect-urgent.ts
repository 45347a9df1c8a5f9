import type { Estate } from '../../domain/accounts.ts';
import type { DigestStore, UrgentStore } from '../../domain/digest/ports.ts';
import { isOpen } from '../../domain/digest/standing.ts';
import { hasLostBackups, tagThatMatters } from '../../domain/digest/urgent.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Transition } from '../../domain/life/transition.ts';
import type { FindingStore } from '../../domain/ports.ts';
import { routeOf } from '../../domain/routing.ts';
import type { RuleMeta } from '../../domain/rule.ts';
import { channelsFor } from './tell-elsewhere.ts';

export interface CollectUrgentDeps {
  readonly estate: Pick<Estate, 'accounts' | 'routes'>;
  readonly metas: readonly RuleMeta[];
  readonly digests: Pick<DigestStore, 'channels'>;
  readonly findings: Pick<FindingStore, 'get'>;
  readonly urgent: Pick<UrgentStore, 'add'>;
  readonly now: () => Date;
  /** One plan that stops hits many databases within seconds: this long their news wait for each other; milliseconds. */
  readonly togetherMs: number;
}

/** Follows what happens to findings, and keeps what must not wait for a digest, for the channels that are to know. */
export const collectUrgent =
  (deps: CollectUrgentDeps) =>
  async (transition: Transition): Promise<void> => {
    const { estate, metas, findings, urgent, now, togetherMs } = deps;
    if (!hasLostBackups(transition, metas)) return;
    const policy = estate.accounts.find(({ id }) => id === transition.target.accountId)?.policy;
    const tag = policy && tagThatMatters(transition.resource.tags, policy);
    if (tag === undefined) return;
    const finding = await findings.get(transition.findingId);
    if (finding === undefined || !isOpen(finding)) return;
    const lost = transition.kind === 'opened';
    for (const channelId of await channelsOf(deps, finding))
      await urgent.add(channelId, { transitionId: transition.id, lost, finding, tag }, now().getTime() + togetherMs);
  };

/** Its home; without one every channel whose digest has it in its scope. */
async function channelsOf(deps: CollectUrgentDeps, finding: Finding): Promise<string[]> {
  const home = routeOf(finding, deps.estate.routes)?.channel;
  return home === undefined ? channelsFor([finding], await deps.digests.channels(), deps) : [home];
}
