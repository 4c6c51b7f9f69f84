import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

const manifestSchema = z.object({ version: z.string() });

/** The manifest stands above this file, be it run from its source or from `dist`. */
const findManifest = (folder: URL): URL => {
  const candidate = new URL('package.json', folder);
  if (existsSync(candidate)) return candidate;
  const parent = new URL('..', folder);
  if (parent.href === folder.href) throw new Error('there is no package.json above the platform');
  return findManifest(parent);
};

/** Of all services, as package.json gives it. */
export const platformVersion = manifestSchema.parse(
  JSON.parse(readFileSync(findManifest(new URL('.', import.meta.url)), 'utf8')),
).version;
