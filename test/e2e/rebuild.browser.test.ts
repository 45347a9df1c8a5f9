import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenedBrowser, openBrowser } from '../../demo/browser.ts';
import { shopAt } from '../../demo/shop.ts';
import { perform } from '../../demo/terminal/perform.ts';
import { postWelcome } from '../../demo/welcome.ts';
import { type DemoWorld, startDemoWorld } from '../../demo/world.ts';

/** A cluster is rebuilt by clicks: Alice asks, Bob and Carol approve, somebody types at the terminal of the demo. */
describe('a rebuild in a browser', () => {
  let world: DemoWorld;
  let alice: OpenedBrowser;
  let bob: OpenedBrowser;
  let carol: OpenedBrowser;
  const patience = { timeout: 90_000 };
  const modal = ({ page }: OpenedBrowser) => page.locator('.modal');
  const card = ({ page }: OpenedBrowser, title: string) => page.locator('.msg', { hasText: title }).last();
  const picture = async (browser: OpenedBrowser, name: string) => {
    await browser.page.waitForTimeout(300);
    await browser.picture(name);
  };
  const cardPicture = async (browser: OpenedBrowser, title: string, name: string) => {
    await card(browser, title).scrollIntoViewIfNeeded();
    await picture(browser, name);
  };
  const press = (browser: OpenedBrowser, title: string, label: string) =>
    card(browser, title).getByText(label, { exact: true }).click();
  const closeModal = (browser: OpenedBrowser) => modal(browser).getByText('Close', { exact: true }).click();

  beforeAll(async () => {
    world = await startDemoWorld({ pace: 20, compression: 150 });
    await postWelcome(world);
    alice = await openBrowser(world.slack.uiUrl, 1_300);
    bob = await openBrowser(world.slack.uiUrl, 1_300);
    carol = await openBrowser(world.slack.uiUrl, 1_300);
    await actAs(bob, 'Bob Brown');
    await actAs(carol, 'Carol Cruz');
  });
  afterAll(async () => {
    for (const browser of [alice, bob, carol]) await browser?.close();
    await world?.close();
  });

  it('begins with a rehearsal, which shows what it would do', async () => {
    await alice.page.fill('textarea', '/aurora audit shop-prod');
    await alice.page.keyboard.press('Enter');
    const report = alice.page.locator('.msg', { hasText: 'targets scanned' }).first();
    await report.waitFor(patience);
    await report.getByText('Review & approve', { exact: true }).first().click();
    await modal(alice).getByText('Rehearse the rebuild of orders').first().waitFor(patience);
    await picture(alice, 'rebuild-1-rehearsal-modal');
    await modal(alice).getByText('Ask the approvers', { exact: true }).click();
    await modal(alice).getByText('have been asked').waitFor(patience);
    await closeModal(alice);
    await press(bob, 'Rehearse the rebuild of orders', 'Review & approve');
    await modal(bob).getByText('You may approve').waitFor(patience);
    await modal(bob).getByText('Approve', { exact: true }).click();
    await modal(bob).getByText('Approved.').waitFor(patience);
    await closeModal(bob);
    await card(alice, 'Rehearse the rebuild of orders')
      .getByText(/step 3 of 7/i)
      .waitFor(patience);
    await cardPicture(alice, 'Rehearse the rebuild of orders', 'rebuild-2-rehearsing');
  });

  it('ends with what it has shown, and the next stage', async () => {
    const result = card(alice, 'Rehearse the rebuild of orders');
    await result.getByText('Plan the cut-over', { exact: true }).waitFor(patience);
    expect(await result.textContent()).toContain('Backtrack 72 h is in force on orders-rehearsal-');
    expect(await result.textContent()).toContain('settings equal');
    await cardPicture(alice, 'Rehearse the rebuild of orders', 'rebuild-3-rehearsed');
  });

  it('is approved by two people, who read every check', async () => {
    await press(alice, 'Rehearse the rebuild of orders', 'Plan the cut-over');
    await modal(alice).getByText('Cut over orders, keeping its name').first().waitFor(patience);
    await picture(alice, 'rebuild-4-cut-over-modal');
    await modal(alice).getByText('Ask the approvers', { exact: true }).click();
    await modal(alice).getByText('have been asked').waitFor(patience);
    await closeModal(alice);
    for (const [browser, count] of [
      [bob, 'Approved: 1 of 2.'],
      [carol, 'Approved: 2 of 2.'],
    ] as const) {
      await press(browser, 'Cut over orders, keeping its name', 'Review & approve');
      await modal(browser).getByText('You may approve').waitFor(patience);
      for (const box of await modal(browser).locator('input[type=checkbox]').all()) await box.check();
      const [reason, confirmation] = await modal(browser).locator('.bk-plain-input').all();
      await reason?.fill('Backtrack is worth a short night.');
      await confirmation?.fill('orders');
      await modal(browser).getByText('You may approve').scrollIntoViewIfNeeded();
      await picture(browser, `rebuild-5-approve-${count.slice(10, 11)}`);
      await modal(browser).getByText('Approve', { exact: true }).click();
      await modal(browser).getByText(count).waitFor(patience);
      await closeModal(browser);
    }
    const ready = card(carol, 'Cut over orders, keeping its name');
    await ready.getByText('Ready, approved by').waitFor(patience);
    await cardPicture(carol, 'Cut over orders, keeping its name', 'rebuild-6-ready');
    const command = /aws rds add-tags-to-resource[\s\S]*?Value=\w+/.exec((await ready.innerText()) ?? '')?.[0];
    expect(await perform(world, command ?? '')).toBe('DBA/carol has set aurora-keeper-approved on orders.');
  });

  it('waits for whoever is connected', async () => {
    await press(carol, 'Cut over orders, keeping its name', 'Start');
    await card(carol, 'Cut over orders, keeping its name').getByText('3 sessions').first().waitFor(patience);
    await cardPicture(carol, 'Cut over orders, keeping its name', 'rebuild-7-waiting');
    expect(await perform(world, 'stop')).toMatch(/are stopped/);
  });

  it('ends with a new cluster under the old name, and nothing lost', async () => {
    const done = card(carol, 'Cut over orders, keeping its name');
    await done.getByText('Open for writes', { exact: true }).waitFor(patience);
    await cardPicture(carol, 'Cut over orders, keeping its name', 'rebuild-8-in-place');
    const box = await done.boundingBox();
    if (box === null) throw new Error('the card is not on the screen');
    // docs/cut-over.png is this picture.
    await carol.page.screenshot({ path: 'artifacts/cut-over.png', clip: { ...box, width: 720 } });
    await press(carol, 'Cut over orders, keeping its name', 'Open for writes');
    await modal(carol).getByText('You may approve').waitFor(patience);
    await picture(carol, 'rebuild-9-open-modal');
    await modal(carol).getByText('Approve', { exact: true }).click();
    await modal(carol).getByText('Approved.').waitFor(patience);
    await closeModal(carol);
    const opened = card(carol, 'Open orders for writes');
    await opened
      .getByText(/step 2 of 2|was opened for writes/i)
      .first()
      .waitFor(patience);
    await perform(world, 'start');
    await opened
      .getByText(/3 sessions on orders/)
      .first()
      .waitFor(patience);
    await cardPicture(carol, 'Open orders for writes', 'rebuild-10-opened');
    expect(world.aws.control.lostWrites(...shopAt, 'orders')).toMatchObject({ lost: 0 });
  });
});

async function actAs({ page }: OpenedBrowser, name: string): Promise<void> {
  await page.locator('.actas select').selectOption({ label: name });
}
