import { expect } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';

/** A page and everything that went wrong on it. */
export type LookedAtPage = { page: Page; context: BrowserContext; faults: string[] };

/** Opens a page of its own that writes down errors, refused content and requests to other hosts. */
export const lookAt = async (browser: Browser, url: string): Promise<LookedAtPage> => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 860 } });
  const page = await context.newPage();
  const faults: string[] = [];
  const own = new URL(url).origin;
  page.on('pageerror', ({ message }) => faults.push(`error: ${message}`));
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== own && protocol.startsWith('http')) faults.push(`request: ${request.url()}`);
  });
  await page.exposeFunction('refusedByPolicy', (what: string) => faults.push(`policy: ${what}`));
  await page.addInitScript(
    `addEventListener('securitypolicyviolation', (event) =>
       refusedByPolicy(event.violatedDirective + ' ' + event.blockedURI))`,
  );
  return { page, context, faults };
};

export const signUp = async (page: Page, url: string, owner: SignUp): Promise<void> => {
  await page.goto(url);
  await page.getByRole('button', { name: 'Sign up' }).click();
  await page.getByLabel('Company').fill(owner.tenantName);
  await page.getByLabel('E-mail').fill(owner.email);
  await page.getByLabel('Password').fill(owner.password);
  await page.locator('button[type=submit]').click();
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();
};

type SignUp = { tenantName: string; email: string; password: string };

/** Waits until what `read` sees is another than it was. */
export const changes = async (read: () => Promise<string | null>): Promise<void> => {
  const before = await read();
  await expect(
    (async () => {
      for (;;) if ((await read()) !== before) return true;
    })(),
  ).resolves.toBe(true);
};
