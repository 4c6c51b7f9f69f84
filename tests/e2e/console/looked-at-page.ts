import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';

/** A page and everything that went wrong on it. */
export type LookedAtPage = { page: Page; faults: string[] };

/** Longer than anything takes on a machine that is busy with other tests. */
const patienceMs = 30_000;

/** Opens a page of its own that writes down errors, refused content and requests to other hosts. */
export const lookAt = async (browser: Browser, url: string): Promise<LookedAtPage> => {
  const page = await browser.newPage({ viewport: { width: 1440, height: 860 } });
  page.setDefaultTimeout(patienceMs);
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
  return { page, faults };
};

export const owner = {
  tenantName: 'Watching Capital',
  email: 'owner@watching.example',
  password: 'correct horse battery staple 9',
};

export const signUp = async (page: Page, url: string): Promise<void> => {
  await page.goto(url);
  await page.getByRole('button', { name: 'Sign up' }).click();
  await page.getByLabel('Company').fill(owner.tenantName);
  await page.getByLabel('E-mail').fill(owner.email);
  await page.getByLabel('Password').fill(owner.password);
  await page.locator('button[type=submit]').click();
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();
};

/** What the owner's invitation lets in. */
export const invite = async (url: string, email: string): Promise<string> => {
  const ask = async (query: string, input: object, token = ''): Promise<unknown> => {
    const response = await fetch(new URL('/graphql', url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: token }) },
      body: JSON.stringify({ query, variables: { input } }),
    });
    return ((await response.json()) as { data: unknown }).data;
  };
  const { signIn } = (await ask(
    'mutation ($input: SignInInput!) { signIn(input: $input) { session { accessToken } } }',
    { email: owner.email, password: owner.password },
  )) as { signIn: { session: { accessToken: string } } };
  const { inviteMember } = (await ask(
    'mutation ($input: InviteMemberInput!) { inviteMember(input: $input) { token } }',
    { email, role: 'TRADER' },
    `Bearer ${signIn.session.accessToken}`,
  )) as { inviteMember: { token: string } };
  return inviteMember.token;
};

/** Waits until a text is another than it is now. */
export const untilChanged = async (page: Page, selector: string): Promise<void> => {
  const element = page.locator(selector).first();
  await element.waitFor();
  const before = (await element.textContent()) ?? '';
  await element.filter({ hasNotText: before }).waitFor();
};

/** Waits until nothing on the page is still to come. */
export const untilLoaded = async (page: Page): Promise<void> => {
  await page.locator('#page .panel').first().waitFor();
  await page.locator('#page').filter({ hasNotText: 'Loading…' }).waitFor();
};

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type Violation = { id: string; nodes: { html: string; failureSummary: string }[] };

/** What keeps people with assistive technology, or weak sight, from using the page as it stands. */
export const accessibilityFaults = async (page: Page): Promise<string[]> => {
  // Playwright evaluates beside the page, so that its policy against inline scripts stays in force.
  await page.evaluate(axe);
  const faults: string[] = [];
  for (const theme of ['light', 'dark']) {
    await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`);
    const violations = await page.evaluate<Violation[]>(
      'axe.run().then(({ violations }) => violations)',
    );
    for (const { id, nodes } of violations)
      faults.push(`${theme} ${id}: ${nodes[0]?.html ?? ''} ${nodes[0]?.failureSummary ?? ''}`);
  }
  return faults;
};
