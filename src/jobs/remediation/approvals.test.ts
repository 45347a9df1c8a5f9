import { beforeEach, describe, expect, it } from 'vitest';
import { testTarget } from '../../../test/fakes/engine-bench.ts';
import { testApproval, testFinding, testMeta, testPlan } from '../../../test/fakes/engine-stage.ts';
import { accountOf } from '../../../test/helpers/scans.ts';
import { foreseenApproval } from '../../domain/approval/mandate.ts';
import type { OutboxEvent, People } from '../../domain/approval/ports.ts';
import type { Approval, Decision } from '../../domain/approval/record.ts';
import { statementOf } from '../../domain/approval/statement.ts';
import { PeopleUnavailable, PermanentError } from '../../domain/errors.ts';
import type { Approvals } from '../../domain/remediation/approvals.ts';
import { type Plan, sealPlan } from '../../domain/remediation/plan.ts';
import type { StageMeta } from '../../domain/remediation/strategy.ts';
import type { RuleMeta } from '../../domain/rule.ts';
import { createSigner, createVerifier, newKeyPair } from '../../signing.ts';
import { createApprovals } from './approvals.ts';

const [bob, carol] = ['U02BOB00001', 'U03CAROL001'];
const keys = newKeyPair();
const signer = createSigner(keys.signingKey);
const start = Date.parse('2026-11-21T09:00:00Z');
const hour = 3_600_000;

const plan = testPlan([testFinding(testTarget)], 'old');
const signed = (approval: Approval, said: Omit<Decision, 'signature'>): Decision => ({
  ...said,
  signature: signer.sign(statementOf(approval, said)),
});
const approved = (over: Partial<Approval> = {}, by = bob): Approval => {
  const draft = { ...testApproval('k7f3m2qa', plan), ...over, decisions: [] };
  const at = new Date(start).toISOString();
  return { ...draft, decisions: [signed(draft, { what: 'approve', by, at, planHash: plan.hash })] };
};

/** The test's strategy with a stage that may be foreseen, and one that may not. */
const withLater = (meta: RuleMeta): RuleMeta => ({
  ...meta,
  strategies: (meta.strategies ?? []).map((strategy) => ({
    ...strategy,
    stages: strategy.stages.flatMap((stage) => [
      stage,
      { ...stage, id: 'tidy', risk: 'live-change' as const },
      { ...stage, id: 'delete', risk: 'destructive' as const },
    ]),
  })),
});

let records: Map<string, Approval>;
let events: OutboxEvent[];
let now: number;
let people: People;
let approvals: Approvals;

beforeEach(() => {
  records = new Map();
  events = [];
  now = start + hour;
  people = { person: async (id) => ({ id, kind: 'member', name: id }), groupMembers: async () => [] };
  const approvers = {
    users: [bob, carol],
    groups: [],
    minApprovals: { additive: 1, 'live-change': 1, disruptive: 2, destructive: 2 },
  };
  approvals = createApprovals({
    store: {
      get: async (id) => records.get(id),
      open: async (approval) => {
        const known = records.get(approval.id);
        if (known === undefined) records.set(approval.id, approval);
        return { outcome: known === undefined ? 'opened' : 'already-open', approval: known ?? approval };
      },
      save: async (next, more) => {
        if (records.get(next.id)?.version !== next.version - 1) return false;
        records.set(next.id, next);
        events.push(...more);
        return true;
      },
    },
    verifier: createVerifier(keys.verifyKey),
    estate: { accounts: [accountOf(testTarget.accountId, { capabilities: ['audit', 'backup'], approvers })] },
    metas: [withLater(testMeta({}))],
    people: { person: (id) => people.person(id), groupMembers: (id) => people.groupMembers(id) },
    pauses: { get: async () => undefined },
    setAside: async () => undefined,
    now: () => new Date(now),
  });
});

