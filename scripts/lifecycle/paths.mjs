import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Lets `.env` add to the environment; what is set already wins. */
export const loadDotEnv = () => {
  const file = join(root, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
};

/** Where everything that a running platform writes is kept. */
export const dataFolder = () => resolve(root, process.env.DATA_DIR || '.data');
