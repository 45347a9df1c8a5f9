import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { asObject, asObjects, asText, type Json } from '../../demo/slack/json.ts';
import type { StoredMessage } from '../../demo/slack/state/messages.ts';
import { ids } from '../../demo/slack/workspace.ts';
import { QueueUnavailable } from '../../src/domain/errors.ts';
import type { Finding } from '../../src/domain/finding.ts';
import { cutoverPlan, rehearsalPlan, run, tagPlan } from '../helpers/approval-screens.ts';
import { type ApprovalWorld, startApprovalWorld } from '../helpers/approval-world.ts';
import { finding } from '../helpers/findings.ts';

const untagged = (name: string, over: Partial<Finding> = {}): Finding =>
  finding({
    name,
    ruleId: 'rds-aws-backup-in-use',
    cause: 'no-recovery-point',
    reason: `${name} is in no backup plan.`,
    remediation: { strategies: ['keeper-plan'], recommended: 'keeper-plan' },
    ...over,
  });
const owned = { evidence: { managedBy: 'CloudFormation stack shop-databases' } };
const findings: readonly Finding[] = [
  untagged('ledger'),
  finding({
    name: 'short',
    cause: 'window-below-policy',
    remediation: { strategies: ['raise-window'], recommended: 'raise-window' },
    ...owned,
  }),
  ...Array.from({ length: 23 }, (_, n) => untagged(`tenant-${n}`)),
];