describe('a signed approval', () => {
  it.each([true, false])('stands, and says who completed it (live: %s)', async (live) => {
    expect(await approvals.verify(approved(), live)).toEqual({ valid: true, approvers: [bob], completedBy: bob });
  });

  it.each<[string, () => Approval]>([
    ['is signed by nobody', () => ({ ...approved(), decisions: testApproval('k7f3m2qa', plan).decisions })],
    ['is signed for another approval', () => ({ ...approved(), id: 'another1' })],
    ['is signed for another plan', () => ({ ...approved(), plan: testPlan([testFinding(testTarget)], 'other') })],
    ['has a plan that was changed', () => ({ ...approved(), plan: { ...plan, resources: ['*'] } })],
    ['is not let go', () => approved({ state: 'pending' })],
    ['is closed', () => approved({ state: 'stale' })],
    ['is approved by somebody who may not', () => approved({}, 'U09MALLORY1')],
    ['is called less grave than its stage', () => approved({ risk: 'destructive', state: 'started' })],
    [
      'was rejected',
      () => {
        const one = approved();
        const at = new Date(start).toISOString();
        return {
          ...one,
          decisions: [...one.decisions, signed(one, { what: 'reject', by: carol, at, planHash: plan.hash })],
        };
      },
    ],
    ['is of an account that is not there', () => approved({ target: { ...testTarget, accountId: '999999999999' } })],
  ])('does not stand when it %s, at the start and later', async (_, make) => {
    for (const live of [true, false]) expect(await approvals.verify(make(), live)).toMatchObject({ valid: false });
  });

  it('that lay about is void before the first write; a run that has begun may take two weeks', async () => {
    now = start + 9 * hour;
    expect(await approvals.verify(approved(), true)).toMatchObject({ valid: false });
    expect(await approvals.verify(approved(), false)).toMatchObject({ valid: true });
    now = start + 15 * 24 * hour;
    expect(await approvals.verify(approved(), false)).toMatchObject({ valid: false });
  });

  it('is not judged while Slack does not say who people are, unless its run has begun', async () => {
    const down = async () => {
      throw new PeopleUnavailable('no answer');
    };
    people = { person: down, groupMembers: down };
    await expect(approvals.verify(approved(), true)).rejects.toThrow(PeopleUnavailable);
    expect(await approvals.verify(approved(), false)).toMatchObject({ valid: true });
  });

  it('of somebody who has left the company stops what has not begun', async () => {
    people = { ...people, person: async (id) => ({ id, kind: 'deactivated', name: id }) };
    expect(await approvals.verify(approved(), true)).toMatchObject({ valid: false });
  });
});

