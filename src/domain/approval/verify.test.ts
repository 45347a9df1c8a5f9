import { describe, expect, it } from 'vitest';
import {
  account,
  afterNoon,
  changedTo,
  consent,
  factsOf,
  fakePeople,
  noon,
  pending,
  plan,
  signer,
  stage,
  verifier,
} from '../../../test/helpers/approval-facts.ts';
import { createSigner, newKeyPair } from '../../signing.ts';
import type { RiskLevel } from '../capability.ts';
import { sealPlan } from '../remediation/plan.ts';
import { approve } from './approve.ts';
import { reject, start } from './close.ts';
import type { Approval, Decision } from './record.ts';
import { statementOf } from './statement.ts';
import { type VerifyFacts, verifiedApproval } from './verify.ts';

const sunday = new Date('2026-11-22T02:30:00.000Z');

const by = (approval: Approval, userId: string, now = noon): Approval =>
  changedTo(approve(approval, consent(approval), factsOf(userId, approval.risk, { now }))).approval;
const approved = (risk: RiskLevel = 'additive', userId = 'UBOB') => by(pending(risk), userId);
const started = (): Approval => {
  const ready = by(by(pending('disruptive'), 'UBOB'), 'UCAROL');
  return changedTo(start(ready, {}, factsOf('UDAVE', 'disruptive', { now: sunday }))).approval;
};

const verified = (approval: Approval, over: Partial<VerifyFacts> = {}) =>
  verifiedApproval(approval, {
    verifier,
    account: account(),
    stage: stage(approval.risk),
    people: fakePeople(),
    now: approval.state === 'started' ? sunday : noon,
    ...over,
  });
const why = async (...args: Parameters<typeof verified>): Promise<string> => {
  const result = await verified(...args);
  return result.valid ? 'it is valid' : result.why;
};

/** A decision that somebody wrote into Redis by himself. */
const forged = (approval: Approval, over: Partial<Decision>, key = createSigner(newKeyPair().signingKey)): Decision => {
  const said = {
    what: 'approve' as const,
    by: 'UBOB',
    at: noon.toISOString(),
    planHash: approval.plan?.hash ?? '',
    ...(approval.expiresAt === undefined ? {} : { expiresAt: approval.expiresAt }),
    ...over,
  };
  return { ...said, signature: key.sign(statementOf(approval, said)) };
};
/** The state that somebody wrote into Redis by himself. */
const flipped = (approval: Approval, decisions: readonly Decision[] = approval.decisions): Approval => ({
  ...approval,
  state: approval.risk === 'additive' || approval.risk === 'live-change' ? 'approved' : 'started',
  decisions,
});

describe('an approval is worth something', () => {
  it('when those who may signed its plan', async () => {
    expect(await verified(approved())).toEqual({ valid: true, approvers: ['UBOB'], completedBy: 'UBOB' });
    expect(await verified(approved('live-change', 'UERIN'))).toMatchObject({ valid: true, approvers: ['UERIN'] });
    expect(await verified(started())).toEqual({ valid: true, approvers: ['UBOB', 'UCAROL'], completedBy: 'UDAVE' });
  });

  it('when read back from JSON, and whatever the order of its keys', async () => {
    const turned = Object.fromEntries(Object.entries(started()).reverse()) as unknown as Approval;
    expect(await verified(JSON.parse(JSON.stringify(turned)) as Approval)).toMatchObject({ valid: true });
  });
});

