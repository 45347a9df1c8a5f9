import type { KnownBlock } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { messageText } from '../../../demo/slack/message-text.ts';
import { ids } from '../../../demo/slack/workspace.ts';
import {
  accountWith,
  approval,
  cutoverPlan,
  decision,
  drawing,
  rehearsalPlan,
  run,
  strategies,
  tagPlan,
  unplanned,
} from '../../../test/helpers/approval-screens.ts';
import type { ApprovalSight } from '../../domain/approval/ports.ts';
import type { StrategyMeta } from '../../domain/remediation/strategy.ts';
import { approvalCard } from './approval-card.ts';

const context = await drawing();

interface Shown {
  readonly text: string;
  readonly blocks: KnownBlock[];
}

const read = ({ blocks }: Shown): string => messageText({ blocks: blocks as never });
const buttonsOf = ({ blocks }: Shown): string[] =>
  blocks.flatMap((block) =>
    block.type === 'actions' ? block.elements.flatMap((each) => (each.type === 'button' ? [each.text.text] : [])) : [],
  );
const confirmOf = ({ blocks }: Shown, label: string): string | undefined =>
  blocks
    .flatMap((block) => (block.type === 'actions' ? block.elements : []))
    .flatMap((each) => (each.type === 'button' && each.text.text === label ? [each.confirm?.text?.text] : []))[0];
const card = (sight: ApprovalSight, over: { note?: string } = {}) =>
  approvalCard({ kind: 'approval', sight, ...over }, context);

const bob = decision(ids.bob, 'approve', { reason: 'agreed in stand-up' });
const plan = rehearsalPlan();
const started = approval(plan, { state: 'started', decisions: [bob] });

describe('a card that waits', () => {
  it('says what is asked, of how many people, until when, and why this person is asked', () => {
    const shown = card(
      { approval: approval(tagPlan(), { announced: true }) },
      { note: `<@${ids.carol}>: asked because you are named for account payments-prod.` },
    );
    const text = read(shown);
    expect(text).toContain('Add tag backup=daily to ledger\nNeeds 1 approval · expires ');
    expect(text).toContain('Removes from: nothing');
    expect(text).toContain('Tag backup: none → daily');
    expect(text).toContain('Cost: About 3 to 9 USD a month.');
    expect(text).toContain('asked because you are named for account payments-prod');
    expect(text).toContain('payments-prod · eu-west-1 · asked by');
    expect(buttonsOf(shown)).toEqual(['Review & approve', 'Reject', 'Withdraw']);
    expect(shown.text).toBe('Add tag backup=daily to ledger: needs 1 approval');
  });

  it('counts who has approved', () => {
    const shown = card({ approval: approval(cutoverPlan(), { decisions: [bob] }) });
    expect(read(shown)).toMatch(new RegExp(`Needs 2 approvals · 1 of 2: @?<?@?${ids.bob}`));
    expect(shown.text).toBe('Cut over orders: 1 of 2 approvals');
  });

  it('names the databases of a review of many', () => {
    const names = Array.from({ length: 23 }, (_, n) => `tenant-${n}`);
    expect(read(card({ approval: approval(tagPlan(names)) }))).toMatch(/tenant-0.*tenant-11.*and 11 more databases/);
  });

  it('can be withdrawn while it is planned', () => {
    const shown = card({ approval: unplanned() });
    expect(read(shown)).toContain('Being planned');
    expect(buttonsOf(shown)).toEqual(['Withdraw']);
  });
});

describe('a card that is ready', () => {
  const ready = approval(cutoverPlan(), { state: 'ready', decisions: [bob, decision(ids.carol)] });

  it('names the window, who approved, how to confirm in AWS, and asks before it starts', () => {
    const shown = card({ approval: ready });
    const text = read(shown);
    expect(text).toMatch(/Ready, approved by .*U02BOB00001.*U03CAROL001/);
    expect(text).toContain(' · window Sun 02:00-05:00 UTC · expires ');
    expect(text).toContain(`Key=aurora-keeper-approved,Value=${ready.plan?.hash}`);
    expect(text).toContain('--resource-name arn:aws:rds:eu-west-1:111111111111:cluster:orders');
    expect(buttonsOf(shown)).toEqual(['Start', 'Show the plan', 'Withdraw']);
    expect(confirmOf(shown, 'Start')).toContain('All checks run again first');
  });

  it('asks for no tag where the account wants no second factor', async () => {
    const account = accountWith();
    const without = await drawing({ accounts: [{ ...account, policy: { ...account.policy, secondFactor: 'none' } }] });
    expect(read(approvalCard({ kind: 'approval', sight: { approval: ready } }, without))).not.toContain('add-tags');
  });
});

