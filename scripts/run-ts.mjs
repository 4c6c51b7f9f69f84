#!/usr/bin/env node
// Runs a TypeScript file of this repository: node scripts/run-ts.mjs <file.ts> [arguments…]
import { existsSync } from 'node:fs';
import { register } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [file, ...rest] = process.argv.slice(2);
if (file === undefined || !existsSync(file)) {
  console.error(
    file === undefined
      ? 'Usage: node scripts/run-ts.mjs <file.ts> [arguments…]'
      : `There is no file ${file}.`,
  );
  process.exit(2);
}

process.setSourceMapsEnabled(true);
register('./typescript-hooks.mjs', import.meta.url);
process.argv.splice(1, process.argv.length, resolve(file), ...rest);
await import(pathToFileURL(resolve(file)).href);
