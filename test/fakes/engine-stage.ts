import type { Approval } from '../../src/domain/approval/record.ts';
import type { RiskLevel } from '../../src/domain/capability.ts';
import { type Finding, findingId } from '../../src/domain/finding.ts';
import type { Json } from '../../src/domain/json.ts';
import { type Plan, type PlanDraft, type PlannedStep, sealPlan } from '../../src/domain/remediation/plan.ts';
import type { Remediations, Stage, StepContext, StepResult } from '../../src/domain/remediation/stage.ts';
import type { ClientClass, Rule, RuleMeta } from '../../src/domain/rule.ts';
import type { Target } from '../../src/domain/target.ts';

/** Something that a step makes. Making is not idempotent: doing it twice gives two. */
export interface Thing {
  readonly name: string;
  readonly createdAt: number;
}

/** What the stage does to the world, so that it runs on a simulated AWS and on nothing at all. */
export interface Things {
  readonly find: (name: string) => Promise<Thing | undefined>;
  readonly make: (name: string) => Promise<void>;
  /** What planning reads. */
  readonly setting: (arn: string) => Promise<string | null>;
}

export interface Reach {
  readonly client: <C>(type: ClientClass<C>) => C;
  readonly signal: AbortSignal;
}

export interface TestStageOptions {
  readonly things: (reach: Reach) => Things;
  readonly risk?: RiskLevel;
  /** How long the step `slow` takes within one look; milliseconds. */
  readonly lingerMs?: number;
  /** How old the thing of the step `twice` has to be; it is looked at about three times until then. */
  readonly settleMs?: number;
  readonly permissions?: readonly string[];
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
}

export const ruleId = 'test-things-made';
export const stepIds = ['first', 'slow', 'twice', 'last'] as const;

export const thingName = (remediationId: string, step: string): string => `aurora-keeper-${remediationId}-${step}`;

/** Four steps, each of which makes one thing: at once, slowly, and then waiting for it to settle, and after all others. */
export function createTestStage(options: TestStageOptions): Stage {
  const { things, lingerMs = 0, settleMs = 0, sleep = async () => {} } = options;
  const ensure = async (context: StepContext, step: PlannedStep): Promise<Thing> => {
    const world = things(context);
    const name = thingName(context.remediationId, step.id);
    const found = await world.find(name);
    if (found !== undefined) return found;
    await world.make(name);
    const made = await world.find(name);
    if (made === undefined) throw new Error(`${name} is not there after it was made`);
    return made;
  };
  const done = (context: StepContext, thing: Thing): StepResult => ({
    status: 'done',
    output: { name: thing.name, after: Object.keys(context.outputs).sort() },
    says: `${thing.name} is there.`,
  });
  return {
    plan: async (context, findings) => draft(findings, await settings(things(context), findings)),
    steps: {
      make: async (context, step) => done(context, await ensure(context, step)),
      slowly: async (context, step) => {
        await sleep(lingerMs, context.signal);
        const thing = await ensure(context, step);
        await sleep(lingerMs, context.signal);
        return done(context, thing);
      },
      settle: async (context, step, memory) => {
        const thing = await ensure(context, step);
        const age = context.now.getTime() - thing.createdAt;
        if (age >= settleMs) return done(context, thing);
        const looks = (typeof memory === 'number' ? memory : 0) + 1;
        return { status: 'wait', waitMs: settleMs / 3, says: `${thing.name} settles.`, memory: looks };
      },
    },
  };
}

const settings = (world: Things, findings: readonly Finding[]): Promise<(string | null)[]> =>
  Promise.all(findings.map(({ resource }) => world.setting(resource.arn)));