describe('a card of a run', () => {
  it('shows the step at work, for how long, and what stopping would leave behind', () => {
    const shown = card({ approval: started, run: run(plan, 'running', 1) });
    const text = read(shown);
    expect(text).toContain('Step 2 of 4: Restore it, inert');
    expect(text).toContain('12 min so far');
    expect(text).toContain('AWS is at work.');
    expect(text).toContain('If stopped after this step: A copy without instances, about $0.10/h');
    expect(text).toMatch(/U02BOB00001>?: “agreed in stand-up”\n.* · approved by .*U02BOB00001/);
    expect(buttonsOf(shown)).toEqual(['Stop after this step']);
    expect(confirmOf(shown, 'Stop after this step')).toContain('A copy without instances');
  });

  it('can be stopped before it starts, and no more once somebody has, nor in its last step', () => {
    expect(confirmOf(card({ approval: started, run: run(plan, 'queued', 0) }), 'Stop before it starts')).toBe(
      'Nothing has been changed.',
    );
    const stopping = card({ approval: started, run: run(plan, 'waiting', 1, { stopAskedBy: ids.carol }) });
    expect(read(stopping)).toMatch(/Stopping after this step, asked by .*U03CAROL001/);
    expect(buttonsOf(stopping)).toEqual([]);
    expect(buttonsOf(card({ approval: started, run: run(plan, 'running', 3) }))).toEqual([]);
  });

  it('lists what the run found, with the rest behind it', () => {
    const lines = Array.from({ length: 50 }, (_, n) => `Differs: setting ${n}: off (orders: on)`);
    const done = run(plan, 'verified', 4);
    const [first, ...rest] = done.steps;
    const shown = card({ approval: started, run: { ...done, steps: [{ ...first, lines } as never, ...rest] } });
    expect(read(shown)).toMatch(/• Differs: setting 0: off \(orders: on\)[\s\S]*setting 39/);
    expect(read(shown)).not.toContain('setting 40');
  });

  it('says so when a step takes longer than it was given', () => {
    const late = run(plan, 'waiting', 1, { overdueSince: '2026-11-21T11:55:00.000Z' });
    expect(read(card({ approval: started, run: late }))).toContain('longer than the 30 minutes it was given');
  });

  it('shows what was made, and offers what comes next', () => {
    const shown = card({ approval: started, run: run(plan, 'verified', 4, { judgeAt: '2026-11-22T12:00:00.000Z' }) });
    const text = read(shown);
    expect(text).toContain('Done and verified. compare is done.\n• snapshot is done.');
    expect(text).toContain('took 29 min');
    expect(text).toContain('judged again');
    expect(buttonsOf(shown)).toEqual(['Plan the cut-over']);
  });

  it('says until when a copy is kept, while nobody has decided about it', () => {
    const made = ['cluster:orders-rehearsal', 'cluster-snapshot:aurora-keeper-x'].map((name) => ({
      arn: `arn:aws:rds:eu-west-1:111111111111:${name}`,
      kind: 'AWS::RDS::DBCluster',
      createdAt: '2026-11-21T11:30:00.000Z',
      removeAt: '2026-11-28T11:30:00.000Z',
    }));
    const done = run(plan, 'verified', 4);
    const [first, ...rest] = done.steps;
    const steps = [{ ...first, output: { made } } as never, ...rest];
    const text = read(card({ approval: started, run: { ...done, steps } }));
    expect(text).toContain('To be removed Nov 28, 2026, unless somebody keeps it: orders-rehearsal, aurora-keeper-x');
    const kept = { ...done, steps, followed: ['keep-copy'] };
    expect(read(card({ approval: started, run: kept }))).not.toContain('unless somebody keeps it');
  });

  it('offers another way when the first stage of one has failed', () => {
    const problem = { code: 'InvalidParameterValue', message: 'No.', reference: 'a1b2c3' };
    const failed = run(plan, 'failed', 1, { problem });
    const rebuild = strategies['aurora-backtrack-enabled']?.at(-1) as StrategyMeta;
    const clone: StrategyMeta = { ...rebuild, id: 'clone', title: 'Rebuild from a clone', instead: 'snapshot-restore' };
    const metas = context.metas.map((meta) =>
      meta.id === 'aurora-backtrack-enabled' ? { ...meta, strategies: [rebuild, clone] } : meta,
    );
    const shown = approvalCard(
      { kind: 'approval', sight: { approval: { ...started, strategy: 'clone' }, run: failed } },
      { ...context, metas },
    );
    expect(buttonsOf(shown)).toEqual(['Plan again', 'Rebuild from a snapshot instead']);
    expect(buttonsOf(card({ approval: started, run: failed }))).toEqual(['Plan again']);
  });

  it('offers nothing that has followed already', () => {
    const followed = run(plan, 'verified', 4, { followed: ['cutover'] });
    expect(buttonsOf(card({ approval: started, run: followed }))).toEqual([]);
  });

  it('offers Undo where the strategy has it, but not of the undo itself', () => {
    const done = approval(tagPlan(), { state: 'approved', decisions: [bob] });
    const verified = run(tagPlan(), 'verified', 3);
    expect(buttonsOf(card({ approval: done, run: verified }))).toEqual(['Undo: take the backup tag away again']);
    expect(buttonsOf(card({ approval: { ...done, stage: 'undo' }, run: verified }))).toEqual([]);
  });

  it('says what failed, what had been done, what to press, and the reference last', () => {
    const problem = {
      code: 'KMSKeyNotAccessibleFault',
      message:
        'AWS refused the restore: the key of the snapshot is disabled. orders is untouched; the snapshot stays, about $0.02/h.',
      reference: 'a1b2c3',
    };
    const shown = card({ approval: started, run: run(plan, 'failed', 1, { problem }) });
    const text = read(shown);
    expect(text).toContain('Failed at step 2 of 4\nAWS refused the restore');
    expect(text).toContain('orders is untouched');
    expect(text).toContain('Done before that:\n• Take a snapshot of orders');
    expect(text.trimEnd()).toMatch(/ref a1b2c3$/);
    expect(buttonsOf(shown)).toEqual(['Plan again']);
  });

  it('says who stopped it, and what that left behind', () => {
    const shown = card({ approval: started, run: run(plan, 'cancelled', 2, { stopAskedBy: ids.carol }) });
    expect(read(shown)).toMatch(
      /Stopped by .*U03CAROL001.* after step 2 of 4\.\nHow things are now: A copy without instances/,
    );
    expect(buttonsOf(shown)).toEqual(['Plan again']);
  });

  it('says what differs when the database has changed meanwhile', () => {
    const problem = { code: 'Drift', message: 'Tag backup is weekly now, it was none.', reference: 'a1b2c3' };
    const shown = card({ approval: started, run: run(plan, 'stale', 0, { problem }) });
    expect(read(shown)).toContain('Tag backup is weekly now, it was none.');
    expect(buttonsOf(shown)).toEqual(['Plan again']);
  });
});

