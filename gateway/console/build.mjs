#!/usr/bin/env node
// Bundles the console, so that the gateway serves it without any other host. `npm start` does it as part of the build;
// alone: node gateway/console/build.mjs [<folder>]
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const here = fileURLToPath(new URL('.', import.meta.url));
/** 11 takes four times as long for a twentieth less. */
const brotliQuality = 9;

const compress = (file) => {
  const content = readFileSync(file);
  const parameters = { [constants.BROTLI_PARAM_QUALITY]: brotliQuality };
  writeFileSync(`${file}.br`, brotliCompressSync(content, { params: parameters }));
  writeFileSync(`${file}.gz`, gzipSync(content));
};

/** Writes the page, its hashed assets and their compressed forms to `folder`. */
export const buildConsole = async (folder) => {
  const { build } = await import('vite');
  await build({
    configFile: false,
    envFile: false,
    root: here,
    logLevel: 'error',
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'es2022',
      // Data in an address would be one more source for the content security policy to allow.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
  });
  const written = readdirSync(folder, { recursive: true, withFileTypes: true });
  for (const entry of written) if (entry.isFile()) compress(join(entry.parentPath, entry.name));
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder =
    process.argv[2] ?? fileURLToPath(new URL('../../dist/gateway/console', import.meta.url));
  await buildConsole(folder);
  console.log(`Built ${folder}.`);
}
