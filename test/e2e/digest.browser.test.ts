import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { WebClient } from '@slack/web-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenedBrowser, openBrowser } from '../../demo/browser.ts';
import { ids } from '../../demo/slack/workspace.ts';
import { changeDataLake } from '../../demo/story/digest.ts';
import { type DemoWorld, startDemoWorld } from '../../demo/world.ts';
import { render } from '../../src/slack/blocks/render.ts';
import { drawing } from '../helpers/approval-screens.ts';
import { accounts, compose, createStory, planned, shop, unplanned } from '../helpers/digest-story.ts';
import { finding } from '../helpers/findings.ts';

const patience = { timeout: 90_000 };

async function openAs(world: DemoWorld, name: string): Promise<OpenedBrowser> {
  const browser = await openBrowser(world.slack.uiUrl, 1_400);
  await browser.page.locator('.actas select').selectOption({ label: name });
  return browser;
}

async function say({ page }: OpenedBrowser, text: string): Promise<void> {
  await page.fill('textarea', text);
  await page.keyboard.press('Enter');
}

const goTo = ({ page }: OpenedBrowser, place: string) => page.locator('.sidebar-item', { hasText: place }).click();

async function pictureOf({ page, picture }: OpenedBrowser, name: string): Promise<void> {
  // What scrolls or fades in is there after this.
  await page.waitForTimeout(400);
  await picture(name);
}

/** What a person reads and presses, with a picture of each in artifacts/. */
describe('the digest, mutes and the Home in a browser', () => {
  let world: DemoWorld;
  let bob: OpenedBrowser;
  const modal = () => bob.page.locator('.modal');
  const digest = (what: string | RegExp) => bob.page.locator('.msg').filter({ hasText: what }).last();
  const press = (label: string) => modal().getByRole('button', { name: label, exact: true }).click();

  beforeAll(async () => {
    world = await startDemoWorld({ past: true });
    bob = await openAs(world, 'Bob Brown');
  });
  afterAll(async () => {
    await bob?.close();
    await world?.close();
  });

  it('is there when the demo begins, with its picture', async () => {
    const yesterday = digest('Databases, ');
    await yesterday.getByText('fell below the Backtrack window of the policy').waitFor(patience);
    const picture = yesterday.locator('img').last();
    await picture.waitFor(patience);
    expect(await picture.getAttribute('alt')).toMatch(/^Open findings per day: 11 open today/);
    await pictureOf(bob, 'digest-1-yesterday');
  });

  it('lets somebody mute what it tells, who sees first what that hides, and take that back', async () => {
    await digest('Databases, ').locator('select.bk-overflow').first().selectOption({ label: 'Mute…' });
    await modal().getByText('Hides 1 failing finding').waitFor(patience);
    await modal().locator('input').last().fill('its owner mends it on Monday');
    await pictureOf(bob, 'digest-2-mute');
    await press('Mute');
    await modal().getByText('Muted: catalogue (shop-prod)').waitFor(patience);
    await press('Close');
    await say(bob, '/aurora mutes');
    const list = digest('1 mute in force');
    await list.waitFor(patience);
    await list.scrollIntoViewIfNeeded();
    await pictureOf(bob, 'digest-3-mutes');
    await list.getByText('Unmute', { exact: true }).click();
    await bob.page.getByText('Nothing is muted.').waitFor(patience);
  });

  it('tells what has changed since, in the order in which people need it', async () => {
    changeDataLake(world);
    await say(bob, '/aurora digest now');
    const changes = digest('1 lost its backup plan');
    await changes.locator('img').last().waitFor(patience);
    await changes.scrollIntoViewIfNeeded();
    await pictureOf(bob, 'digest-4-changes');
    // docs/digest.png is this picture.
    await bob.page.mouse.move(0, 0);
    const box = await changes.boundingBox();
    if (box === null) throw new Error('the digest is not on the screen');
    await bob.page.screenshot({ path: 'artifacts/digest.png', clip: { ...box, width: 720 } });
    const text = await changes.innerText();
    const inOrder = ['1 lost its backup plan', 'labels', 'feature-store', 'features', 'open in all', 'Show all'];
    const places = inOrder.map((each) => text.indexOf(each));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(-1);
  });

  it('is one line when nothing has', async () => {
    await say(bob, '/aurora digest now');
    const quiet = digest(/nothing changed, 12 still open, 18 of 21 targets scanned/);
    await quiet.waitFor(patience);
    await quiet.scrollIntoViewIfNeeded();
    await pictureOf(bob, 'digest-5-quiet');
  });

  it('shows one database, with what happened to it', async () => {
    await say(bob, '/aurora show labels');
    const shown = digest(/labels[\s\S]*Not in any backup plan/);
    await shown.waitFor(patience);
    await shown.scrollIntoViewIfNeeded();
    await pictureOf(bob, 'digest-6-show');
  });

  it('has its picture in the report, too, with the same in words', async () => {
    await say(bob, '/aurora report');
    await bob.page.getByText(/as HTML: \d+ findings, asked for by/).waitFor(patience);
    const file = world.slack.slack.files().find(({ name }) => name.endsWith('.html'));
    const dir = mkdtempSync(join(tmpdir(), 'aurora-report-'));
    const path = join(dir, 'report.html');
    writeFileSync(path, file?.bytes ?? '');
    const reader = await openBrowser(pathToFileURL(path).href, 1_100);
    expect(await reader.page.locator('figure svg').isVisible()).toBe(true);
    const words = await reader.page.locator('figcaption').innerText();
    expect(words).toMatch(/^Open findings per day \(UTC\): 12 open today, 11 a week ago, never more; /);
    expect(await reader.page.getByRole('button', { name: '12 need you' }).isVisible()).toBe(true);
    await pictureOf(reader, 'digest-9-report');
    await reader.close();
    rmSync(dir, { recursive: true });
  });

  it('begins in another channel with how things stand', async () => {
    await goTo(bob, 'general');
    await say(bob, '/aurora digest now');
    const first = digest('How things stand');
    await first.waitFor(patience);
    await first.scrollIntoViewIfNeeded();
    await pictureOf(bob, 'digest-7-first');
  });

  it('has a Home in which an approver decides in place', async () => {
    const { slack } = world.slack;
    const report = await slack.waitForMessage(ids.databases, (each) => /fell below/.test(slack.read(each)));
    await slack.click(ids.alice, report, { text: 'Review & approve' });
    await slack.waitForView(ids.alice, (each) => /catalogue/.test(slack.read(each, ids.alice)), 60_000);
    expect((await slack.submitView(ids.alice)).ok).toBe(true);
    await slack.closeView(ids.alice);
    await goTo(bob, 'aurora');
    await bob.page.getByText('1 approval waits for you').waitFor(patience);
    await pictureOf(bob, 'home-1-approver');
    await bob.page.getByText('Review & approve', { exact: true }).last().click();
    await modal().getByText('You may approve').waitFor(patience);
    await pictureOf(bob, 'home-2-review');
    await press('Approve');
    await modal().getByText('Approved').first().waitFor(patience);
    await modal().locator('.modal-x').click();
    await bob.page.getByText('Nothing waits for you').waitFor(patience);
    await pictureOf(bob, 'home-3-decided');
  });
});

