import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type OpenedBrowser, openBrowser } from '../../demo/browser.ts';
import { openFindingsSvg } from '../../src/charts/open-findings-svg.ts';
import { inherited } from '../../src/charts/theme.ts';
import type { ScanReport } from '../../src/domain/audit.ts';
import { toDocument } from '../../src/domain/exports/document.ts';
import type { Finding } from '../../src/domain/finding.ts';
import { seriesInWords } from '../../src/domain/series.ts';
import { reportPage } from '../../src/html/report-page.ts';
import { failed, finding, scanned, target } from '../helpers/findings.ts';
import { sampleMeta } from '../helpers/rule-meta.ts';

const times = { auditId: '7f3k', startedAt: '2026-11-21T09:00:00.000Z', finishedAt: '2026-11-21T09:00:04.000Z' };

const series = Array.from({ length: 30 }, (_, index) => ({
  day: new Date(Date.UTC(2026, 9, 23 + index)).toISOString().slice(0, 10),
  open: [9, 10, 11, 12].includes(index) ? null : 14 + Math.round(4 * Math.sin(index / 3)),
  opened: index % 3 === 0 ? 2 : 0,
  fixed: index % 4 === 0 ? 2 : 0,
}));
const picture = { svg: openFindingsSvg(series, inherited), alt: seriesInWords(series) };

let dir: string;
let browser: OpenedBrowser;
let page: Page;
/** Everything that the page asked for beyond itself, said on the console, or threw. */
const trouble: string[] = [];

async function open(name: string, reports: readonly ScanReport[]): Promise<void> {
  const html = await reportPage({
    document: toDocument(times, reports),
    metas: [sampleMeta],
    version: '1.2.3',
    picture,
  });
  const file = join(dir, `${name}.html`);
  writeFileSync(file, html);
  await page.goto(pathToFileURL(file).href);
}

const rows = () => page.locator('#findings tr[data-row]');
const names = () => page.locator('td[data-title="Database"]').allInnerTexts();
const shown = () => page.locator('#shown').innerText();
const filter = (name: string) => page.getByRole('combobox', { name, exact: true });

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'aurora-page-'));
  mkdirSync('artifacts', { recursive: true });
  browser = await openBrowser('about:blank', 1_100);
  page = browser.page;
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  page.on('console', (message) => trouble.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => trouble.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => {
    trouble.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!request.url().startsWith('file:') || request.resourceType() !== 'document')
      trouble.push(`request: ${request.url()}`);
  });
});
afterEach(() => {
  expect(trouble.splice(0)).toEqual([]);
});
afterAll(async () => {
  await browser?.close();
  rmSync(dir, { recursive: true });
});

const shop = target({ accountId: '222222222222', accountName: 'shop-prod', region: 'us-east-1' });
const few = (): ScanReport[] => [
  scanned([
    finding({ name: 'orders', severity: 'high' }),
    finding({ name: 'cart-10', status: 'pass', reason: 'Window of 72 h in force.' }),
    finding({ name: 'cart-9', status: 'pass', reason: 'Window of 24 h in force.' }),
    finding({ name: 'users', exempt: { reason: 'rebuilt nightly', owner: 'platform' } }),
  ]),
  scanned([finding({ name: 'etl', target: shop, status: 'unknown', reason: 'AccessDenied.', severity: 'low' })], shop),
  failed(target({ accountId: '666666666666', accountName: 'legacy' })),
];

