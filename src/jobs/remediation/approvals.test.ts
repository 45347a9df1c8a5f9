import { beforeEach, describe, expect, it } from 'vitest';
import { testTarget } from '../../../test/fakes/engine-bench.ts';
import { testApproval, testFinding, testMeta, testPlan } from '../../../test/fakes/engine-stage.ts';
import { accountOf } from '../../../test/helpers/scans.ts';
import type { OutboxEvent, People } from '../../domain/approval/ports.ts';
import type { Approval, Decision } from '../../domain/approval/record.ts';
import { statementOf } from '../../domain/approval/statement.ts';
import { PeopleUnavailable, PermanentError } from '../../domain/errors.ts';
import type { Approvals } from '../../domain/remediation/approvals.ts';
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
      save: async (next, more) => {
        if (records.get(next.id)?.version !== next.version - 1) return false;
        records.set(next.id, next);
        events.push(...more);
        return true;
      },
    },
    verifier: createVerifier(keys.verifyKey),
    estate: { accounts: [accountOf(testTarget.accountId, { capabilities: ['audit', 'backup'], approvers })] },
    metas: [testMeta({})],
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
