import { type Account, resolveAccounts } from '../../src/domain/accounts.ts';
import { AccountsFile } from '../../src/domain/accounts-schema.ts';
import type { Changed } from '../../src/domain/approval/change.ts';
import type { DecisionFacts } from '../../src/domain/approval/decision.ts';
import { planned } from '../../src/domain/approval/planning.ts';
import type { People, Person } from '../../src/domain/approval/ports.ts';
import type { Approval } from '../../src/domain/approval/record.ts';
import type { Refused } from '../../src/domain/approval/refusal.ts';
import { requested } from '../../src/domain/approval/request.ts';
import type { Capability, RiskLevel } from '../../src/domain/capability.ts';
import { PeopleUnavailable } from '../../src/domain/errors.ts';
import type { PolicyOverrides } from '../../src/domain/policy.ts';
import { type Plan, sealPlan, type UnhashedPlan } from '../../src/domain/remediation/plan.ts';
import type { StageMeta } from '../../src/domain/remediation/strategy.ts';
import type { RuleMeta } from '../../src/domain/rule.ts';
import { createSigner, createVerifier, newKeyPair } from '../../src/signing.ts';
import { finding, target } from './findings.ts';

export const keys = newKeyPair();
export const signer = createSigner(keys.signingKey);
export const verifier = createVerifier(keys.verifyKey);

/** A Saturday; the change window of `account` opens the day after, at 02:00 UTC. */
export const noon = new Date('2026-11-21T12:00:00.000Z');
export const afterNoon = (minutes: number): Date => new Date(noon.getTime() + minutes * 60_000);

interface AccountOver {
  readonly policy?: PolicyOverrides;
  readonly minApprovals?: Partial<Record<RiskLevel, number>>;
}

function makeAccount(over: AccountOver): Account {
  const file = AccountsFile.parse({
    accounts: [
      {
        id: target().accountId,
        name: 'shop <prod>',
        regions: [target().region],
        capabilities: ['audit', 'backup', 'build', 'cutover', 'retire'],
        policy: over.policy ?? {},
        approvers: { users: ['UBOB', 'UCAROL', 'UDAVE'], groups: ['SDBA'], minApprovals: over.minApprovals ?? {} },
      },
    ],
  });
  const [found] = resolveAccounts(file);
  if (found === undefined) throw new Error('no account');
  return found;
}

const usual = makeAccount({});

export const account = (over?: AccountOver): Account => (over === undefined ? usual : makeAccount(over));

const stageOf: Readonly<Record<RiskLevel, readonly [string, Capability]>> = {
  additive: ['tag', 'backup'],
  'live-change': ['raise', 'build'],
  disruptive: ['cut-over', 'cutover'],
  destructive: ['retire', 'retire'],
};

export const stage = (risk: RiskLevel): StageMeta => ({
  id: stageOf[risk][0],
  title: `Do something ${risk}`,
  risk,
  capability: stageOf[risk][1],
  permissions: [],
  many: risk === 'additive',
});

export const risks: readonly RiskLevel[] = ['additive', 'live-change', 'disruptive', 'destructive'];
export const strictRisks = risks.slice(2);

/** A rule with one strategy per risk, each of one stage. */
export const meta: RuleMeta = {
  id: 'aurora-backtrack-enabled',
  title: 'Backtrack',
  pack: 'recoverability',
  references: [],
  severity: 'medium',
  resourceTypes: [],
  permissions: { audit: [] },
  why: '',
  causes: {},
  links: [],
  strategies: risks.map((risk) => ({ id: `by-${risk}`, title: risk, stages: [stage(risk)] })),
  fixes: () => [],
};