describe.each(['socket', 'http'] as const)('approvals in Slack, over %s', (mode) => {
  let world: ApprovalWorld;
  let list: StoredMessage;
  const slack = () => world.slack.slack;
  const read = (view: Json, user: string) => slack().read(view, user);
  const shows = (user: string, words: RegExp) => slack().waitForView(user, (view) => words.test(read(view, user)));
  const told = (user: string, words: RegExp) =>
    slack().waitForEphemeral(user, (message) => words.test(slack().read(message, user)));
  const approvalId = (view: Json): string => asText(JSON.parse(asText(view.private_metadata)).approvalId);
  /** Presses Review & approve on the finding and waits for the plan. */
  const review = async (user: string) => {
    await slack().click(user, list, 'finding.review');
    return shows(user, /Needs \d approval/);
  };
  const type = async (user: string, text: string): Promise<string> => {
    const { answer } = await slack().command(user, ids.databases, '/aurora', text);
    if (answer.status !== 'acked') throw new Error(`not answered: ${answer.status}`);
    return slack().read(answer.payload as Json, user);
  };

  beforeAll(async () => {
    world = await startApprovalWorld(findings, mode);
    const [first] = findings;
    if (first === undefined) throw new Error('no finding');
    const page = {
      kind: 'audit-pages' as const,
      auditId: 'k7f3m2qa',
      filter: 'all' as const,
      page: 0,
      pages: 1,
      total: 1,
    };
    const posted = await world.notifier.post({ channelId: ids.databases }, { ...page, findings: [first] });
    list = await slack().waitForMessage(ids.databases, ({ ts }) => ts === posted.ts);
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    world.planOf = () => tagPlan();
    world.planningMs = 30;
    world.queue = undefined;
    world.ready = true;
    for (const user of [ids.alice, ids.bob, ids.carol])
      while (slack().openViews(user).length > 0) await slack().closeView(user);
    for (const { approval } of await world.desk.listOpen()) world.desk.change(approval.id, { state: 'withdrawn' });
  });

  it('opens at once, fills with the plan, and takes the approval with its plan’s hash', async () => {
    world.planningMs = 400;
    await slack().click(ids.bob, list, 'finding.review');
    expect(read(await shows(ids.bob, /Planning …/), ids.bob)).not.toContain('Needs');
    const view = await shows(ids.bob, /You may approve: you are named for account payments-prod/);
    expect(world.planned.at(-1)).toMatchObject({ view: { viewId: view.id, userId: ids.bob } });
    const id = approvalId(view);
    expect(await slack().submitView(ids.bob, { reason: ' agreed ', 'options.0': [] })).toEqual({
      ok: true,
      errors: {},
    });
    expect(read(await shows(ids.bob, /Approved\. It starts now/), ids.bob)).toContain('[Close]');
    expect(world.desk.asked.at(-1)).toMatchObject({
      what: 'approve',
      approvalId: id,
      userId: ids.bob,
      teamId: ids.team,
      planHash: tagPlan().hash,
      reason: 'agreed',
      options: [],
    });
    const card = await world.card(id, /about to start/);
    expect(slack().read(card)).toMatch(/@Bob Brown: “agreed”\n.* · approved by @Bob Brown/);
  });

  it('takes a review of many, without those that were left out', async () => {
    const names = Array.from({ length: 12 }, (_, n) => `tenant-${n}`);
    world.planOf = () => tagPlan(names);
    await review(ids.bob);
    const kept = names.slice(0, 10).filter((name) => name !== 'tenant-3');
    await slack().submitView(ids.bob, { 'keep.0': kept, 'keep.1': [] });
    await shows(ids.bob, /Approved/);
    expect(world.desk.asked.at(-1)?.keep).toEqual(kept.map((name) => `f-${name}`));
  });

  it('says what is wrong at the field, and keeps what was typed', async () => {
    world.planOf = () => tagPlan(['cart', 'users']);
    const view = await review(ids.bob);
    const { ok, errors } = await slack().submitView(ids.bob, { 'keep.0': [] });
    expect(ok).toBe(false);
    expect(Object.values(errors)).toEqual(['Nothing is left. Tick at least one, or close this window.']);
    expect(slack().openViews(ids.bob)[0]?.id).toBe(view.id);
    world.desk.next(() => Promise.reject(new QueueUnavailable('Redis is not connected')));
    expect((await slack().submitView(ids.bob, { 'keep.0': ['cart'] })).errors.reason).toMatch(
      /queue is unavailable, nothing was started.*\(ref [0-9a-f]{6}\)/,
    );
    expect((await slack().submitView(ids.bob)).ok).toBe(true);
  });

  it('needs two people, a reason, a typed name and every acknowledgement for a disruption, then a start', async () => {
    world.planOf = () => cutoverPlan();
    await slack().click(ids.alice, list, 'finding.review');
    const id = approvalId(await shows(ids.alice, /You may not approve/));
    await slack().submitView(ids.alice);
    let card = await world.card(id, /Needs 2 approvals · expires/);
    await slack().click(ids.bob, card, { text: 'Review & approve' });
    await shows(ids.bob, /You may approve/);
    const form = { reason: 'Sunday’s window', 'acknowledge.0': ['Alarms by name'] };
    const wrong = await slack().submitView(ids.bob, { reason: 'x', confirmation: 'order' });
    expect(Object.values(wrong.errors)).toEqual(['Please complete this required field.']);
    expect((await slack().submitView(ids.bob, { ...form, confirmation: 'order' })).errors).toEqual({
      confirmation: 'That is not the name: type orders.',
    });
    await slack().submitView(ids.bob, { ...form, confirmation: 'orders' });
    await shows(ids.bob, /Approved, 1 of 2/);
    expect(world.desk.asked.at(-1)).toMatchObject({ acknowledged: ['alarms'], confirmation: 'orders' });

    card = await world.card(id, /1 of 2: @Bob Brown/);
    await slack().click(ids.bob, card, { text: 'Review & approve' });
    expect(read(await shows(ids.bob, /You approved it at/), ids.bob)).not.toContain('[Approve]');
    await slack().click(ids.carol, card, { text: 'Review & approve' });
    await shows(ids.carol, /Type orders to approve/);
    await slack().submitView(ids.carol, { ...form, confirmation: 'orders' });
    card = await world.card(id, /Ready, approved by @Bob Brown .*@Carol Cruz/);
    await slack().click(ids.alice, card, { text: 'Start' });
    await told(ids.alice, /You may not do that; @Bob Brown may/);
    await slack().click(ids.carol, card, { text: 'Start' });
    await told(ids.carol, /Started\. All checks run again first/);
    await world.card(id, /about to start/);
  });

  it('is rejected with a reason, which everybody sees, and with nothing left to press', async () => {
    const view = await review(ids.alice);
    const id = approvalId(view);
    expect(read(view, ids.alice)).toMatch(
      /You may not approve for payments-prod; @Bob Brown may\.[\s\S]*\[Ask the approvers\]/,
    );
    await slack().submitView(ids.alice);
    await shows(ids.alice, /@Bob Brown and 1 more have been asked/);
    let card = await world.card(id, /Needs 1 approval/);
    const { payload } = await slack().click(ids.carol, card, { text: 'Reject' });
    await shows(ids.carol, /Nothing is changed/);
    expect((await slack().submitView(ids.carol)).errors.reason).toBe('Please complete this required field.');
    await slack().submitView(ids.carol, { reason: 'not in <Advent> & *never*' });
    await shows(ids.carol, /Rejected\. Whoever asked is told why/);
    card = await world.card(id, /Rejected by @Carol Cruz .*: not in <Advent> & /);
    expect(slack().read(card)).not.toMatch(/\[/);
    const { trigger_id: _, response_url: __, ...pressed } = payload;
    const late = { ...pressed, user: { id: ids.bob, team_id: ids.team } };
    await world.slack.proxy.deliver('interactive', late);
    await told(ids.bob, /Rejected by @Carol Cruz/);
    const [action] = asObjects(pressed.actions);
    await world.slack.proxy.deliver('interactive', {
      ...pressed,
      user: { id: ids.alice, team_id: ids.team },
      actions: [{ ...action, action_id: 'approval.withdraw' }],
    });
    await told(ids.alice, /Already rejected by @Carol Cruz/);
  });

  it('is withdrawn by whoever asked, and by nobody else', async () => {
    const id = approvalId(await review(ids.alice));
    await slack().submitView(ids.alice);
    const card = await world.card(id);
    await slack().click(ids.bob, card, { text: 'Withdraw' });
    await told(ids.bob, /Only @Alice Adams, who asked, may withdraw it/);
    await slack().click(ids.alice, card, { text: 'Withdraw' });
    await told(ids.alice, /Withdrawn\. Nothing was changed/);
    await world.card(id, /Withdrawn by @Alice Adams/);
  });

  it('decides once, however often Slack delivers it', async () => {
    const id = approvalId(await review(ids.bob));
    world.slack.proxy.faults.duplicate(2, 1, 'interactive');
    await slack().submitView(ids.bob);
    await shows(ids.bob, /Approved\. It starts now/);
    await expect.poll(() => world.desk.asked.filter((each) => each.approvalId === id).length).toBe(3);
    expect(world.desk.get(id).decisions).toHaveLength(1);
  });

  it('lets two people approve at the same time once', async () => {
    const id = approvalId(await review(ids.bob));
    await review(ids.carol);
    await Promise.all([slack().submitView(ids.bob), slack().submitView(ids.carol)]);
    const views = await Promise.all([shows(ids.bob, /pproved/), shows(ids.carol, /pproved/)]);
    const texts = [read(views[0], ids.bob), read(views[1], ids.carol)];
    expect(texts.filter((text) => text.includes('It starts now'))).toHaveLength(1);
    expect(texts.filter((text) => /Already approved by @/.test(text))).toHaveLength(1);
    expect(world.desk.get(id).decisions).toHaveLength(1);
  });

  it('shows the new plan when it has changed since it was opened', async () => {
    const id = approvalId(await review(ids.bob));
    world.desk.change(id, { plan: tagPlan(['ledger'], { title: 'Add tag backup=hourly to ledger', steps: [] }) });
    await slack().submitView(ids.bob);
    expect(
      read(await shows(ids.bob, /The plan has changed since you opened it: 2 settings differ/), ids.bob),
    ).toContain('[Review again]');
    await slack().submitView(ids.bob);
    await shows(ids.bob, /backup=hourly[\s\S]*You may approve/);
  });

  it('is planned again once it has expired', async () => {
    const id = approvalId(await review(ids.bob));
    world.desk.change(id, { state: 'expired', closedAt: '2026-11-21T19:00:00.000Z' });
    await slack().submitView(ids.bob);
    expect(read(await shows(ids.bob, /It has expired/), ids.bob)).toContain('[Plan again]');
    await slack().submitView(ids.bob);
    const again = await shows(ids.bob, /You may approve/);
    expect(approvalId(again)).not.toBe(id);
  });

  it('says why something cannot be reviewed', async () => {
    world.planOf = () => ({ problem: 'The role aurora-keeper-audit may not read its tags.' });
    await slack().click(ids.bob, list, 'finding.review');
    await shows(ids.bob, /The role aurora-keeper-audit may not read its tags/);
    world.queue = () => Promise.reject(new QueueUnavailable('Redis is not connected'));
    await slack().click(ids.carol, list, 'finding.review');
    await shows(ids.carol, /queue is unavailable, nothing was started/);
    world.ready = false;
    await slack().click(ids.alice, list, 'finding.review');
    await shows(ids.alice, /queue is unavailable, nothing was started/);
  });

  it('survives that the modal is closed while it is planned', async () => {
    world.planningMs = 300;
    await slack().click(ids.bob, list, 'finding.review');
    await shows(ids.bob, /Planning/);
    await slack().closeView(ids.bob);
    await sleep(450);
    expect(slack().openViews(ids.bob)).toEqual([]);
    await review(ids.bob);
  });

  it('says so when Slack does not open the window any more', async () => {
    world.slack.proxy.faults.next('views.open', { kind: 'error', error: 'expired_trigger_id' });
    await slack().click(ids.carol, list, 'finding.review');
    await told(ids.carol, /Slack did not open the window.*press again/);
  });

  it('answers within three seconds even when the decision takes longer', async () => {
    await review(ids.bob);
    world.desk.next(() => sleep(3_200));
    await slack().submitView(ids.bob);
    await shows(ids.bob, /takes longer than usual/);
    await shows(ids.bob, /Approved\. It starts now/);
  });

  it('leads from Details to the review', async () => {
    await slack().click(ids.bob, list, { text: 'Details' });
    const details = await shows(ids.bob, /What was read/);
    await slack().submitView(ids.bob);
    const view = await shows(ids.bob, /You may approve/);
    expect(view.id).toBe(details.id);
    expect(world.desk.get(approvalId(view)).requestedBy).toEqual({ userId: ids.bob, channelId: ids.databases });
  });

  it('reviews all of one cause in one account and Region, page by page', async () => {
    const group = JSON.stringify({ auditId: 'k7f3m2qa', group: 'g', target: '111111111111/eu-west-1' });
    const { payload } = await slack().click(ids.bob, list, { text: 'Details' });
    await shows(ids.bob, /What was read/);
    await slack().closeView(ids.bob);
    const { trigger_id: _, ...pressed } = payload;
    const press = (value: string) =>
      world.slack.proxy.deliver('interactive', {
        ...pressed,
        actions: [{ type: 'button', action_id: 'group.review.0', block_id: 'b', value }],
      });
    await press(group);
    const view = await shows(ids.bob, /You may approve/);
    expect(world.desk.get(approvalId(view)).findingIds).toEqual(findings.map(({ id }) => id));
    await press(group.replace('k7f3m2qa', 'forgotten'));
    await shows(ids.bob, /not kept any more/);
  });

  it('copies a patch instead where code owns the database', async () => {
    const [, second] = findings;
    if (second === undefined) throw new Error('no finding');
    const posted = await world.notifier.post(
      { channelId: ids.databases },
      { kind: 'audit-pages', auditId: 'a', filter: 'fail', page: 0, pages: 1, total: 1, findings: [second] },
    );
    const message = await slack().waitForMessage(ids.databases, ({ ts }) => ts === posted.ts);
    await slack().click(ids.bob, message, { text: 'Copy patch' });
    expect(read(await shows(ids.bob, /«Copy patch»/), ids.bob)).toMatch(
      /Managed by CloudFormation stack shop-databases: change it there[\s\S]*short · payments-prod[\s\S]*BacktrackWindow: /,
    );
    await slack().select(ids.carol, list, 'finding.menu', 'Show as code');
    await shows(ids.carol, /«As code»[\s\S]*ledger/);
  });

  it('shows a run step by step, stops it, and leads on from its result', async () => {
    const plan = rehearsalPlan();
    world.planOf = () => plan;
    const id = approvalId(await review(ids.bob));
    await slack().submitView(ids.bob);
    await shows(ids.bob, /Approved/);
    world.desk.setRun(run(plan, 'running', 1, { id }));
    let card = await world.card(id, /Step 2 of 4: Restore it, inert/);
    await slack().click(ids.carol, card, { text: 'Stop after this step' });
    await told(ids.carol, /It stops after the step at work/);
    card = await world.card(id, /Stopping after this step, asked by @Carol Cruz/);
    expect(slack().read(card)).not.toContain('[Stop');
    world.desk.setRun(run(plan, 'verified', 4, { id, version: 9 }));
    card = await world.card(id, /Done and verified/);
    world.planOf = () => cutoverPlan();
    await slack().click(ids.carol, card, { text: 'Plan the cut-over' });
    const next = await shows(ids.carol, /Cut over orders/);
    expect(world.desk.get(approvalId(next))).toMatchObject({ stage: 'cutover', previousRunId: id });
  });

  it('lists what is open, what runs, and what is paused, to whoever asks', async () => {
    expect(await type(ids.alice, 'approvals')).toContain('Nothing waits for approval.');
    const id = approvalId(await review(ids.alice));
    const open = await type(ids.carol, 'approvals');
    expect(open).toMatch(/1 approval is open\nAdd tag backup=daily to ledger\nNeeds 1 approval/);
    expect(open).toContain('[Review & approve]  [Reject]  [Withdraw]');
    expect(await type(ids.alice, 'pause moving the network')).toContain('Only approvers may do that, like @Bob Brown.');
    expect(await type(ids.bob, 'pause moving the <network>')).toContain('Paused. Nothing is applied');
    expect(await type(ids.alice, 'jobs')).toMatch(/Paused by @Bob Brown since .*: moving the <network>/);
    await slack().closeView(ids.alice);
    await slack().click(ids.carol, list, 'finding.review');
    await shows(ids.carol, /You may approve/);
    await slack().submitView(ids.carol);
    await shows(ids.carol, /Paused by @Bob Brown since .* PM: moving the <network>/);
    expect(await type(ids.carol, 'resume')).toMatch(/Resumed\. It was paused by @Bob Brown since/);
    world.desk.change(id, { state: 'started' });
    world.desk.setRun(run(tagPlan(), 'running', 0, { id }));
    expect(await type(ids.alice, 'jobs')).toMatch(/1 fix is under way[\s\S]*Step 1 of 3/);
    expect(await type(ids.alice, 'audit-log')).toContain('Only approvers');
    expect(await type(ids.bob, 'audit-log 2026-11-01')).toContain('The audit log from');
    expect(await type(ids.bob, 'accounts')).toMatch(/may: audit, backup, build, cutover, retire · approvers: 2 people/);
    expect(await type(ids.bob, 'aproval')).toContain('Did you mean `/aurora approvals`?');
  });

  it('answers windows and buttons of an older version', async () => {
    await review(ids.bob);
    const top = slack().openViews(ids.bob)[0];
    const view = { ...asObject(top), callback_id: 'approval.v0' };
    const answer = await world.slack.proxy.deliver('interactive', {
      type: 'view_submission',
      user: { id: ids.bob, team_id: ids.team },
      team: { id: ids.team },
      view,
    });
    expect(JSON.stringify(answer.answer)).toContain('from an older version, so nothing was done');
  });
});