describe('the page of a report, opened from a disk', () => {
  it('shows everything at once, what needs someone first', async () => {
    await open('few', few());
    expect(await page.locator('h1').innerText()).toBe('1 cannot be rewound');
    expect(await names()).toEqual(['orders', 'etl', 'cart-10', 'cart-9', 'users']);
    expect(await shown()).toBe('5 findings');
    expect(await page.getByText('role aurora-keeper-audit cannot be assumed').isVisible()).toBe(true);
    expect(await page.locator('figure svg').isVisible()).toBe(true);
    expect(await page.locator('#pages').isVisible()).toBe(false);
    await browser.picture('page-1-few');
  });

  it('filters by each of its choices, by words, and by its counts', async () => {
    await filter('Account').selectOption('shop-prod');
    expect(await names()).toEqual(['etl']);
    expect(await shown()).toBe('1 matching finding (5 in all)');
    await filter('Severity').selectOption('High');
    expect(await shown()).toBe('No finding matches (5 in all)');
    await page.getByRole('button', { name: 'Clear' }).click();
    await expect.poll(shown).toBe('5 findings');
    await page.getByRole('searchbox').fill('24 H cart');
    expect(await names()).toEqual(['cart-9']);
    await page.getByRole('searchbox').fill('arn:aws:rds:eu-west-1:111111111111:cluster:users');
    expect(await names()).toEqual(['users']);
    await page.getByRole('searchbox').fill('');
    const fine = page.getByRole('button', { name: '2 fine' });
    await fine.click();
    expect(await names()).toEqual(['cart-10', 'cart-9']);
    expect(await fine.getAttribute('aria-pressed')).toBe('true');
    expect(await filter('Status').inputValue()).toBe('Fine');
    await fine.click();
    expect(await shown()).toBe('5 findings');
  });

  it('sorts up, down and not at all; numbers in names count as numbers, severity as rank', async () => {
    const head = (name: string) => page.getByRole('columnheader', { name });
    await head('Database').getByRole('button').click();
    expect(await names()).toEqual(['cart-9', 'cart-10', 'etl', 'orders', 'users']);
    expect(await head('Database').getAttribute('aria-sort')).toBe('ascending');
    await head('Database').getByRole('button').click();
    expect(await names()).toEqual(['users', 'orders', 'etl', 'cart-10', 'cart-9']);
    await head('Severity').getByRole('button').click();
    expect((await names())[0]).toBe('orders');
    expect(await head('Database').getAttribute('aria-sort')).toBeNull();
    await head('Severity').getByRole('button').click();
    expect((await names())[0]).toBe('etl');
    await head('Severity').getByRole('button').click();
    expect(await names()).toEqual(['orders', 'etl', 'cart-10', 'cart-9', 'users']);
  });

  it('opens and closes a row by mouse and by keyboard, with fixes to copy', async () => {
    await page.getByText('created without Backtrack').first().click();
    const details = page.locator('.details');
    await details.getByText('Rewinding takes minutes.').waitFor();
    expect(await details.locator('pre').innerText()).toBe('aws rds describe-db-clusters --id orders');
    expect(await details.getByText('21 Nov 2026, 09:00 UTC').isVisible()).toBe(true);
    await details.getByRole('button', { name: 'Copy' }).click();
    await details.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('aws rds describe-db-clusters --id orders');
    await browser.picture('page-2-details');

    const users = page.getByRole('button', { name: 'Details of users' });
    await users.focus();
    await page.keyboard.press('Enter');
    await page.getByText('rebuilt nightly (platform)').waitFor();
    expect(await users.getAttribute('aria-expanded')).toBe('true');
    expect(await page.locator(`#${await users.getAttribute('aria-controls')}`).count()).toBe(1);
    await page.keyboard.press('Space');
    expect(await users.getAttribute('aria-expanded')).toBe('false');
    expect(await details.count()).toBe(1);
    await filter('Status').selectOption('Needs you');
    expect(await details.locator('pre').innerText()).toBe('aws rds describe-db-clusters --id orders');
    await filter('Status').selectOption('');
  });

  it('can be read in the dark and in a narrow window', async () => {
    /** Where letters have too little contrast to their ground: WCAG 2.2, 1.4.3. */
    const faint = () =>
      page.evaluate(() => {
        const channels = (color: string) => (color.match(/[\d.]+/g) ?? []).map(Number);
        const luminance = (color: string) => {
          const [red = 0, green = 0, blue = 0] = channels(color).map((value) => {
            const part = value / 255;
            return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
          });
          return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        };
        const ground = (element: Element | null): string => {
          if (element === null) return 'rgb(255, 255, 255)';
          const color = getComputedStyle(element).backgroundColor;
          return channels(color)[3] === 0 ? ground(element.parentElement) : color;
        };
        return [...document.querySelectorAll('body *')].flatMap((element) => {
          const written = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim());
          if (!written || element.closest('svg, script, style, noscript') !== null) return [];
          const [a, b] = [luminance(getComputedStyle(element).color), luminance(ground(element))];
          const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
          return contrast < 4.5 ? [`${element.tagName}.${element.className} ${contrast.toFixed(2)}`] : [];
        });
      });
    expect(await faint()).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await faint()).toEqual([]);
    await page.evaluate(() => scrollTo(0, 0));
    await browser.picture('page-3-dark');
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: 'light' });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await page.locator('#filters').scrollIntoViewIfNeeded();
    await page.evaluate(() => document.getElementById('filters')?.scrollIntoView());
    await browser.picture('page-4-narrow');
    await page.setViewportSize({ width: 1_280, height: 1_100 });
  });

  it('is not fooled by what databases are called', async () => {
    const evil = '<img src=x onerror=alert(1)></script><script>alert(2)</script>"\' --><!--';
    await open('evil', [
      scanned([
        finding({
          name: evil,
          reason: evil,
          title: evil,
          references: [evil],
          evidence: { [evil]: evil },
          exempt: { reason: evil, owner: evil },
          resource: { type: 'AWS::RDS::DBCluster', id: evil, arn: evil, tags: { [evil]: evil } },
          target: target({ accountName: evil }),
        }),
      ]),
      failed(target({ accountName: evil, region: evil }), evil, evil),
    ]);
    expect(await names()).toEqual([evil]);
    await page.locator('.open').click();
    await page.locator('.details dd').first().waitFor();
    expect(await page.locator('.details').innerText()).toContain(evil);
    expect(await page.locator('img').count()).toBe(0);
    expect(await filter('Account').locator('option').allInnerTexts()).toEqual(['All', evil]);
  });

  it('may not ask for anything, even if a script wanted to', async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const ask = () =>
      page.evaluate(async (base) => {
        const image = new Promise((resolve) => {
          const element = new Image();
          element.onload = () => resolve('loaded');
          element.onerror = () => resolve('failed');
          element.src = `${base}/image`;
        });
        return [await fetch(`${base}/fetch`).then(String, () => 'failed'), await image];
      }, url);
    expect(await ask()).toEqual(['failed', 'failed']);
    expect(asked).toEqual([]);
    // Another page of this browser does reach it.
    await page.goto(`${url}/page`);
    await ask();
    expect(asked).toEqual(expect.arrayContaining(['/fetch', '/image']));
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    trouble.splice(0);
  });
});

