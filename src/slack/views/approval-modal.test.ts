import type { ModalView } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { viewText } from '../../../demo/slack/message-text.ts';
import { ids } from '../../../demo/slack/workspace.ts';
import {
  approval,
  cutoverPlan,
  decision,
  drawing,
  rehearsalPlan,
  tagPlan,
  unplanned,
} from '../../../test/helpers/approval-screens.ts';
import type { MayDecide, Refusal } from '../../domain/approval/may-decide.ts';
import type { Approval } from '../../domain/approval/record.ts';
import { viewIds } from '../ids.ts';
import { approvalModal } from './approval-modal.ts';

const context = await drawing();

const yes: MayDecide = { may: true, because: 'you are named for account payments-prod' };
const no = (why: Refusal, text: string): MayDecide => ({ may: false, why, text });
const notAnApprover = no(
  'not-an-approver',
  'You may not approve for account payments-prod; <@U02BOB00001> and one more person may.',
);

const open = (about: Approval, may: MayDecide = yes, userId: string = ids.bob) =>
  approvalModal({ sight: { approval: about }, viewer: { userId, may } }, context);
const read = (view: ModalView): string => viewText(view as never);
const blockIds = (view: ModalView): string[] => view.blocks.flatMap(({ block_id: id }) => id ?? []);
const hashed = (plan: { hash: string }, name: string) => `${name}.${plan.hash.slice(0, 12)}`;

describe('for somebody who may approve', () => {
  it('shows what changes, its effects, the cost with its basis, options, and asks for a reason', () => {
    const plan = tagPlan();
    const view = open(approval(plan));
    const text = read(view);
    expect(text).toContain('«Review & approve»\nAdd tag backup=daily to ledger\npayments-prod · eu-west-1 · only adds');
    expect(text).toContain('Removes from: nothing.');
    expect(text).toContain('What changes\n• Tag backup: none → daily');
    expect(text).toContain('2. Start a first backup (only with “Start a first backup now”)');
    expect(text).toContain('About 3 to 9 USD a month.\n120 GiB now');
    expect(text).toContain('Needs 1 approval. You may approve: you are named for account payments-prod.');
    expect(text).toMatch(/\[Close\] {2}\[Approve\]$/);
    expect(blockIds(view)).toEqual([hashed(plan, 'options.0'), 'reason']);
    expect(view.callback_id).toBe(viewIds.approve);
    expect(JSON.parse(view.private_metadata ?? '')).toEqual({ approvalId: 'k7f3m2qa', planHash: plan.hash });
    expect(view.blocks.at(-1)).toMatchObject({ optional: true });
  });

  it('has a box for each database of a review of many, ten to a block', () => {
    const plan = tagPlan(Array.from({ length: 23 }, (_, n) => `tenant-${n}`));
    const view = open(approval(plan));
    expect(blockIds(view)).toEqual(
      ['keep.0', 'keep.1', 'keep.2', 'options.0'].map((name) => hashed(plan, name)).concat('reason'),
    );
    const text = read(view);
    expect(text).toContain('What changes, for 23 databases\n• Tag backup: none → daily');
    expect(text).toContain('Untick to leave out (21 to 23 of 23)');
    expect(view.blocks.filter((block) => 'element' in block && block.element?.type === 'checkboxes')).toHaveLength(4);
  });

  it('says what differs where databases do not get the same', () => {
    const plan = tagPlan(['cart', 'users']);
    const [cart, users] = plan.items;
    if (cart === undefined || users === undefined) throw new Error('two items');
    const changes = [{ what: 'Tag backup', before: 'weekly', after: 'daily' }];
    const text = read(open(approval({ ...plan, items: [cart, { ...users, changes }] })));
    expect(text).toContain('• cart: Tag backup: none → daily\n• users: Tag backup: weekly → daily');
  });

  it('takes no more than a hundred databases in one review, and says so', () => {
    const view = open(approval(tagPlan(Array.from({ length: 300 }, (_, n) => `db-${n}`))));
    expect(read(view)).toContain('200 more do not fit one review and are not part of it');
    expect(blockIds(view).filter((id) => id.startsWith('keep'))).toHaveLength(10);
  });

  it('leaves nothing to choose to those who approve after the first', () => {
    const plan = tagPlan(['cart', 'users']);
    const view = open(approval(plan, { needed: 2, decisions: [decision(ids.carol)] }));
    expect(blockIds(view)).toEqual(['reason']);
    expect(read(view)).toMatch(/Needs 2 approvals · 1 of 2: .*U03CAROL001.*You may approve/);
    expect(view.submit?.text).toBe('Approve all 2');
  });

  it('shows what a rehearsal makes, step by step, and what it warns of', () => {
    const text = read(open(approval(rehearsalPlan())));
    expect(text).toContain('2. Restore it, inert: events off, no roles, own tags');
    expect(text).toContain(':warning: What would not carry over');
    expect(text).toContain('Copy of the cluster: none → orders-rehearsal, Backtrack 72 h');
  });

  it('asks for a reason, the typed name, the acknowledgements and a tag in AWS before a disruption', () => {
    const plan = cutoverPlan();
    const view = open(approval(plan));
    const text = read(view);
    expect(text).toContain('interrupts the database');
    expect(text).toMatch(
      /Alarms by name: to be acknowledged · 3 alarms name orders-1[\s\S]*2 checks clear\n\S+ RDS Proxy · none/,
    );
    expect(text).toContain('Needs 2 approvals.');
    expect(text).toContain(`Value=${plan.hash}`);
    expect(text).toContain('Type orders to approve');
    expect(blockIds(view)).toEqual([hashed(plan, 'acknowledge.0'), 'reason', 'confirmation']);
    expect(view.blocks.slice(-2)).toMatchObject([{ optional: false }, { optional: false }]);
  });
});

