import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './paths.mjs';

const sources = join(root, 'gateway/graphiql');
const stampFile = 'sources.sha256';

/** Of its own files and of the packages that go into the bundle. */
export const explorerFingerprint = () => {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  for (const name of readdirSync(sources).sort())
    hash.update(`${name}\0`).update(readFileSync(join(sources, name)));
  return hash.digest('hex');
};

/** Puts the API explorer into `folder`: that of the last build when nothing changed, for bundling takes seconds. */
export const placeExplorer = async (folder, previous) => {
  const fingerprint = explorerFingerprint();
  const stamp = join(previous, stampFile);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint) {
    cpSync(previous, folder, { recursive: true });
    return;
  }
  const { buildExplorer } = await import(pathToFileURL(join(sources, 'build.mjs')).href);
  await buildExplorer(folder);
  writeFileSync(join(folder, stampFile), fingerprint);
};