function draft(findings: readonly Finding[], before: readonly (string | null)[]): PlanDraft {
  const names = findings.map(({ resource }) => resource.id).join(', ');
  const step = (id: string, work: string): PlannedStep => ({
    id,
    step: work,
    title: `Make the ${id} thing for ${names}`,
    input: { names },
    before: { settings: before as Json },
    ifStopped: `The things before the ${id} one are there.`,
    deadlineMinutes: 30,
  });
  return {
    title: `Make four things for ${names}`,
    summary: [],
    items: findings.map(({ id, resource }, index) => ({
      findingId: id,
      resource,
      changes: [{ what: 'setting', before: before[index] ?? null, after: 'made' }],
    })),
    steps: [step('first', 'make'), step('slow', 'slowly'), step('twice', 'settle'), step('last', 'make')],
    options: [],
    refusals: [],
    warnings: [],
    preflight: [],
    cost: { text: 'Nothing.', basis: 'It is a test.' },
    patches: [],
    resources: [...findings.map(({ resource }) => resource.arn), 'arn:aws:backup:us-east-1:111111111111:backup-plan:*'],
  };
}

export const remediationsOf = (stage: Stage): ReadonlyMap<string, Remediations> =>
  new Map([[ruleId, { test: { test: stage } }]]);

export const testMeta = ({
  risk = 'additive',
  permissions = [],
}: Pick<TestStageOptions, 'risk' | 'permissions'>): RuleMeta => ({
  id: ruleId,
  title: 'Things are made',
  pack: 'recoverability',
  references: [],
  severity: 'low',
  resourceTypes: ['AWS::RDS::DBCluster'],
  permissions: { audit: [] },
  why: 'It is a test.',
  causes: {},
  links: [],
  fixes: () => [],
  strategies: [
    {
      id: 'test',
      title: 'Make things',
      stages: [{ id: 'test', title: 'Make four things', risk, capability: 'backup', permissions, many: true }],
    },
  ],
});

/** Judges the named databases of the target; they pass when `isMade` says so. */
export const testRule = (
  meta: RuleMeta,
  isMade: (reach: Reach) => Promise<boolean>,
  names: readonly string[] = ['ledger'],
): Rule => ({
  meta,
  evaluate: async function* (context) {
    const made = await isMade(context);
    for (const name of names)
      yield {
        resource: clusterOf(context.target, name),
        status: made ? 'pass' : 'fail',
        cause: 'not-made',
        reason: made ? 'Everything is there.' : 'Things are missing.',
        evidence: {},
      };
  },
});

const clusterOf = ({ region, accountId }: Target, name: string) => ({
  type: 'AWS::RDS::DBCluster',
  id: name,
  arn: `arn:aws:rds:${region}:${accountId}:cluster:${name}`,
});

export function testFinding(target: Target, name = 'ledger'): Finding {
  const resource = clusterOf(target, name);
  return {
    id: findingId(ruleId, resource.arn),
    ruleId,
    references: [],
    status: 'fail',
    severity: 'low',
    title: 'Things are made',
    reason: 'Things are missing.',
    cause: 'not-made',
    target,
    resource,
    evidence: {},
    remediation: { strategies: ['test'], recommended: 'test' },
  };
}

/** The plan as it would have been approved while the setting was `setting`. */
export const testPlan = (findings: readonly Finding[], setting: string | null, risk: RiskLevel = 'additive'): Plan =>
  sealPlan({
    ...draft(
      findings,
      findings.map(() => setting),
    ),
    ruleId,
    strategy: 'test',
    stage: 'test',
    risk,
    capability: 'backup',
    target: (findings[0] as Finding).target,
    plannedAt: '2026-11-21T09:00:00.000Z',
  });

export const testApproval = (id: string, plan: Plan, over: Partial<Approval> = {}): Approval => ({
  id,
  version: 3,
  state: 'approved',
  ruleId,
  strategy: 'test',
  stage: 'test',
  risk: plan.risk,
  capability: plan.capability,
  target: plan.target,
  findingIds: plan.items.map(({ findingId }) => findingId),
  requestedBy: { userId: 'U01ALICE0001', channelId: 'C1' },
  requestedAt: '2026-11-21T09:00:00.000Z',
  plan,
  needed: 1,
  decisions: [
    { what: 'approve', by: 'U02BOB00001', at: '2026-11-21T09:01:00.000Z', planHash: plan.hash, signature: 'signed' },
  ],
  announced: true,
  reminders: 0,
  ...over,
});