describe('before anything is known, and with a great deal of it', () => {
  let world: DemoWorld;
  let carol: OpenedBrowser;
  beforeAll(async () => {
    world = await startDemoWorld();
    carol = await openAs(world, 'Carol Cruz');
  });
  afterAll(async () => {
    await carol?.close();
    await world?.close();
  });

  it('a digest of ten thousand findings is still one message', async () => {
    const context = await drawing({ accounts });
    const story = createStory();
    for (let n = 0; n < 3_000; n += 1) story.see(planned(`app-${n}`));
    for (let n = 0; n < 3_000; n += 1) story.see(unplanned(`etl-${n}`, { target: shop }));
    const from = story.log.length;
    story.on('2026-11-20T18:00:00.000Z');
    for (let n = 0; n < 3_000; n += 1) story.see(unplanned(`app-${n}`));
    for (let n = 0; n < 4_000; n += 1) story.see(finding({ name: `tenant-${n}`, target: shop }));
    for (let n = 0; n < 1_000; n += 1) story.see(planned(`etl-${n}`, { target: shop }));
    const { content } = compose(story, context.metas, {}, from);
    const { text, blocks } = render({ kind: 'digest', digestId: 'd', content }, context);
    const client = new WebClient(world.slack.workspace.app.botToken, { slackApiUrl: world.slack.apiUrl });
    await client.chat.postMessage({ channel: ids.databases, text, blocks });
    await carol.page
      .getByText('3,000 lost their backup plan, 4,000 new without Backtrack, 1,000 fixed')
      .waitFor(patience);
    await carol.page.getByText('etl-0', { exact: true }).waitFor(patience);
    await pictureOf(carol, 'digest-8-ten-thousand');
  });

  it('the Home says how to begin, and begins in place', async () => {
    const home = carol.page.getByText('Nothing has been audited yet');
    // Of a bot whose Redis answers late people open it once more.
    await expect
      .poll(async () => {
        await goTo(carol, 'aurora');
        return home.waitFor({ timeout: 20_000 }).then(
          () => true,
          () => false,
        );
      }, patience)
      .toBe(true);
    await pictureOf(carol, 'home-4-new');
    await carol.page.getByText('Audit everything', { exact: true }).click();
    await carol.page.locator('.modal').getByText('direct message').waitFor(patience);
    await pictureOf(carol, 'home-5-begun');
    await carol.page.locator('.modal .modal-x').click();
    await carol.page.getByText(/Nothing waits for you · \d+ findings need someone/).waitFor(patience);
    await pictureOf(carol, 'home-6-audited');
  });
});
