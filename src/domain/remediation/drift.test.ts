import { describe, expect, it } from 'vitest';
import { differences } from './drift.ts';
import { narrowPlan, type Plan, type PlannedStep, sealPlan } from './plan.ts';

const step = (id: string, over: Partial<PlannedStep> = {}): PlannedStep => ({
  id,
  step: id,
  title: `Raise the window of ${id}`,
  input: { windowSeconds: 259_200 },
  before: { windowSeconds: 3_600, status: 'available' },
  ifStopped: 'Nothing has been changed.',
  deadlineMinutes: 60,
  ...over,
});

const plan = (over: Partial<Plan> = {}): Plan =>
  sealPlan({
    title: 'Raise',
    summary: [],
    items: ['ledger', 'orders'].map((id) => ({
      findingId: `f-${id}`,
      resource: { type: 'AWS::RDS::DBCluster', id, arn: `arn:aws:rds:us-east-1:111111111111:cluster:${id}` },
      changes: [{ what: 'Backtrack window', before: '1 h', after: '72 h' }],
    })),
    steps: [step('ledger', { items: { 'f-ledger': 1 } }), step('orders', { items: { 'f-orders': 1 } })],
    options: [],
    refusals: [],
    warnings: [],
    preflight: [],
    cost: { text: '', basis: '' },
    patches: [],
    resources: ['ledger', 'orders'].map((id) => `arn:aws:rds:us-east-1:111111111111:cluster:${id}`),
    ruleId: 'r',
    strategy: 's',
    stage: 't',
    risk: 'live-change',
    capability: 'build',
    target: { accountId: '111111111111', accountName: 'prod', region: 'us-east-1' },
    plannedAt: 'then',
    ...over,
  });

const changed = (what: string | null): Plan =>
  plan({
    items: plan().items.map((item) => ({
      ...item,
      changes: [{ what: 'Backtrack window', before: what, after: '72 h' }],
    })),
  });

describe('differences', () => {
  it('are none between equal plans, whatever they cost and whenever they were made', () => {
    expect(differences(plan(), plan({ plannedAt: 'now', cost: { text: '5 USD', basis: 'x' } }))).toEqual([]);
    expect(plan({ plannedAt: 'now' }).hash).toBe(plan().hash);
  });

  it('name the setting with both values', () => {
    expect(differences(plan(), changed(null))).toEqual([
      'ledger: Backtrack window was 1 h and is none now.',
      'orders: Backtrack window was 1 h and is none now.',
    ]);
  });

  it('name what has gone and what has come', () => {
    const one = plan({ items: plan().items.slice(0, 1), steps: [step('ledger'), step('wait')] });
    expect(differences(plan(), one)).toEqual([
      'orders: there is nothing left to change.',
      'This step is not needed any more: Raise the window of orders.',
      'This step is needed now: Raise the window of wait.',
    ]);
  });

  it('fall back on what only the steps look at', () => {
    const busy = plan({
      steps: plan().steps.map((each) => ({ ...each, before: { windowSeconds: 3_600, status: 'stopped' } })),
    });
    expect(differences(plan(), busy)[0]).toBe('Raise the window of ledger: status was available and is stopped now.');
    expect(differences(plan(), plan({ resources: ['arn:other'] }))).toEqual(['What the run would touch has changed.']);
  });
});

describe('narrowPlan', () => {
  it('takes the resources of what is left out along, and hashes resources', () => {
    const narrow = narrowPlan(plan(), ['f-ledger'], []);
    expect(narrow.resources).toEqual(['arn:aws:rds:us-east-1:111111111111:cluster:ledger']);
    expect(narrow.steps.map(({ id }) => id)).toEqual(['ledger']);
    expect(narrowPlan(narrow, ['f-ledger'], []).hash).toBe(narrow.hash);
    expect(plan({ resources: ['*'] }).hash).not.toBe(plan().hash);
  });
});
