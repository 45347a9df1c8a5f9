import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenedBrowser, openBrowser } from '../../demo/browser.ts';
import type { StoredMessage } from '../../demo/slack/state/messages.ts';
import { ids } from '../../demo/slack/workspace.ts';
import type { ApprovalSight } from '../../src/domain/approval/ports.ts';
import type { Finding } from '../../src/domain/finding.ts';
import type { View } from '../../src/domain/message.ts';
import type { Plan } from '../../src/domain/remediation/plan.ts';
import { createTally } from '../../src/domain/tally.ts';
import { approval, cutoverPlan, decision, rehearsalPlan, run, tagPlan } from '../helpers/approval-screens.ts';
import { type ApprovalWorld, startApprovalWorld } from '../helpers/approval-world.ts';
import { finding, scanned, target } from '../helpers/findings.ts';

const untagged = (name: string, over: Partial<Finding> = {}): Finding =>
  finding({
    name,
    ruleId: 'rds-aws-backup-in-use',
    cause: 'no-recovery-point',
    reason: `${name} is in no backup plan (native restore: 7 days). Nearest: plan gold wants tag backup=daily.`,
    remediation: { strategies: ['keeper-plan'], recommended: 'keeper-plan' },
    ...over,
  });
const shop = target({ accountId: '222222222222', accountName: 'shop-prod', region: 'us-east-1' });
const owned = { evidence: { managedBy: 'CloudFormation stack shop-databases' } };
const findings: readonly Finding[] = [
  finding({ name: 'orders' }),
  finding({ name: 'cart', ...owned }),
  finding({ name: 'users', ...owned }),
  finding({
    name: 'reviews',
    cause: 'window-below-policy',
    reason: 'Can be rewound 12 h only; the policy asks for 24 h.',
    remediation: { strategies: ['raise-window'], recommended: 'raise-window' },
  }),
  ...Array.from({ length: 23 }, (_, n) => untagged(`tenant-${n}`)),
  untagged('search', { target: shop }),
];

const bob = decision(ids.bob, 'approve', { reason: 'agreed in stand-up' });
const carol = decision(ids.carol);
const plan = rehearsalPlan();
const started = approval(plan, { state: 'started', decisions: [bob] });

