import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { readOrCreateSecret } from '../kept-secret.js';

const credentials = z.object({ tenantName: z.string(), email: z.string(), password: z.string() });
export type DemoCredentials = z.infer<typeof credentials>;

export const demoCredentialsFile = (dataDir: string): string =>
  join(dataDir, 'demo-credentials.json');

/** The demo sign-in of this installation: no two share a password. Kept so that every start prints the same. */
export const readOrCreateDemoCredentials = (dataDir: string): DemoCredentials => {
  const text = readOrCreateSecret(
    demoCredentialsFile(dataDir),
    () =>
      `${JSON.stringify(
        {
          tenantName: 'Demo Trading',
          email: 'demo@trading.example',
          password: randomBytes(15).toString('base64url'),
        } satisfies DemoCredentials,
        null,
        2,
      )}\n`,
  );
  return credentials.parse(JSON.parse(text));
};
