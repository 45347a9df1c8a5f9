import type { PreflightItem } from '../../../../domain/remediation/plan.ts';
import type { PlanContext } from '../../../../domain/remediation/stage.ts';
import type { Fix } from '../../../../domain/rule.ts';
import type { Source } from '../source.ts';
import { checks } from './checks.ts';
import type { PreflightFacts } from './facts.ts';
import { loginPatch } from './login/patch.ts';
import { type CutoverNames, cutoverNames, type Way } from './names.ts';
import { subjectOf } from './subject.ts';

export type { PreflightFacts } from './facts.ts';
export { type CutoverNames, cutoverNames, type Way } from './names.ts';

export interface PreflightReport {
  readonly items: readonly PreflightItem[];
  readonly facts: PreflightFacts;
  /** What people have to paste for it, with the new cluster's id to be put in. */
  readonly patches: readonly Fix[];
}

export interface PreflightOptions {
  /** Identifiers that the cut-over will give; `cutoverNames` unless told. */
  readonly names?: CutoverNames;
  /** Item id → a sentence that names the step which takes care of it: such an item is clear instead of acknowledged. */
  readonly planned?: Readonly<Record<string, string>>;
}

const nothingRead: PreflightFacts = {
  proxies: undefined,
  customEndpoints: undefined,
  scalableTargets: undefined,
  alarms: undefined,
  eventSubscriptions: undefined,
  loginPolicies: undefined,
  backupSelections: undefined,
  roles: undefined,
  masterSecret: undefined,
};

/**
 * Everything that a cut-over of this cluster could break, read afresh with the audit role. What could not be read is
 * an item of its own state, never an error; AwsCallError is thrown only when the cluster itself was read in part.
 */
export async function preflight(
  context: PlanContext,
  source: Source,
  way: Way,
  { names, planned = {} }: PreflightOptions = {},
): Promise<PreflightReport> {
  const subject = subjectOf(source, way, names ?? cutoverNames(source, way, context.now), context.now);
  const checked = await Promise.all(checks.map((each) => each.run(context, subject)));
  const facts: PreflightFacts = Object.assign({}, nothingRead, ...checked.map((each) => each.facts));
  const { loginPolicies = [] } = facts;
  const cluster = way === 'keep-name' ? subject.name : subject.names.restored;
  return {
    items: checked.map(({ item }) => withStep(item, planned[item.id])),
    facts,
    patches: loginPolicies.length === 0 ? [] : [loginPatch(loginPolicies, { oldId: subject.resourceId, cluster })],
  };
}

const withStep = (item: PreflightItem, step: string | undefined): PreflightItem =>
  item.state === 'acknowledge' && step !== undefined
    ? { ...item, state: 'clear', detail: `${item.detail} ${step}` }
    : item;
