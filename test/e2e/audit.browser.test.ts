import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenedBrowser, openBrowser } from '../../demo/browser.ts';
import { postWelcome } from '../../demo/welcome.ts';
import { type DemoWorld, startDemoWorld } from '../../demo/world.ts';

/** The demo as a newcomer sees it, with a keyboard and a mouse. */
describe('the demo in a browser', () => {
  let world: DemoWorld;
  let browser: OpenedBrowser;
  const page = () => browser.page;
  const patience = { timeout: 60_000 };

  beforeAll(async () => {
    world = await startDemoWorld();
    await postWelcome(world);
    browser = await openBrowser(world.slack.uiUrl, 1_600);
  });
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  const type = async (text: string) => {
    await page().fill('textarea', text);
    await page().keyboard.press('Enter');
  };
  const report = () => page().locator('.msg', { hasText: 'targets scanned' }).first();

  it('greets and says what to type', async () => {
    await page().getByText('Welcome to Aurora Keeper.').waitFor(patience);
    await browser.picture('1-welcome');
  });

  it('shows a running audit and then its report in the same place', async () => {
    await type('/aurora audit');
    await page().getByText('Auditing all accounts: 21 targets.').waitFor(patience);
    await page()
      .getByText(/Auditing 7 accounts, 21 targets/)
      .waitFor(patience);
    await browser.picture('2-progress');
    await report().waitFor(patience);
    await expect
      .poll(() => report().textContent())
      .toContain(
        '4 clusters cannot be rewound, 3 databases are in no backup plan, 2 clusters have a Backtrack window below the policy and 2 more causes',
      );
    expect(
      await page()
        .getByText(/Auditing 7 accounts, 21 targets/)
        .count(),
    ).toBe(0);
    await browser.picture('3-report');
    const box = await report().boundingBox();
    if (box === null) throw new Error('the report is not on the screen');
    // docs/report.png is this picture.
    await page().screenshot({ path: 'artifacts/report.png', clip: { ...box, width: 720 } });
  });

  it('pages through everything in the thread', async () => {
    await report().getByText('Show all', { exact: true }).click();
    await report()
      .getByText(/\d repl/)
      .first()
      .click();
    await page()
      .getByText(/Everything: 1–10 of 664/)
      .waitFor(patience);
    await browser.picture('4-thread');
    await page().getByText('Next', { exact: true }).click();
    await page()
      .getByText(/Everything: 11–20 of 664/)
      .waitFor(patience);
    await browser.picture('5-next-page');
  });

  it('opens the details of one database with fixes to paste', async () => {
    // Of orders, search and catalogue, then of reviews.
    await report().getByText('Details', { exact: true }).nth(3).click();
    await page().getByText('What was read').waitFor(patience);
    for (const part of ['43,200 seconds (12 h)', '--db-cluster-identifier reviews', 'BacktrackWindow: 259200'])
      await page().getByText(part).first().waitFor(patience);
    await browser.picture('6-details');
    await page().getByText('AWS re:Post: turn on Backtrack for an existing cluster').scrollIntoViewIfNeeded();
    await browser.picture('7-details-fix');
  });

  it('sends the newest verdicts as a page to open', async () => {
    await page().locator('.modal-x').click();
    await type('/aurora report');
    await page()
      .getByText(/as HTML: 664 findings, asked for by/)
      .waitFor(patience);
    await browser.picture('8-report-file');
    const file = world.slack.slack.files().find(({ name }) => name.endsWith('.html'));
    const dir = mkdtempSync(join(tmpdir(), 'aurora-report-'));
    const path = join(dir, 'report.html');
    writeFileSync(path, file?.bytes ?? '');
    await page().goto(pathToFileURL(path).href);
    expect(await page().locator('#shown').innerText()).toBe('1–100 of 664 findings');
    await page()
      .getByRole('button', { name: /need you$/ })
      .click();
    await page().getByRole('button', { name: 'Details of ledger' }).first().click();
    await page().getByText('aws rds add-tags-to-resource').first().waitFor();
    await browser.picture('9-report-page');
    rmSync(dir, { recursive: true });
  });
});