describe('the page of ten thousand findings', () => {
  const statuses: readonly Finding['status'][] = ['pass', 'pass', 'pass', 'fail', 'not-applicable', 'unknown'];
  const many = Array.from({ length: 10_000 }, (_, index) =>
    finding({
      name: `tenant-${index}`,
      status: statuses[index % statuses.length] ?? 'pass',
      reason: `Verdict ${index % 50} in words that are as long as most of them are, with a number: ${index}.`,
      target: target({ accountId: String(100_000_000_000 + (index % 40)), accountName: `account-${index % 40}` }),
    }),
  );

  it('is drawn and filtered without waiting', async () => {
    await open('many', [scanned(many)]);
    expect(await shown()).toBe('1–100 of 10,000 findings');
    expect(await rows().count()).toBe(100);
    const figures = await page.evaluate(() => {
      const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
      const search = document.getElementById('search') as HTMLInputElement;
      const timed = (act: () => void) => {
        const before = performance.now();
        act();
        return Math.round(performance.now() - before);
      };
      const type = (text: string) => () => {
        search.value = text;
        search.dispatchEvent(new Event('input', { bubbles: true }));
      };
      return {
        kilobytes: Math.round(document.documentElement.outerHTML.length / 1_000),
        readyMs: Math.round(navigation?.domContentLoadedEventEnd ?? 0),
        firstSearchMs: timed(type('tenant-99')),
        nextSearchMs: timed(type('account-7 words')),
        sortMs: timed(() => document.querySelector<HTMLElement>('th.reason button')?.click()),
      };
    });
    console.log(`ten thousand findings: ${JSON.stringify(figures)}`);
    expect(figures.readyMs).toBeLessThan(5_000);
    expect(Math.max(figures.firstSearchMs, figures.nextSearchMs, figures.sortMs)).toBeLessThan(1_500);
    expect(await shown()).toBe('1–100 of 250 matching findings (10,000 in all)');
    await page.evaluate(() => document.getElementById('filters')?.scrollIntoView());
    await browser.picture('page-5-ten-thousand');
  });

  it('is turned page by page', async () => {
    const turn = (name: string) => page.getByRole('button', { name, exact: true });
    expect(await turn('Previous').isDisabled()).toBe(true);
    await turn('Next').click();
    await turn('Next').click();
    expect(await shown()).toBe('201–250 of 250 matching findings (10,000 in all)');
    expect(await page.locator('#page').innerText()).toBe('Page 3 of 3');
    expect(await rows().count()).toBe(50);
    expect(await turn('Next').isDisabled()).toBe(true);
    await turn('Previous').click();
    expect(await rows().count()).toBe(100);
  });

  it('is whole on paper', async () => {
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    expect(await rows().count()).toBe(250);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.locator('#filters').isVisible()).toBe(false);
    expect(await page.evaluate(() => getComputedStyle(document.body).color)).toBe('rgb(29, 28, 29)');
    await page.emulateMedia({ media: null, colorScheme: null });
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    expect(await rows().count()).toBe(100);
  });
});