describe('what an approved plan foresees', () => {
  const account = accountOf(testTarget.accountId, {});
  const later = [
    { stage: 'tidy', afterMinutes: 7 * 1_440 },
    { stage: 'delete', afterMinutes: 0 },
  ];
  const sealed = (over: Partial<Plan>) => sealPlan({ ...plan, ...over });
  const foreseeing = (over: Partial<Plan> = { later }): Approval => {
    const whole = sealed(over);
    const draft = { ...testApproval('k7f3m2qa', whole), decisions: [] };
    const at = new Date(start).toISOString();
    return { ...draft, decisions: [signed(draft, { what: 'approve', by: bob, at, planHash: whole.hash })] };
  };
  const [tidy, remove] = (withLater(testMeta({})).strategies?.[0]?.stages ?? []).slice(1) as [StageMeta, StageMeta];
  const ofStage = (root: Approval, stage: StageMeta): [Approval, Plan] => [
    foreseenApproval(root, { stage, at: new Date(now).toISOString(), account, now: new Date(now) }),
    sealed({ stage: stage.id, risk: stage.risk, capability: stage.capability }),
  ];
  const letGo = async (root: Approval, stage = tidy): Promise<Approval> => {
    records.set(root.id, root);
    const [approval, chore] = ofStage(root, stage);
    await approvals.foreseen(approval, chore);
    return records.get(approval.id) as Approval;
  };

  beforeEach(() => {
    now = start + 8 * 24 * hour;
  });

  it('is let go once, under the approval that foresees it, in the name of who approved that', async () => {
    const root = foreseeing();
    const approval = await letGo(root);
    expect(approval).toMatchObject({ state: 'approved', mandate: root.id, previousRunId: root.id, stage: 'tidy' });
    expect(events.map((event) => (event.kind === 'trail' ? event.entry.what : event.kind))).toEqual([
      'approval.foreseen',
      'apply',
      'render',
    ]);
    expect(await approvals.verify(approval, true)).toEqual({ valid: true, approvers: [bob], completedBy: bob });
    expect(await approvals.foreseen(...ofStage(root, tidy))).toBe(false);
    expect(events).toHaveLength(3);
  });

  it('outlives the two weeks of a run, and the people who approved it', async () => {
    const approval = await letGo(foreseeing());
    now = start + 100 * 24 * hour;
    people = { ...people, person: async (id) => ({ id, kind: 'deactivated', name: id }) };
    for (const live of [true, false]) expect(await approvals.verify(approval, live)).toMatchObject({ valid: true });
  });

  it.each<[string, (approval: Approval, root: Approval) => [Approval, Approval]]>([
    ['nobody has signed', (approval, root) => [approval, { ...root, decisions: testApproval('x', plan).decisions }]],
    ['the signed plan does not name', (approval) => [approval, foreseeing({})]],
    ['was added to the signed plan', (approval, root) => [approval, { ...foreseeing({}), decisions: root.decisions }]],
    ['stands on another approval', (approval) => [{ ...approval, mandate: 'another1' }, foreseeing()]],
    ['is of another strategy', (approval, root) => [approval, { ...root, strategy: 'other' }]],
    [
      'is about another database',
      (approval, root) => [
        {
          ...approval,
          plan: sealed({
            stage: 'tidy',
            risk: 'live-change',
            items: plan.items.map((item) => ({ ...item, findingId: 'other' })),
          }),
        },
        root,
      ],
    ],
    ['has a plan that was changed', (approval, root) => [{ ...approval, plan: { ...plan, resources: ['*'] } }, root]],
  ])('does not stand when it %s', async (_, make) => {
    const [approval, root] = make(await letGo(foreseeing()), foreseeing());
    records.set('k7f3m2qa', root);
    for (const live of [true, false]) expect(await approvals.verify(approval, live)).toMatchObject({ valid: false });
  });

  it('does not stand before its time, counted from the signature', async () => {
    const approval = await letGo(foreseeing());
    now = start + 7 * 24 * hour - 1;
    expect(await approvals.verify(approval, true)).toEqual({ valid: false, why: 'Its time has not come yet.' });
  });

  it('never stands for what loses data', async () => {
    expect(await approvals.verify(await letGo(foreseeing(), remove), true)).toMatchObject({ valid: false });
  });
});

describe('what planning finds', () => {
  const { plan: _, ...rest } = testApproval('k7f3m2qa', plan, { state: 'planning', version: 1, decisions: [] });

  it('is stored, and told as it is then', async () => {
    records.set('k7f3m2qa', rest);
    expect(await approvals.planned('k7f3m2qa', plan)).toMatchObject({ state: 'pending', plan: { hash: plan.hash } });
    expect(records.get('k7f3m2qa')).toMatchObject({ state: 'pending', version: 2 });
  });

  it('is stored when there is nothing to plan', async () => {
    records.set('k7f3m2qa', rest);
    expect(await approvals.unplannable('k7f3m2qa', 'No.')).toMatchObject({ state: 'unplannable', problem: 'No.' });
  });

  it('changes nothing in one that is closed', async () => {
    records.set('k7f3m2qa', approved({ state: 'rejected' }));
    expect(await approvals.planned('k7f3m2qa', plan)).toMatchObject({ state: 'rejected' });
    expect(events).toEqual([]);
    await expect(approvals.planned('unknown1', plan)).rejects.toThrow(PermanentError);
  });
});

describe('an approval whose plan does not hold any more', () => {
  it('is stale, once, with a line in the trail', async () => {
    records.set('k7f3m2qa', approved());
    await approvals.stale('k7f3m2qa', 'It differs.');
    await approvals.stale('k7f3m2qa', 'It differs.');
    expect(records.get('k7f3m2qa')).toMatchObject({ state: 'stale', problem: 'It differs.', version: 4 });
    expect(events.filter(({ kind }) => kind === 'trail')).toMatchObject([{ entry: { what: 'approval.stale' } }]);
  });

  it('stays as it is when it was rejected', async () => {
    records.set('k7f3m2qa', approved({ state: 'rejected' }));
    await approvals.stale('k7f3m2qa', 'It differs.');
    expect(records.get('k7f3m2qa')).toMatchObject({ state: 'rejected' });
  });
});
