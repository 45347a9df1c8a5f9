import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawOpenFindings } from '../../src/charts/draw-open-findings.ts';
import { type OpenedBrowser, openBrowser } from '../browser.ts';
import { asObject } from './json.ts';
import { formBot } from './testing/form-bot.ts';
import { type Rig, startRig } from './testing/rig.ts';
import { ids } from './workspace.ts';

let rig: Rig;
let browser: OpenedBrowser;
let page: Page;
const seen = { actions: [], closed: [] };

beforeAll(async () => {
  rig = await startRig();
  await rig.bolt(formBot(seen));
  browser = await openBrowser(rig.uiUrl);
  page = browser.page;
  await page.getByText('databases').first().click();
});

afterAll(async () => {
  await browser?.close();
  await rig?.close();
});

const lastMessage = () => page.locator('.msg').last();

const picture = (name: string) => browser.picture(`slack-${name}`);

describe('the local UI in a browser', () => {
  it('shows rich text, dates, groups, escaped text and fences as a person would read them', async () => {
    const code = 'aws rds restore-db-cluster-from-snapshot \\\n    --engine aurora-mysql';
    await rig.client.chat.postMessage({
      channel: ids.databases,
      text: 'all kinds',
      blocks: [
        { type: 'header', text: { type: 'plain_text', text: ':warning: R&amp;D' } },
        {
          type: 'rich_text',
          elements: [
            {
              type: 'rich_text_section',
              elements: [
                { type: 'text', text: 'The fix', style: { bold: true } },
                { type: 'text', text: ' for <ledger> asked by ' },
                { type: 'user', user_id: ids.alice },
              ],
            },
            {
              type: 'rich_text_list',
              style: 'bullet',
              elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'first' }] }],
            },
            { type: 'rich_text_preformatted', elements: [{ type: 'text', text: code }] },
          ],
        },
        {
          type: 'section',
          text: {
            type: 'mrkdwn',
            text: `a &lt;b&gt; &amp; c for <!subteam^${ids.dba}> on <!date^1795267925^{date_num} {time}|x>\n\`\`\`\none\n  two\n\`\`\``,
          },
        },
      ],
    });
    const message = lastMessage();
    await message.getByText('The fix').waitFor();
    const text = (await message.innerText()).replace(/\u00a0/g, ' ');
    expect(text).toContain('⚠️ R&D');
    expect(text).toContain('The fix for <ledger> asked by @Alice Adams');
    expect(text).toContain('• first');
    expect(text).toContain('a <b> & c for @dba on 2026-11-21 2:32 PM');
    expect(text).not.toMatch(/\[rich_text\]|&lt;|&amp;|<!|```/);
    expect(await message.locator('strong').allInnerTexts()).toContain('The fix');
    expect((await message.locator('code').allInnerTexts()).map((each) => each.replace(/\u00a0/g, ' '))).toEqual([
      'aws rds restore-db-cluster-from-snapshot \\',
      '    --engine aurora-mysql',
      'one',
      '  two',
    ]);
    await picture('message');
  });

  it('shows an uploaded picture', async () => {
    const day = (index: number) => new Date(Date.UTC(2026, 9, 23 + index)).toISOString().slice(0, 10);
    const open = (index: number) =>
      [11, 12, 13, 14, 15].includes(index) ? null : 14 + Math.round(4 * Math.sin(index / 3));
    const { png, alt } = await drawOpenFindings(
      Array.from({ length: 30 }, (_, index) => ({
        day: day(index),
        open: open(index),
        opened: index % 3,
        fixed: index % 2,
      })),
    );
    await rig.client.filesUploadV2({ file: png, filename: 'open-findings.png', alt_text: alt });
    const id = rig.slack.files().at(-1)?.id ?? '';
    await sleep(rig.proxy.world.fileDelayMs);
    await rig.client.chat.postMessage({
      channel: ids.databases,
      text: alt,
      blocks: [
        { type: 'section', text: { type: 'mrkdwn', text: '*Databases, Saturday 21 November* · 4 still open' } },
        { type: 'image', slack_file: { id }, alt_text: alt },
      ],
    });
    const image = lastMessage().getByAltText(alt);
    await image.waitFor();
    await expect.poll(() => image.evaluate((node) => 'naturalWidth' in node && node.naturalWidth)).toBe(1_440);
    await picture('picture');
  });

  it('lets a person type a command, fill a modal and submit it', async () => {
    await page.getByPlaceholder(/Message #/).fill('/open Form');
    await page.keyboard.press('Enter');
    await page.getByText('Backup (on; tick to leave out)').waitFor();
    await picture('modal');
    await page.locator('.modal input.bk-plain-input').fill('clear');
    await page.getByText('Backup (on; tick to leave out)').click();
    await page.getByRole('button', { name: 'Go' }).click();
    await page.locator('.modal').waitFor({ state: 'detached' });
    const payload = rig.proxy.deliveries.findLast((each) => each.payload.type === 'view_submission')?.payload;
    expect(asObject(payload?.view).state).toMatchObject({
      values: { what: { what: { value: 'clear' } }, also: { also: { selected_options: [] } } },
    });
  });

  it('presses a button of a modal by way of a menu', async () => {
    await page.getByPlaceholder(/Message #/).fill('/open Form');
    await page.keyboard.press('Enter');
    await page.locator('.modal select').selectOption({ label: 'Next page' });
    await page.getByRole('button', { name: 'Go' }).click();
    await page.getByText('Page 2').waitFor();
    expect(seen.actions.at(-1)).toMatchObject({
      container: { type: 'view' },
      actions: [{ action_id: 'page', value: '2' }],
    });
    await page.locator('.modal-x').click();
    await page.locator('.modal').waitFor({ state: 'detached' });
  });

  it('shows what Slack’s client says about a field', async () => {
    await page.getByPlaceholder(/Message #/).fill('/open Form');
    await page.keyboard.press('Enter');
    await page.locator('.modal input.bk-plain-input').fill('');
    await page.getByRole('button', { name: 'Go' }).click();
    await page.getByText('Please complete this required field.').waitFor();
    await page.locator('.modal-x').click();
    await page.locator('.modal').waitFor({ state: 'detached' });
    expect(seen.closed.at(-1)).toBe('Form');
  });
});
