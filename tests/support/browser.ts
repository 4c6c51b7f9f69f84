import { spawnSync } from 'node:child_process';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

/** Debian's name for it. */
const program = 'chromium';

const whereIs = (): string | null => {
  const { status, stdout } = spawnSync('which', [program], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
};

/** Whether this machine has a browser to look at pages with. */
export const hasBrowser = (): boolean => whereIs() !== null;

/** A browser without a window; it asks nobody outside this machine for anything. */
export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: whereIs() ?? program,
    // Its sandbox needs rights that root in a container does not have; it only sees our own pages.
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-background-networking'],
  });
