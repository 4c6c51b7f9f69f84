// Writes what is derived from code for people: node scripts/run-ts.mjs scripts/generate-references.ts [--check]
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCatalogue } from '../foundation/errors/error-codes.js';
import { errorCataloguePage } from './references/error-catalogue-page.js';
import { collectSettings } from './references/settings-catalogue.js';
import { configurationPage, environmentExample } from './references/settings-pages.js';

const root = join(import.meta.dirname, '..');
const check = process.argv.includes('--check');

const settings = await collectSettings(root);
const pages = {
  'docs/errors.md': errorCataloguePage(errorCatalogue),
  'docs/configuration.md': configurationPage(settings),
  '.env.example': environmentExample(settings),
};

const stale = Object.entries(pages).filter(([path, text]) => {
  const file = join(root, path);
  return !existsSync(file) || readFileSync(file, 'utf8') !== text;
});

for (const [path, text] of stale) {
  if (check) console.error(`${path} is not what the code says.`);
  else {
    writeFileSync(join(root, path), text);
    console.log(`Wrote ${path}.`);
  }
}
if (check && stale.length > 0) process.exitCode = 1;
