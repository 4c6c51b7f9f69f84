import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './paths.mjs';

const stampFile = 'sources.sha256';

/** What the gateway shows in browsers, each bundled by the build.mjs of its folder. */
export const pages = [
  { folder: 'gateway/graphiql', builder: 'buildExplorer' },
  { folder: 'gateway/console', builder: 'buildConsole' },
];

const filesOf = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();

/** Of its own files and of the packages that go into the bundle. */
const fingerprintOf = ({ folder }) => {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  for (const name of filesOf(join(root, folder)))
    hash.update(`${name}\0`).update(readFileSync(join(root, folder, name)));
  return hash.digest('hex');
};

export const pagesFingerprint = () => pages.map(fingerprintOf).join();

/** Puts a page into the build `draft`: that of the last build when nothing changed, for bundling takes seconds. */
export const placePage = async (page, draft, lastBuild) => {
  const target = join(draft, page.folder);
  const previous = join(lastBuild, page.folder);
  const fingerprint = fingerprintOf(page);
  const stamp = join(previous, stampFile);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint) {
    cpSync(previous, target, { recursive: true });
    return;
  }
  const script = pathToFileURL(join(root, page.folder, 'build.mjs')).href;
  await (await import(script))[page.builder](target);
  writeFileSync(join(target, stampFile), fingerprint);
};