describe('for somebody who may not', () => {
  it('says who may, and offers to ask them', () => {
    const view = open(approval(), notAnApprover);
    expect(read(view)).toMatch(
      /You may not approve for account payments-prod; .*U02BOB00001.* and one more person may\./,
    );
    expect(view.submit?.text).toBe('Ask the approvers');
    expect(view.callback_id).toBe(viewIds.ask);
    expect(blockIds(view)).toEqual([]);
  });

  it('does not ask them twice', () => {
    const view = open(
      approval(tagPlan(), { announced: true }),
      no('own-request', 'It is your own request: somebody else has to approve it.'),
    );
    expect(view.submit).toBeUndefined();
    expect(read(view)).toContain('somebody else has to approve it. The approvers have been asked.');
  });

  it.each<[Refusal, string]>([
    ['not-a-member', 'Guests may not approve.'],
    ['paused', 'Paused by <@U03CAROL001> since 2026-11-21T09:00:00Z: moving the network.'],
    ['not-enabled', 'Capability `backup` is not enabled for payments-prod.'],
    ['people-unavailable', 'Slack did not say who you are. Try again in a moment.'],
  ])('has no button for %s', (why, text) => {
    const view = open(approval(), no(why, text));
    expect(view.submit).toBeUndefined();
    expect(read(view)).toContain(text.split(/[<`]/)[0]);
    expect(read(view)).not.toContain('2026-11-21T09');
  });

  it('tells who has approved already that he has', () => {
    const view = open(
      approval(cutoverPlan(), { decisions: [decision(ids.bob)] }),
      no('already-decided', 'You approved this already.'),
    );
    expect(read(view)).toContain('You approved this already.');
    expect(view.submit).toBeUndefined();
  });
});

describe('what cannot be approved', () => {
  it('is code’s: it says whose, and shows the patch', () => {
    const view = open(approval(tagPlan(['cart'], { managedBy: 'CloudFormation stack shop-databases' })));
    const text = read(view);
    expect(text).toContain('Managed by CloudFormation stack shop-databases: change it there.');
    expect(text).toContain('{ Key: backup, Value: daily }');
    expect(view.submit).toBeUndefined();
  });

  it('is refused by its plan, each reason with what to do', () => {
    const refusals = ['A selection would be lost: nightly. Ask its owner first.', 'The vault Default is missing.'];
    const view = open(approval(tagPlan(['cart'], { refusals })));
    for (const each of refusals) expect(read(view)).toContain(each);
    expect(view.submit).toBeUndefined();
    expect(blockIds(view)).toEqual([]);
  });

  it.each(['blocked', 'unread'] as const)('has a check that is %s', (state) => {
    const preflight = [{ id: 'x', what: 'RDS Proxy', state, detail: 'proxy shop has orders as its target' }];
    const view = open(approval(cutoverPlan({ preflight })));
    expect(read(view)).toContain('Not every check is clear');
    expect(read(view)).toContain('proxy shop has orders');
    expect(view.submit).toBeUndefined();
  });
});

describe('at other times', () => {
  it('says that it is being planned', () => {
    expect(read(open(unplanned()))).toContain('Planning …');
  });

  it.each<[string, Partial<Approval>, RegExp, string | undefined]>([
    ['unplannable', { state: 'unplannable', problem: 'The role may not read.' }, /The role may not read/, 'Plan again'],
    ['approved', { state: 'approved', decisions: [decision(ids.bob)] }, /about to start/, undefined],
    [
      'rejected',
      { state: 'rejected', decisions: [decision(ids.carol, 'reject', { reason: 'no' })] },
      /Rejected by .*: no/,
      undefined,
    ],
    ['expired', { state: 'expired' }, /Expired/, 'Plan again'],
    ['stale', { state: 'stale', problem: 'The tag is weekly now.' }, /The tag is weekly now/, 'Plan again'],
    ['withdrawn', { state: 'withdrawn', decisions: [decision(ids.alice, 'withdraw')] }, /Withdrawn by/, undefined],
  ])('says that it is %s', (_, over, words, submit) => {
    const view = open(approval(tagPlan(), over));
    expect(read(view)).toMatch(words);
    expect(view.submit?.text).toBe(submit);
  });
});
