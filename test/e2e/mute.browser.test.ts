import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenedBrowser, openBrowser } from '../../demo/browser.ts';
import { type DemoWorld, startDemoWorld } from '../../demo/world.ts';

/** The demo's Slack draws a choice in a form but tells nobody of it: what was chosen is previewed at the press of Mute. */
describe('a mute and a baseline in a browser', () => {
  let world: DemoWorld;
  let bob: OpenedBrowser;
  const patience = { timeout: 60_000 };
  const modal = () => bob.page.locator('.modal');
  const report = () => bob.page.locator('.msg', { hasText: 'targets scanned' }).last();
  const picture = async (name: string) => {
    await bob.page.waitForTimeout(300);
    await bob.picture(name);
  };
  const type = async (text: string) => {
    await bob.page.fill('textarea', text);
    await bob.page.keyboard.press('Enter');
  };
  const press = (label: string) => modal().getByRole('button', { name: label, exact: true }).click();

  beforeAll(async () => {
    world = await startDemoWorld();
    bob = await openBrowser(world.slack.uiUrl, 1_400);
    await bob.page.locator('.actas select').selectOption({ label: 'Bob Brown' });
    await type('/aurora audit');
    await report().waitFor(patience);
    await report().getByText('reviews', { exact: true }).waitFor(patience);
  });
  afterAll(async () => {
    await bob?.close();
    await world?.close();
  });

  it('shows what would be hidden, and then hides it', async () => {
    // Of orders, search and catalogue, then of reviews.
    await report().locator('select.bk-overflow').nth(3).selectOption({ label: 'Mute…' });
    await modal().getByText('Hides 1 failing finding').waitFor(patience);
    await picture('mute-1-form');
    await modal().locator('select').first().selectOption({ label: 'Everything about reviews · shop-prod · eu-west-1' });
    await modal().locator('input').last().fill('moves to another cluster in December');
    await press('Mute');
    await modal().getByText('This is what that hides.').waitFor(patience);
    await modal().getByText('1 other finding about it needs nobody now').waitFor(patience);
    await picture('mute-2-preview');
    await press('Mute');
    await modal().getByText('Muted: reviews (shop-prod), until').waitFor(patience);
    await picture('mute-3-done');
    await press('Close');
    await report().getByText('1 muted', { exact: false }).first().waitFor(patience);
    expect(await report().textContent()).not.toContain('reviews');
    await picture('mute-4-report');
  });

  it('lists it and takes it back', async () => {
    await type('/aurora mutes');
    const list = bob.page.locator('.msg', { hasText: '1 mute in force' }).last();
    await list.waitFor(patience);
    await list.scrollIntoViewIfNeeded();
    await picture('mute-5-list');
    await list.getByText('Unmute', { exact: true }).click();
    await bob.page.getByText('Nothing is muted.').waitFor(patience);
    await report().getByText('reviews', { exact: true }).waitFor(patience);
  });

  it('takes everything into the baseline, and then has nothing new to tell', async () => {
    await report().getByText('Accept today as baseline', { exact: true }).click();
    await modal().getByText('11 failures of audit').waitFor(patience);
    await picture('mute-6-baseline');
    await press('Accept 11');
    await modal().getByText('become the baseline; its report shows it in a moment').waitFor(patience);
    await press('Close');
    await report()
      .getByText(/No new failures found since the baseline of \d+ \w+; 11 known failures/)
      .waitFor(patience);
    await report().scrollIntoViewIfNeeded();
    await picture('mute-7-known');
    await report().getByText('Forget the baseline', { exact: true }).click();
    await report()
      .getByText(/^4 clusters cannot be rewound/)
      .waitFor(patience);
  });
});
