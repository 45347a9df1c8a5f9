import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

export interface OpenedBrowser {
  readonly page: Page;
  /** Keeps what the page shows now as `artifacts/<name>.png`. */
  readonly picture: (name: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Opens a page in Debian's Chromium, or in the one that `CHROMIUM_BIN` names. Throws when there is none. */
export async function openBrowser(url: string, height = 1_000): Promise<OpenedBrowser> {
  const executablePath = process.env.CHROMIUM_BIN ?? '/usr/bin/chromium';
  if (!existsSync(executablePath))
    throw new Error(`No browser at ${executablePath}. Install Debian's chromium or set CHROMIUM_BIN.`);
  const browser: Browser = await chromium.launch({ executablePath, args: quiet });
  const page = await browser.newPage({ viewport: { width: 1_280, height } });
  page.setDefaultTimeout(60_000);
  await page.goto(url);
  return {
    page,
    picture: async (name) => {
      mkdirSync('artifacts', { recursive: true });
      await page.screenshot({ path: join('artifacts', `${name}.png`) });
    },
    close: () => browser.close(),
  };
}
