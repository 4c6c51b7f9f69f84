import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { hasBrowser, launchBrowser } from '../../support/browser.js';
import { lookAt, signUp, untilChanged } from './looked-at-page.js';
import { startRestartable } from './restartable-platform.js';

// Two starts take seconds, on a machine that is busy with other tests many.
jest.setTimeout(120_000);

const describeInBrowser = hasBrowser() ? describe : describe.skip;

describeInBrowser('the console while the gateway is away (needs chromium)', () => {
  let platform: Awaited<ReturnType<typeof startRestartable>>;
  let browser: Browser;
  let page: Page;
  let faults: string[];

  beforeAll(async () => {
    [platform, browser] = await Promise.all([startRestartable(), launchBrowser()]);
    ({ page, faults } = await lookAt(browser, platform.url));
    await signUp(page, platform.url);
  });
  afterAll(async () => {
    await browser.close();
    await platform.close();
  });

  it('goes on by itself, in its place and signed in', async () => {
    await page.goto(new URL('/market?symbol=XAUUSD', platform.url).href);
    await untilChanged(page, '#instrument-BTCUSDT .price');
    await platform.stop();
    await page.locator('.lamp.lost').waitFor();
    await platform.start();
    await page.locator('.lamp.live').waitFor();
    await untilChanged(page, '#instrument-BTCUSDT .price');
    await page.getByRole('region', { name: /^XAUUSD/ }).waitFor();
    expect(faults).toEqual([]);
  });
});
