import { ids } from '../../demo/slack/workspace.ts';
import { type Account, ownEstate } from '../../src/domain/accounts.ts';
import type { Approval, Decision } from '../../src/domain/approval/record.ts';
import { type Plan, type PlannedStep, sealPlan, type UnhashedPlan } from '../../src/domain/remediation/plan.ts';
import type { Run, StepRun } from '../../src/domain/remediation/run.ts';
import type { StageMeta, StrategyMeta } from '../../src/domain/remediation/strategy.ts';
import type { RuleMeta } from '../../src/domain/rule.ts';
import { loadMeta } from '../../src/rules/registry.ts';
import type { RenderContext } from '../../src/slack/blocks/rendered.ts';
import { target } from './findings.ts';

export const noon = '2026-11-21T12:00:00.000Z';

const stage = (id: string, title: string, over: Partial<StageMeta> = {}): StageMeta => ({
  id,
  title,
  risk: 'additive',
  capability: 'backup',
  permissions: [],
  many: false,
  ...over,
});

/** One strategy of every kind: many at once with an undo, one live change, and a rebuild in stages. */
export const strategies: Readonly<Record<string, readonly StrategyMeta[]>> = {
  'rds-aws-backup-in-use': [
    {
      id: 'keeper-plan',
      title: 'Back up with AWS Backup',
      stages: [
        stage('assign', 'Add the missing backup tag', { many: true }),
        stage('undo', 'Take the backup tag away again', {
          label: 'Undo: take the backup tag away again',
          after: ['assign'],
          risk: 'live-change',
        }),
      ],
    },
  ],
  'aurora-backtrack-enabled': [
    {
      id: 'raise-window',
      title: 'Raise the Backtrack window',
      stages: [stage('raise', 'Raise the Backtrack window', { risk: 'live-change', capability: 'build' })],
    },
    {
      id: 'snapshot-restore',
      title: 'Rebuild from a snapshot',
      stages: [
        stage('rehearse', 'Rehearse the rebuild', { capability: 'build' }),
        stage('cutover', 'Cut over', {
          label: 'Plan the cut-over',
          after: ['rehearse'],
          risk: 'disruptive',
          capability: 'cutover',
        }),
        stage('retire', 'Retire the old cluster', { after: ['cutover'], risk: 'destructive', capability: 'retire' }),
      ],
    },
  ],
};

export const metasWithStrategies = async (): Promise<RuleMeta[]> =>
  (await loadMeta()).map((meta) => ({ ...meta, strategies: strategies[meta.id] ?? [] }));

export const accountWith = (over: Partial<Account> = {}): Account => ({
  ...(ownEstate('111111111111', ['eu-west-1']).accounts[0] as Account),
  name: 'payments-prod',
  capabilities: ['audit', 'backup', 'build', 'cutover', 'retire'],
  approvers: {
    users: [ids.bob, ids.carol],
    groups: [],
    minApprovals: { additive: 1, 'live-change': 1, disruptive: 2, destructive: 2 },
  },
  ...over,
});

export const drawing = async (over: Partial<RenderContext> = {}): Promise<RenderContext> => ({
  metas: await metasWithStrategies(),
  accounts: [accountWith()],
  now: new Date(noon),
  ...over,
});

const step = (id: string, title: string, ifStopped: string, over: Partial<PlannedStep> = {}): PlannedStep => ({
  id,
  step: id,
  title,
  input: {},
  before: null,
  ifStopped,
  deadlineMinutes: 30,
  ...over,
});

const item = (name: string, changes: Plan['items'][number]['changes']): Plan['items'][number] => ({
  findingId: `f-${name}`,
  resource: {
    type: 'AWS::RDS::DBCluster',
    id: name,
    arn: `arn:aws:rds:eu-west-1:111111111111:cluster:${name}`,
  },
  changes,
});

const tag = { what: 'Tag backup', before: null, after: 'daily' };

/** Adds a tag: to one database, or to many in one review. */
export function tagPlan(names: readonly string[] = ['ledger'], over: Partial<UnhashedPlan> = {}): Plan {
  const what = names.length === 1 ? names[0] : `${names.length} databases`;
  return sealPlan({
    title: `Add tag backup=daily to ${what}`,
    summary: [
      'Adds to: plan gold → selection prod (daily 05:00, kept 35 days, vault Default). Removes from: nothing.',
      'First recovery point expected by tomorrow 13:00.',
    ],
    items: names.map((name) => item(name, [tag])),
    steps: [
      step('tag', `Add tag backup=daily to ${what}`, 'Nothing has been changed.'),
      step('first-backup', 'Start a first backup', 'The tag is set; the first backup comes with the next schedule.', {
        option: 'first-backup',
      }),
      step('read-back', 'See the tag in force', 'The tag is set.'),
    ],
    options: [{ id: 'first-backup', label: 'Start a first backup now', chosen: true }],
    refusals: [],
    warnings: [],
    preflight: [],
    cost: { text: 'About 3 to 9 USD a month.', basis: '120 GiB now, at 0.021 USD per GiB and month in eu-west-1.' },
    patches: [
      { format: 'cli', title: 'AWS CLI', text: 'aws rds add-tags-to-resource --tags Key=backup,Value=daily' },
      { format: 'cloudformation', title: 'CloudFormation', text: 'Tags:\n  - { Key: backup, Value: daily }' },
    ],
    resources: names.map((name) => `arn:aws:rds:eu-west-1:111111111111:cluster:${name}`),
    ruleId: 'rds-aws-backup-in-use',
    strategy: 'keeper-plan',
    stage: 'assign',
    risk: 'additive',
    capability: 'backup',
    target: target(),
    plannedAt: noon,
    ...over,
  });
}

