// Writes what is derived from code for people: node scripts/run-ts.mjs scripts/generate-references.ts [--check]
import { join } from 'node:path';
import { errorCatalogue } from '../foundation/errors/error-codes.js';
import { errorCataloguePage } from './references/error-catalogue-page.js';
import { collectSettings } from './references/settings-catalogue.js';
import { configurationPage, environmentExample } from './references/settings-pages.js';
import { writeOrCompare } from './references/write-or-compare.js';

const root = join(import.meta.dirname, '..');
const settings = await collectSettings(root);
const pages = [
  { path: 'docs/errors.md', text: errorCataloguePage(errorCatalogue) },
  { path: 'docs/configuration.md', text: configurationPage(settings) },
  { path: '.env.example', text: environmentExample(settings) },
];

writeOrCompare(root, pages, process.argv.includes('--check'));