/** One step for all databases, with a part for each, and one that is an option. */
export function plan(risk: RiskLevel, over: Partial<UnhashedPlan> & { readonly names?: readonly string[] } = {}): Plan {
  const { names = risk === 'additive' ? ['orders', 'ledger', 'users'] : ['orders'], ...rest } = over;
  const findings = names.map((name) => finding({ name }));
  const step = { step: 'tag', input: {}, before: {}, ifStopped: 'Nothing.', deadlineMinutes: 10 };
  return sealPlan({
    ruleId: meta.id,
    strategy: `by-${risk}`,
    stage: stage(risk).id,
    risk,
    capability: stage(risk).capability,
    target: target(),
    plannedAt: noon.toISOString(),
    title: 'Add tag backup=daily',
    summary: [],
    items: findings.map(({ id, resource }) => ({
      findingId: id,
      resource,
      changes: [{ what: 'tag backup', before: null, after: 'daily' }],
    })),
    steps: [
      { ...step, id: 'tags', title: 'Add the tags', items: Object.fromEntries(findings.map(({ id }) => [id, id])) },
      { ...step, id: 'first', title: 'Start a first backup', option: 'first-backup' },
    ],
    options: [{ id: 'first-backup', label: 'start a first backup now', chosen: true }],
    refusals: [],
    warnings: [],
    preflight: [],
    cost: { text: 'nothing', basis: 'tags are free' },
    patches: [],
    resources: findings.map(({ resource }) => resource.arn),
    ...rest,
  });
}

export const requestOf = (risk: RiskLevel, over: { readonly id?: string; readonly account?: Account } = {}): Approval =>
  requested({
    id: over.id ?? 'abc123',
    ruleId: meta.id,
    strategy: `by-${risk}`,
    stage: stage(risk),
    target: target(),
    findings: plan(risk).items.map(({ findingId }) => ({ id: findingId })),
    requestedBy: { userId: 'UALICE', channelId: 'C1' },
    account: over.account ?? account(),
    now: noon,
  }).approval;

export function changedTo(result: Changed | Refused | undefined): Changed {
  if (result === undefined) throw new Error('nothing has changed');
  if ('may' in result) throw new Error(`refused: ${result.text}`);
  return result;
}

export function refusedAs(result: Changed | Refused | undefined): Refused {
  if (result === undefined || !('may' in result)) throw new Error('it was not refused');
  return result;
}

/** An approval that waits for approvers, with its plan. */
export const pending = (
  risk: RiskLevel,
  over: { readonly plan?: Plan; readonly account?: Account; readonly id?: string } = {},
): Approval =>
  changedTo(planned(requestOf(risk, over), over.plan ?? plan(risk), { now: noon, account: over.account ?? account() }))
    .approval;

/** UERIN is in the group; UGUEST and UBOT are named nowhere. */
export const everybody: readonly Person[] = [
  ...['UALICE', 'UBOB', 'UCAROL', 'UDAVE', 'UERIN', 'UFRANK'].map((id) => ({ id, kind: 'member' as const, name: id })),
  { id: 'UGUEST', kind: 'guest', name: 'guest' },
  { id: 'UBOT', kind: 'bot', name: 'bot' },
  { id: 'UGONE', kind: 'deactivated', name: 'gone' },
];

export interface FakePeople extends People {
  down: boolean;
  kinds: Map<string, Person['kind']>;
  groups: Map<string, readonly string[]>;
}

/** Slack's directory in memory, which may stop answering. */
export function fakePeople(): FakePeople {
  const fake: FakePeople = {
    down: false,
    kinds: new Map(everybody.map(({ id, kind }) => [id, kind])),
    groups: new Map([['SDBA', ['UERIN', 'UBOB']]]),
    person: async (userId) => {
      if (fake.down) throw new PeopleUnavailable('Slack does not answer');
      return { id: userId, kind: fake.kinds.get(userId) ?? 'stranger', name: userId };
    },
    groupMembers: async (groupId) => {
      if (fake.down) throw new PeopleUnavailable('Slack does not answer');
      return fake.groups.get(groupId) ?? [];
    },
  };
  return fake;
}

export function factsOf(userId: string, risk: RiskLevel, over: Partial<DecisionFacts> = {}): DecisionFacts {
  const person = everybody.find(({ id }) => id === userId) ?? { id: userId, kind: 'stranger' as const, name: userId };
  return {
    now: noon,
    userId,
    who: { person, ...(['UERIN', 'UBOB'].includes(userId) ? { group: 'SDBA' } : {}) },
    account: account(),
    stage: stage(risk),
    pause: undefined,
    setAside: undefined,
    sign: signer.sign,
    teamId: 'T1',
    ...over,
  };
}

/** All that a disruptive change asks for. */
export const consent = (approval: Approval) => ({
  planHash: approval.plan?.hash ?? '',
  reason: 'agreed in the change meeting',
  confirmation: approval.plan?.items.map(({ resource }) => resource.id).join(', '),
});