describe('writing to Redis is not approving', () => {
  it('a decision without the key, with another key, or moved from elsewhere does not count', async () => {
    const few = '0 of 1 approvals hold: signed, of this plan, by people who may approve now.';
    const approval = pending('additive');
    expect(await why(flipped(approval))).toBe(few);
    expect(await why(flipped(approval, [forged(approval, {})]))).toBe(few);
    expect(await why(flipped(approval, [{ ...forged(approval, {}), signature: 'AAAA' }]))).toBe(few);
    expect(await why(flipped({ ...approval, id: 'another' }, approved().decisions))).toBe(few);
    const [real] = approved().decisions;
    if (real === undefined) throw new Error('no decision');
    expect(await why(flipped(approval, [{ ...real, by: 'UCAROL' }]))).toBe(few);
    expect(await why(flipped(approval, [{ ...real, what: 'start' }]))).toBe(few);
  });

  it('one approval written twice is one', async () => {
    const once = by(pending('disruptive'), 'UBOB');
    const [first] = once.decisions;
    if (first === undefined) throw new Error('no decision');
    expect(await why(flipped(once, [first, first]))).toMatch(/^1 of 2 approvals hold/);
  });

  it('a smaller number of approvals, a milder risk or another state help nobody', async () => {
    const once = by(pending('disruptive'), 'UBOB');
    expect(await why(flipped({ ...once, needed: 1 }))).toMatch(/^1 of 2 approvals hold/);
    expect(await why({ ...once, state: 'approved' })).toBe('It is approved, not started.');
    const milder = { ...once, risk: 'additive' as const, capability: 'backup' as const };
    expect(await why({ ...milder, state: 'approved' }, { stage: stage('disruptive') })).toBe(
      'Its plan belongs to another approval.',
    );
    const plan2 = sealPlan({ ...plan('disruptive'), risk: 'additive', capability: 'backup' });
    expect(await why({ ...milder, plan: plan2, state: 'approved' }, { stage: stage('disruptive') })).toMatch(
      /not what its rule declares/,
    );
    const ready = by(once, 'UCAROL');
    expect(await why(flipped(ready))).toBe('Nobody who may do so has started it.');
    for (const state of ['pending', 'ready', 'rejected', 'expired', 'stale', 'withdrawn', 'planning'] as const)
      expect(await why({ ...approved(), state })).toBe(`It is ${state}, not approved.`);
  });

  it('a plan changed under its hash, or exchanged with its hash, is found', async () => {
    const approval = approved();
    const { plan: real } = approval;
    if (real === undefined) throw new Error('no plan');
    const steps = real.steps.map((step) => ({ ...step, input: { delete: 'everything' } }));
    expect(await why({ ...approval, plan: { ...real, steps } })).toBe(
      'Its plan is not the one that its hash stands for.',
    );
    expect(await why({ ...approval, plan: sealPlan({ ...real, steps }) })).toMatch(/^0 of 1 approvals hold/);
    const elsewhere = { ...real, target: { ...real.target, accountId: '999999999999' } };
    expect(await why({ ...approval, plan: sealPlan(elsewhere) })).toBe('Its plan belongs to another approval.');
  });

  it('a rejection that is still there outweighs the rest', async () => {
    const once = by(pending('disruptive'), 'UBOB');
    const rejected = changedTo(reject(once, { reason: 'no' }, factsOf('UCAROL', 'disruptive'))).approval;
    expect(await why(flipped(rejected))).toBe('It was rejected or withdrawn.');
  });

  it('the requester does not become another by being renamed', async () => {
    const own = { ...pending('disruptive'), requestedBy: { userId: 'UBOB', channelId: 'C1' } };
    const decisions = [forged(own, { by: 'UBOB' }, signer), forged(own, { by: 'UCAROL' }, signer)];
    const begin = forged(
      own,
      { what: 'start', by: 'UDAVE', at: sunday.toISOString(), expiresAt: afterNoon(9_999).toISOString() },
      signer,
    );
    expect(await why(flipped(own, [...decisions, begin]))).toMatch(/^1 of 2 approvals hold/);
    const renamed = { ...own, requestedBy: { userId: 'UALICE', channelId: 'C1' } };
    expect(await why(flipped(renamed, [...decisions, begin]))).toMatch(/^0 of 2 approvals hold/);
  });
});

describe('it is judged as things are now', () => {
  const named = account();
  const without = (userId: string) => ({
    ...named,
    approvers: { ...named.approvers, users: named.approvers.users.filter((id) => id !== userId), groups: [] },
  });

  it('who is no longer named, in a group, or a member does not count any more', async () => {
    expect(await why(approved(), { account: without('UBOB') })).toMatch(/^0 of 1/);
    const people = fakePeople();
    people.groups.set('SDBA', []);
    expect(await why(approved('additive', 'UERIN'), { people })).toMatch(/^0 of 1/);
    const another = { ...people, person: async () => ({ id: 'UCAROL', kind: 'member' as const, name: '' }) };
    expect(await why(approved(), { people: another })).toMatch(/^0 of 1/);
    people.kinds.set('UBOB', 'deactivated');
    expect(await why(approved(), { people })).toMatch(/^0 of 1/);
    expect(await why(started(), { account: without('UDAVE') })).toBe('Nobody who may do so has started it.');
    expect(await why(started(), { account: without('UCAROL') })).toMatch(/^1 of 2/);
  });

  it('as many as accounts.yaml asks for now, and what it enables now', async () => {
    expect(await why(approved(), { account: account({ minApprovals: { additive: 2 } }) })).toMatch(/^1 of 2/);
    expect(await why(approved(), { account: { ...named, capabilities: ['audit'] } })).toMatch(/^Not enabled for/);
    expect(await why(approved(), { account: undefined })).toMatch(/not in accounts.yaml/);
    expect(await why(approved(), { stage: undefined })).toMatch(/not what its rule declares/);
  });

  it('without Slack, or without a key, nobody has approved anything', async () => {
    const people = fakePeople();
    people.down = true;
    expect(await why(approved(), { people })).toBe(
      'Slack does not tell who the approvers are, so nobody counts as one.',
    );
    expect(await why(approved(), { verifier: undefined })).toContain('AURORA_VERIFY_KEY');
  });

  it('an approval that was not used in time is void, and so is one from the future', async () => {
    expect(await verified(approved(), { now: afterNoon(8 * 60 - 1) })).toMatchObject({ valid: true });
    expect(await why(approved(), { now: afterNoon(8 * 60) })).toMatch(/more than 8 hours ago/);
    expect(await verified(approved(), { now: afterNoon(-4) })).toMatchObject({ valid: true });
    expect(await why(approved(), { now: afterNoon(-6) })).toMatch(/^0 of 1/);
  });

  it('a decision made after the expiry it was signed with does not count', async () => {
    const approval = pending('additive');
    const late = forged(approval, { at: afterNoon(481).toISOString() }, signer);
    expect(await why(flipped(approval, [late]), { now: afterNoon(482) })).toMatch(/^0 of 1/);
  });
});
