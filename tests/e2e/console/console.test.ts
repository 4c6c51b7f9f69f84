import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { hasBrowser, launchBrowser } from '../../support/browser.js';
import {
  accessibilityFaults,
  invite,
  lookAt,
  owner,
  signUp,
  untilChanged,
  untilLoaded,
} from './looked-at-page.js';
import { cleanUp, makeDataDir, startProcess } from '../lifecycle/platform-process.js';

// A start takes seconds, on a machine that is busy with other tests many.
jest.setTimeout(120_000);

const describeInBrowser = hasBrowser() ? describe : describe.skip;

const places = [
  '/market',
  '/trade',
  '/signals',
  '/backtests',
  '/performance',
  '/models',
  '/ai',
  '/business',
  '/business?part=Inbox',
  '/business?part=Compliance',
  '/system',
];

describeInBrowser('the console (needs chromium)', () => {
  let dataDir: string;
  let url: string;
  let browser: Browser;
  let page: Page;
  let faults: string[];

  const open = (place: string) => page.goto(new URL(place, url).href);
  const panel = (name: string | RegExp) => page.getByRole('region', { name });

  beforeAll(async () => {
    dataDir = makeDataDir();
    const [{ instance }, launched] = await Promise.all([startProcess(dataDir), launchBrowser()]);
    browser = launched;
    url = new URL('/', instance.url).href;
    ({ page, faults } = await lookAt(browser, url));
  });
  afterAll(async () => {
    await browser.close();
    await cleanUp(dataDir);
  });

  it('refuses a wrong password with what to do', async () => {
    await open('/');
    await page.getByLabel('E-mail').fill(owner.email);
    await page.getByLabel('Password').fill('not the password of anybody');
    await page.locator('button[type=submit]').click();
    await page.getByRole('alert').getByText('Check e-mail and password').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('leads from signing up to prices that move', async () => {
    await signUp(page, url);
    await untilChanged(page, '#instrument-EURUSD .price');
  });

  it('comes with less than 350 kB', async () => {
    const bytes = await page.evaluate<number>(
      `performance.getEntriesByType('resource').filter(({ name }) => name.includes('/assets/'))
         .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)`,
    );
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThan(350_000);
  });

  it('keeps its place when it is loaded again', async () => {
    await page.getByRole('option', { name: /BTCUSDT/ }).click();
    await page.getByRole('button', { name: 'M5', exact: true }).click();
    expect(new URL(page.url()).search).toBe('?symbol=BTCUSDT&interval=M5');
    await page.reload();
    await panel('BTCUSDT · Bitcoin / Tether').waitFor();
  });

  it('is walked through by keyboard', async () => {
    await page.getByRole('listbox', { name: 'Instruments' }).press('ArrowDown');
    await panel('ETHUSDT · Ether / Tether').waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('t');
    await panel('New order').waitFor();
  });

  it('tells what a new tenant can do next', async () => {
    await panel('Positions').getByText('Place an order').waitFor();
  });

  it('trades', async () => {
    // Crypto trades at every hour of every day.
    await page.getByLabel('Instrument').selectOption('BTCUSDT');
    await page.getByLabel('Quantity').fill('0.05');
    await page.getByRole('button', { name: /^Buy/ }).click();
    await page.getByRole('status').getByText('Buy BTCUSDT: filled').waitFor();
    await panel('Positions').getByRole('cell', { name: '0.05', exact: true }).first().waitFor();
    await panel('Orders').getByRole('cell', { name: 'filled' }).first().waitFor();
  });

  it('says why an order was denied', async () => {
    await page.getByLabel('Quantity').fill('90000');
    await page.getByRole('button', { name: /^Buy/ }).click();
    await page.getByRole('status').getByText('Denied:').waitFor();
  });

  it('halts trading only for somebody who typed it', async () => {
    await page.getByRole('button', { name: 'Kill switch' }).click();
    const halt = page.getByRole('button', { name: 'Halt trading' });
    expect(await halt.isDisabled()).toBe(true);
    await page.getByLabel('Type HALT to confirm').fill('HALT');
    await halt.click();
    await panel('New order').getByText('Trading is halted').waitFor();
    await page.getByRole('button', { name: 'Resume trading' }).click();
    await page.getByRole('button', { name: 'Kill switch' }).waitFor();
  });

  it('answers in a chat as the words come', async () => {
    await open('/ai');
    await page.getByLabel('Question').fill('Is EURUSD trending?');
    await page.getByRole('button', { name: 'Ask' }).click();
    await page.locator('.talk .assistant').getByText('EURUSD').first().waitFor();
  });

  it('lets somebody in who follows an invitation, and forgets the link', async () => {
    const email = 'colleague@watching.example';
    const link = new URL(`/#invitation=${await invite(url, email)}`, url).href;
    const invited = await lookAt(browser, url);
    await invited.page.goto(link);
    await invited.page.getByLabel('Password').fill('another horse battery staple 9');
    expect(await accessibilityFaults(invited.page)).toEqual([]);
    await invited.page.getByRole('button', { name: 'Join' }).click();
    await invited.page.getByRole('navigation', { name: 'Pages' }).waitFor();
    await invited.page.getByText(email).first().waitFor();
    expect(new URL(invited.page.url()).hash).toBe('');
    expect(invited.faults).toEqual([]);
    await invited.page.close();
  });

  it.each(places)('shows %s without a fault and for everybody', async (place) => {
    await open(place);
    await untilLoaded(page);
    await page.getByRole('alert').first().waitFor({ state: 'detached' });
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('asks no other host for anything and stays within its policy', () => {
    expect(faults).toEqual([]);
  });
});