/** What a person sees and presses for approvals, with a picture of each in artifacts/. */
describe('approvals in a browser', () => {
  let world: ApprovalWorld;
  let browser: OpenedBrowser;
  let report: StoredMessage;
  const page = (): Page => browser.page;
  const modal = () => page().locator('.modal');

  const post = async (view: View): Promise<StoredMessage> => {
    const posted = await world.notifier.post({ channelId: ids.databases }, view);
    return world.slack.slack.waitForMessage(ids.databases, ({ ts }) => ts === posted.ts);
  };
  const pictureOf = async (name: string, selector: string): Promise<void> => {
    const shown = page().locator(selector).last();
    await shown.scrollIntoViewIfNeeded();
    await shown.screenshot({ path: `artifacts/approval-${name}.png` });
  };

  beforeAll(async () => {
    world = await startApprovalWorld(findings);
    browser = await openBrowser(world.slack.uiUrl, 1_400);
    await page().getByText('databases').first().click();
    await browser.picture('approval-0-start');
    const tally = createTally();
    tally.add(scanned(findings));
    const audit = {
      id: 'k7f3m2qa',
      scope: { accounts: [], regions: [], rules: [], tags: {} },
      requestedBy: { userId: ids.alice, channelId: ids.databases },
      requestedAt: '2026-11-21T09:00:00.000Z',
      state: 'reported' as const,
      estateHash: 'x',
    };
    report = await post({ kind: 'audit-report', audit, summary: tally.summary() });
  });
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  it('shows what can be fixed from the report, and what cannot', async () => {
    await page().getByText('Review & approve').first().waitFor();
    const text = await page().locator('.msg').last().innerText();
    expect(text).toContain('Review 23');
    expect(text).toContain('Copy patch');
    expect(text).toContain('Managed by CloudFormation stack shop-databases: change them there.');
    await pictureOf('1-report', '.msg');
  });

  const cards: readonly (readonly [string, ApprovalSight, RegExp])[] = [
    ['waiting', { approval: approval(tagPlan(), { announced: true }) }, /Needs 1 approval/],
    ['half', { approval: approval(cutoverPlan(), { decisions: [bob], announced: true }) }, /1 of 2/],
    ['ready', { approval: approval(cutoverPlan(), { state: 'ready', decisions: [bob, carol] }) }, /Ready, approved by/],
    ['running', { approval: started, run: run(plan, 'running', 1) }, /Step 2 of 4/],
    ['verified', { approval: started, run: run(plan, 'verified', 4) }, /Done and verified/],
    [
      'failed',
      {
        approval: started,
        run: run(plan, 'failed', 1, {
          problem: {
            code: 'KMSKeyNotAccessibleFault',
            message:
              'AWS refused the restore: the key of the snapshot is disabled. orders is untouched; the snapshot stays, about $0.02/h. Enable the key, then plan again.',
            reference: 'a1b2c3',
          },
        }),
      },
      /Failed at step 2 of 4/,
    ],
    ['cancelled', { approval: started, run: run(plan, 'cancelled', 2, { stopAskedBy: ids.carol }) }, /Stopped by/],
    [
      'rejected',
      {
        approval: approval(tagPlan(), {
          state: 'rejected',
          decisions: [decision(ids.carol, 'reject', { reason: 'not in Advent' })],
        }),
      },
      /Rejected by/,
    ],
    [
      'expired',
      {
        approval: approval(cutoverPlan(), { state: 'expired', decisions: [bob], closedAt: '2026-11-21T19:00:00.000Z' }),
      },
      /Expired/,
    ],
    [
      'stale',
      {
        approval: approval(tagPlan(), {
          state: 'stale',
          problem: 'Tag backup is weekly now; it was none when it was planned.',
        }),
      },
      /Tag backup is weekly now/,
    ],
  ];

  it.each(cards)('shows a card that is %s', async (name, sight, words) => {
    const note = `<@${ids.carol}>: asked because you are named for account payments-prod.`;
    await post({ kind: 'approval', sight, ...(name === 'waiting' ? { note } : {}) });
    const shown = page().locator('.msg').last();
    await shown.getByText(words).first().waitFor();
    await pictureOf(`2-card-${name}`, '.msg');
  });

  const reviews: readonly (readonly [string, string, () => Plan, RegExp])[] = [
    ['additive', ids.bob, () => tagPlan(), /You may approve/],
    ['many', ids.bob, () => tagPlan(Array.from({ length: 23 }, (_, n) => `tenant-${n}`)), /21 to 23 of 23/],
    ['rehearsal', ids.bob, rehearsalPlan, /You may approve/],
    ['not-mine', ids.alice, () => tagPlan(), /You may not approve/],
    [
      'by-code',
      ids.bob,
      () => tagPlan(['cart'], { managedBy: 'CloudFormation stack shop-databases' }),
      /change it there/,
    ],
    [
      'refused',
      ids.bob,
      () => tagPlan(['cart'], { refusals: ['Selection nightly would be lost. Ask its owner first.'] }),
      /would be lost/,
    ],
    [
      'blocked',
      ids.bob,
      () =>
        cutoverPlan({
          preflight: [
            {
              id: 'x',
              what: 'RDS Proxy',
              state: 'blocked',
              detail: 'proxy shop has orders as its target; take it out first',
            },
            ...cutoverPlan().preflight,
          ],
        }),
      /Not every check is clear/,
    ],
  ];

  it.each(reviews)('opens the review: %s', async (name, user, planOf, words) => {
    world.planOf = planOf;
    await world.slack.slack.click(user, report, 'group.review.0');
    await modal().getByText(words).first().waitFor();
    await pictureOf(`3-review-${name}`, '.modal');
    await world.slack.slack.closeView(user);
    for (const { approval: open } of await world.desk.listOpen()) world.desk.change(open.id, { state: 'withdrawn' });
  });

  it('leads two people through a cut-over, with keyboard and mouse where the browser allows it', async () => {
    world.planOf = () => cutoverPlan();
    await world.slack.slack.click(ids.alice, report, 'group.review.0');
    await modal().getByText('You may not approve').waitFor();
    await modal().getByText('Ask the approvers').click();
    await modal().getByText('have been asked').waitFor();
    await pictureOf('4-asked', '.modal');
    await world.slack.slack.closeView(ids.alice);
    const card = await world.slack.slack.waitForMessage(ids.databases, (message) =>
      /Needs 2 approvals · expires/.test(world.slack.slack.read(message)),
    );
    await world.slack.slack.click(ids.bob, card, { text: 'Review & approve' });
    await modal().getByText('Type orders to approve').waitFor();
    await pictureOf('5-cutover', '.modal');
    await world.slack.slack.submitView(ids.bob, {
      'acknowledge.0': ['Alarms by name'],
      reason: 'Sunday',
      confirmation: 'orders',
    });
    await modal().getByText('Approved, 1 of 2').waitFor();
    await pictureOf('6-approved', '.modal');
    await world.slack.slack.closeView(ids.bob);
    await world.slack.slack.click(ids.carol, card, { text: 'Reject' });
    await modal().getByText('Nothing is changed').waitFor();
    await pictureOf('7-reject', '.modal');
    await world.slack.slack.closeView(ids.carol);
  });

  it('copies a patch, and shows the lists', async () => {
    await world.slack.slack.click(ids.bob, report, { text: 'Copy patch' });
    await modal().getByText('Managed by CloudFormation').waitFor();
    await pictureOf('8-patch', '.modal');
    await world.slack.slack.closeView(ids.bob);
    await page()
      .getByPlaceholder(/Message #/)
      .fill('/aurora approvals');
    await page().keyboard.press('Enter');
    await page().getByText('1 approval is open').waitFor();
    await pictureOf('9-approvals', '.msg');
  });
});