/** Rehearses a rebuild on a copy. */
export const rehearsalPlan = (over: Partial<UnhashedPlan> = {}): Plan =>
  tagPlan(['orders'], {
    title: 'Rehearse the rebuild of orders',
    summary: [
      'Makes a copy with Backtrack 72 h to prove settings and measure times. Nothing you use is touched.',
      'Rehearsal only: the copy lacks everything written after the snapshot and cannot replace orders.',
    ],
    items: [item('orders', [{ what: 'Copy of the cluster', before: null, after: 'orders-rehearsal, Backtrack 72 h' }])],
    steps: [
      step('snapshot', 'Take a snapshot of orders', 'Nothing has been changed.'),
      step('restore', 'Restore it, inert: events off, no roles, own tags', 'A snapshot that costs about $0.02/h.'),
      step('instances', 'Create two db.r6g.large', 'A copy without instances, about $0.10/h, removed in 7 days.'),
      step('compare', 'Compare settings, check the window', 'A running copy, about $1.10/h, removed in 7 days.'),
    ],
    options: [],
    warnings: ['What would not carry over at cut-over: 1 RDS Proxy target, 3 alarms that name orders-1.'],
    cost: {
      text: 'About $1.10/h until removed, in 7 days unless kept. Backtrack: unknown until measured, perhaps $200–2,000/month.',
      basis: 'two db.r6g.large on demand in eu-west-1; the change rate of the last 7 days is not known.',
    },
    ruleId: 'aurora-backtrack-enabled',
    strategy: 'snapshot-restore',
    stage: 'rehearse',
    capability: 'build',
    ...over,
  });

/** Cuts over to the rebuilt cluster: two people, a reason, a typed name. */
export const cutoverPlan = (over: Partial<UnhashedPlan> = {}): Plan =>
  rehearsalPlan({
    title: 'Cut over orders',
    summary: [
      'Replaces orders by a rebuilt cluster with Backtrack 72 h, under the same name and endpoint.',
      'Needs about 50 minutes, of which about 35 without writes (measured on 18 November).',
    ],
    items: [item('orders', [{ what: 'Backtrack window', before: null, after: '72 h' }])],
    steps: [
      step('freeze', 'Wait until orders sees no writes for ten minutes', 'Nothing has been changed.'),
      step('snapshot', 'Take a snapshot after the freeze', 'orders takes writes again as soon as you let it.'),
      step('restore', 'Restore it with the real parameter group and roles', 'A copy beside orders, about $1.10/h.'),
      step('swap', 'Rename orders to orders-old-1121, the copy to orders', 'Two clusters; orders is the old one.'),
    ],
    warnings: [],
    preflight: [
      { id: 'proxy', what: 'RDS Proxy', state: 'clear', detail: 'none has orders as its target' },
      {
        id: 'alarms',
        what: 'Alarms by name',
        state: 'acknowledge',
        detail: '3 alarms name orders-1 and will fall silent',
      },
      { id: 'dms', what: 'DMS tasks', state: 'clear', detail: 'none reads from orders' },
    ],
    stage: 'cutover',
    risk: 'disruptive',
    capability: 'cutover',
    ...over,
  });

export const decision = (by: string, what: Decision['what'] = 'approve', over: Partial<Decision> = {}): Decision => ({
  what,
  by,
  at: '2026-11-21T11:02:00.000Z',
  planHash: 'h',
  signature: 's',
  ...over,
});

export const approval = (plan: Plan = tagPlan(), over: Partial<Approval> = {}): Approval => ({
  id: 'k7f3m2qa',
  version: 3,
  state: 'pending',
  ruleId: plan.ruleId,
  strategy: plan.strategy,
  stage: plan.stage,
  risk: plan.risk,
  capability: plan.capability,
  target: plan.target,
  findingIds: plan.items.map(({ findingId }) => findingId),
  requestedBy: { userId: ids.alice, channelId: ids.databases },
  requestedAt: '2026-11-21T11:00:00.000Z',
  plan,
  needed: plan.risk === 'disruptive' || plan.risk === 'destructive' ? 2 : 1,
  decisions: [],
  expiresAt: '2026-11-21T19:00:00.000Z',
  announced: false,
  reminders: 0,
  ...over,
});

/** Before its plan is there. */
export function unplanned(over: Partial<Approval> = {}): Approval {
  const { plan: _, ...rest } = approval();
  return { ...rest, state: 'planning', ...over };
}

/** A run of a plan with its first `done` steps done, and the next one at work while it runs. */
export function run(plan: Plan, state: Run['state'], done: number, over: Partial<Run> = {}): Run {
  const steps = plan.steps.map(({ id }, index): StepRun => {
    if (index < done) return { id, state: 'done', startedAt: '2026-11-21T11:30:00.000Z', says: `${id} is done.` };
    if (index === done && (state === 'running' || state === 'waiting'))
      return { id, state: 'doing', startedAt: '2026-11-21T11:48:00.000Z', says: 'AWS is at work.' };
    return { id, state: index === done && state === 'failed' ? 'failed' : 'todo' };
  });
  return {
    id: 'k7f3m2qa',
    version: 5,
    state,
    steps,
    turn: 4,
    queuedAt: '2026-11-21T11:29:00.000Z',
    ...(state === 'queued' ? {} : { startedAt: '2026-11-21T11:30:00.000Z' }),
    ...(['verified', 'failed', 'stale', 'cancelled'].includes(state) ? { finishedAt: '2026-11-21T11:59:00.000Z' } : {}),
    ...over,
  };
}