describe('a card that is closed', () => {
  it.each<[string, Parameters<typeof approval>[1], RegExp, string[]]>([
    [
      'rejected',
      { state: 'rejected', decisions: [decision(ids.carol, 'reject', { reason: 'not in <Advent> & not *now*' })] },
      /Rejected by .*U03CAROL001.*not in <Advent> & not/,
      [],
    ],
    [
      'withdrawn',
      { state: 'withdrawn', decisions: [decision(ids.alice, 'withdraw')] },
      /Withdrawn by .*U01ALICE001/,
      [],
    ],
    [
      'expired',
      { state: 'expired', closedAt: '2026-11-21T19:00:00.000Z' },
      /nobody approved it in time/,
      ['Plan again'],
    ],
    [
      'expired halfway',
      { state: 'expired', decisions: [bob] },
      /only .*U02BOB00001.* approved it in time/,
      ['Plan again'],
    ],
    [
      'stale',
      { state: 'stale', problem: 'The tag has been set by hand.' },
      /The tag has been set by hand/,
      ['Plan again'],
    ],
    [
      'unplannable',
      { state: 'unplannable', problem: 'The role may not read.' },
      /The role may not read\./,
      ['Plan again'],
    ],
  ])('%s: who, why, and no dead button', (_, over, words, buttons) => {
    const shown = card({ approval: approval(tagPlan(), over) });
    expect(read(shown)).toMatch(words);
    expect(buttonsOf(shown)).toEqual(buttons);
  });
});

it('is the same in every copy but for its note, with ids of its own for every state', () => {
  const sight = { approval: approval() };
  const [channel, message] = [card(sight), card(sight, { note: 'asked because …' })];
  expect(
    message.blocks.filter((block) => !channel.blocks.some((each) => JSON.stringify(each) === JSON.stringify(block))),
  ).toHaveLength(1);
  const idOf = (shown: Shown) => shown.blocks.find(({ type }) => type === 'actions')?.block_id;
  expect(idOf(card({ approval: { ...sight.approval, version: 4 } }))).not.toBe(idOf(channel));
});
