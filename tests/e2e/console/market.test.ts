import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { hasBrowser, launchBrowser } from '../../support/browser.js';
import { cleanUp, makeDataDir, startProcess } from '../lifecycle/platform-process.js';
import { changes, lookAt, signUp } from './looked-at-page.js';
import type { LookedAtPage } from './looked-at-page.js';

const describeInBrowser = hasBrowser() ? describe : describe.skip;

describeInBrowser('the market page (needs chromium)', () => {
  let dataDir: string;
  let url: string;
  let browser: Browser;
  let seen: LookedAtPage;

  beforeAll(async () => {
    dataDir = makeDataDir();
    const [{ instance }, launched] = await Promise.all([startProcess(dataDir), launchBrowser()]);
    url = new URL('/', instance.url).href;
    browser = launched;
    seen = await lookAt(browser, url);
    await signUp(seen.page, url, {
      tenantName: 'Watching Capital',
      email: 'owner@watching.example',
      password: 'correct horse battery staple 9',
    });
  });
  afterAll(async () => {
    await browser.close();
    await cleanUp(dataDir);
  });

  it('shows prices that move', async () => {
    const bid = seen.page
      .getByRole('option', { name: /EURUSD/ })
      .locator('.price')
      .first();
    await bid.waitFor();
    await changes(() => bid.textContent());
  });

  it('keeps its place when it is loaded again', async () => {
    await seen.page.getByRole('option', { name: /BTCUSDT/ }).click();
    await seen.page.getByRole('button', { name: 'M5', exact: true }).click();
    expect(new URL(seen.page.url()).search).toBe('?symbol=BTCUSDT&interval=M5');
    await seen.page.reload();
    await seen.page.getByRole('region', { name: 'BTCUSDT · Bitcoin / Tether' }).waitFor();
  });

  it('asks no other host for anything and stays within its policy', () => {
    expect(seen.faults).toEqual([]);
  });
});
