import { build, stop } from 'esbuild';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** A worker thread's TypeScript as the one file that a thread can load; tests run from sources. */
export const compileWorker = async (
  source: URL,
): Promise<{ url: URL; remove: () => Promise<void> }> => {
  const folder = await mkdtemp(join(tmpdir(), 'worker-'));
  const outfile = join(folder, 'worker.mjs');
  await build({
    entryPoints: [fileURLToPath(source)],
    ...{ outfile, bundle: true, format: 'esm', platform: 'node', logLevel: 'silent' },
  });
  await stop();
  return {
    url: pathToFileURL(outfile),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
};
