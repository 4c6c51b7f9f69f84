import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { readOrCreateSecret } from './kept-secret.js';

export type Environment = Readonly<Record<string, string | undefined>>;

const newKey = (): string => randomBytes(32).toString('base64');

/** Loopback only, unless the operator opens it: a demonstration is not for the whole network. */
const defaults = {
  GATEWAY_HOST: '127.0.0.1',
  SERVICE_HOST: '127.0.0.1',
  // One process works for all services.
  DATABASE_CONNECTIONS: '15',
};

/**
 * The environment as the services see it: what the operator left open is filled in, keys with those that were made
 * for this data folder at its first start.
 */
export const completeEnvironment = (given: Environment, dataDir: string): Environment => {
  const kept = (name: string): string => readOrCreateSecret(join(dataDir, 'secrets', name), newKey);
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
  return {
    ...defaults,
    TENANT_EXPORTS_FOLDER: join(dataDir, 'exports'),
    ...set,
    INTERNAL_IDENTITY_KEY: set['INTERNAL_IDENTITY_KEY'] ?? kept('internal-identity.key'),
    PLATFORM_ENCRYPTION_KEY: set['PLATFORM_ENCRYPTION_KEY'] ?? kept('encryption.key'),
  };
};
