import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenedBrowser, openBrowser } from '../../demo/browser.ts';
import { ids } from '../../demo/slack/workspace.ts';
import { postWelcome } from '../../demo/welcome.ts';
import { type DemoWorld, startDemoWorld } from '../../demo/world.ts';

/** The demo's fix of one missing tag: Alice asks in one browser, Bob approves in another. */
describe('a fix in two browsers', () => {
  let world: DemoWorld;
  let alice: OpenedBrowser;
  let bob: OpenedBrowser;
  const patience = { timeout: 60_000 };
  const modal = ({ page }: OpenedBrowser) => page.locator('.modal');
  const card = ({ page }: OpenedBrowser) => page.locator('.msg', { hasText: 'Add tag backup=daily to ledger' }).last();
  const picture = async (browser: OpenedBrowser, name: string) => {
    await browser.page.waitForTimeout(300);
    await browser.picture(name);
  };

  beforeAll(async () => {
    world = await startDemoWorld();
    await postWelcome(world);
    alice = await openBrowser(world.slack.uiUrl, 1_100);
    bob = await openBrowser(world.slack.uiUrl, 1_100);
  });
  afterAll(async () => {
    await alice?.close();
    await bob?.close();
    await world?.close();
  });

  it('Alice finds it in the report and may not approve it', async () => {
    await alice.page.fill('textarea', '/aurora audit');
    await alice.page.keyboard.press('Enter');
    const report = alice.page.locator('.msg', { hasText: 'targets scanned' }).first();
    await report.waitFor(patience);
    await report.getByText('Review 1 in payments-prod us-east-1', { exact: true }).click();
    await modal(alice).getByText('You may not approve this').waitFor(patience);
    await picture(alice, 'approve-1-modal');
    await modal(alice).getByText('Ask the approvers', { exact: true }).click();
    await modal(alice).getByText('have been asked').waitFor(patience);
    await modal(alice).getByText('Close', { exact: true }).click();
    await card(alice).getByText('Review & approve', { exact: true }).waitFor(patience);
    await card(alice).scrollIntoViewIfNeeded();
    await picture(alice, 'approve-2-card');
  });

  it('Bob approves it', async () => {
    await actAs(bob, 'Bob Brown');
    await card(bob).getByText('Review & approve', { exact: true }).click();
    await modal(bob).getByText('You may approve').waitFor(patience);
    await modal(bob).getByText('You may approve').scrollIntoViewIfNeeded();
    await picture(bob, 'approve-3-bob');
    await modal(bob).getByText('Approve', { exact: true }).click();
    await modal(bob).getByText('Approved.').waitFor(patience);
    await modal(bob).getByText('Close', { exact: true }).click();
    await card(alice)
      .getByText(/step 3 of 3/i)
      .waitFor(patience);
    await card(alice).scrollIntoViewIfNeeded();
    await picture(alice, 'approve-4-progress');
  });

  it('both see it done and verified', async () => {
    for (const browser of [alice, bob]) await card(browser).getByText('Done and verified.').waitFor(patience);
    await card(alice).scrollIntoViewIfNeeded();
    await picture(alice, 'approve-5-done');
    expect(await card(alice).textContent()).toContain('The first recovery point is there.');
    expect(world.aws.requests.writes().map(({ action, sourceIdentity }) => [action, sourceIdentity])).toEqual([
      ['AddTagsToResource', ids.bob],
      ['StartBackupJob', ids.bob],
    ]);
  });
});

async function actAs({ page }: OpenedBrowser, name: string): Promise<void> {
  await page.locator('.actas select').selectOption({ label: name });
}
