import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './paths.mjs';
import { pages, pagesFingerprint, placePage } from './place-pages.mjs';

export const builtFolder = join(root, 'dist');
const stampFile = 'sources.sha256';

/** What a running platform is made of. */
const sourceFolders = ['foundation', 'gateway', 'platform', 'prisma', 'subgraphs'];
const sourceFiles = ['supergraph.graphql'];
const notSources =
  /(\.prisma|\.md|prisma\.config\.ts|\.sha256)$|^foundation\/testing\/|^gateway\/(console|graphiql)\//;

const filesUnder = (folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'));

const listSources = () =>
  [
    ...sourceFolders.flatMap(filesUnder),
    ...sourceFiles.filter((file) => existsSync(join(root, file))),
  ]
    .filter((file) => !notSources.test(file))
    .sort();

const fingerprintOf = (files) => {
  const hash = createHash('sha256').update(readFileSync(new URL(import.meta.url)));
  hash.update(pagesFingerprint());
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  return hash.digest('hex');
};

const isCurrent = (fingerprint) => {
  const stamp = join(builtFolder, stampFile);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint;
};

/** File by file, so that paths stay what they are and `new URL('./schema.graphql', import.meta.url)` holds. */
const transpile = async (files, outdir) => {
  const esbuild = await import('esbuild');
  try {
    await esbuild.build({
      absWorkingDir: root,
      entryPoints: files,
      outdir,
      outbase: root,
      format: 'esm',
      platform: 'node',
      target: 'node20.19',
      sourcemap: true,
      sourcesContent: false,
      logLevel: 'silent',
    });
  } finally {
    await esbuild.stop();
  }
};

/** Only a whole build ever stands in dist; of two builds at once the later one stays. */
const putInPlace = (draft) => {
  for (let tries = 1; ; tries++) {
    rmSync(builtFolder, { recursive: true, force: true });
    try {
      renameSync(draft, builtFolder);
      return;
    } catch (error) {
      if (tries === 5 || (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST')) throw error;
    }
  }
};

const build = async (files, fingerprint) => {
  const draft = `${builtFolder}.${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  try {
    const isTypeScript = (file) => file.endsWith('.ts');
    await transpile(files.filter(isTypeScript), draft);
    for (const file of files.filter((each) => !isTypeScript(each)))
      cpSync(join(root, file), join(draft, file));
    for (const page of pages) await placePage(page, draft, builtFolder);
    writeFileSync(join(draft, stampFile), fingerprint);
    putInPlace(draft);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
};

/** Compiles to dist/ what changed since the last build (by content, so a fresh checkout of the same commit counts as built). */
export const ensureBuilt = async ({ progress, force = false }) => {
  const files = listSources();
  const fingerprint = fingerprintOf(files);
  if (!force && isCurrent(fingerprint)) return;
  progress.phase('Building');
  await build(files, fingerprint);
};

/** A module of the built platform, such as `platform/main.js`. */
export const importBuilt = (path) => import(pathToFileURL(join(builtFolder, path)).href);
