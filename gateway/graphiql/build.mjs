#!/usr/bin/env node
// Bundles GraphiQL, so that the gateway serves it without any other host. `npm start` does it as part of the build;
// alone: node gateway/graphiql/build.mjs [<folder>]
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));

/** Writes the page and what it needs to `folder`, the page last. */
export const buildExplorer = async (folder) => {
  const esbuild = await import('esbuild');
  mkdirSync(folder, { recursive: true });
  try {
    await esbuild.build({
      entryPoints: [join(here, 'app.mjs')],
      outfile: join(folder, 'app.js'),
      bundle: true,
      minify: true,
      format: 'iife',
      target: 'es2022',
      define: { 'process.env.NODE_ENV': '"production"' },
      loader: { '.woff2': 'dataurl', '.woff': 'dataurl', '.ttf': 'dataurl', '.svg': 'dataurl' },
      legalComments: 'eof',
      logLevel: 'silent',
    });
  } finally {
    await esbuild.stop();
  }
  copyFileSync(join(here, 'index.html'), join(folder, 'index.html'));
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder =
    process.argv[2] ?? fileURLToPath(new URL('../../dist/gateway/graphiql', import.meta.url));
  await buildExplorer(folder);
  console.log(`Built ${folder}.`);
}
