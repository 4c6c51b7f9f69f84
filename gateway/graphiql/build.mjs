#!/usr/bin/env node
// Bundles GraphiQL into dist/gateway/graphiql, so that the gateway serves it without any other host:
//   node gateway/graphiql/build.mjs [--if-missing]
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const folder = fileURLToPath(new URL('../../dist/gateway/graphiql', import.meta.url));
const page = join(folder, 'index.html');

if (!(process.argv.includes('--if-missing') && existsSync(page))) {
  mkdirSync(folder, { recursive: true });
  await build({
    entryPoints: [join(here, 'app.mjs')],
    outfile: join(folder, 'app.js'),
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"' },
    loader: { '.woff2': 'dataurl', '.woff': 'dataurl', '.ttf': 'dataurl', '.svg': 'dataurl' },
    legalComments: 'eof',
    logLevel: 'warning',
  });
  // Last, so that a page is only there when everything that it needs is.
  copyFileSync(join(here, 'index.html'), page);
  console.log('Built dist/gateway/graphiql.');
}
