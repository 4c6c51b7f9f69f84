import type { Logger } from '../../foundation/logging/logger.js';
import { readOrCreateDemoCredentials } from './demo-credentials.js';
import { DemoSignInError, prepareDemoTenant } from './demo-tenant.js';

/** How to sign in to the demo tenant; the password is null when another installation made that tenant. */
export type DemoSignIn = { email: string; password: string | null };

/** Sees to the demo tenant. Whatever goes wrong with it, the platform runs without. */
export const openDemo = async (
  apiUrl: string,
  dataDir: string,
  logger: Logger,
): Promise<DemoSignIn | null> => {
  const credentials = readOrCreateDemoCredentials(dataDir);
  const { email, password } = credentials;
  try {
    await prepareDemoTenant(apiUrl, credentials);
    return { email, password };
  } catch (error) {
    logger.error({ err: error }, 'the demo tenant is not as it should be');
    return error instanceof DemoSignInError ? { email, password: null } : null;
  }
};
