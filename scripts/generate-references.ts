// Writes what is derived from code for people: node scripts/run-ts.mjs scripts/generate-references.ts [--check]
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCatalogue } from '../foundation/errors/error-codes.js';
import { composeVariables } from './references/compose-variables.js';
import { errorCataloguePage } from './references/error-catalogue-page.js';
import { collectSettings } from './references/settings-catalogue.js';
import { configurationPage, environmentExample } from './references/settings-pages.js';
import { writeOrCompare } from './references/write-or-compare.js';

const root = join(import.meta.dirname, '..');
const services = await collectSettings(root).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
const composeFile = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
const settings = [...services, composeVariables(composeFile, services)];
const pages = [
  { path: 'docs/errors.md', text: errorCataloguePage(errorCatalogue) },
  { path: 'docs/configuration.md', text: configurationPage(settings) },
  { path: '.env.example', text: environmentExample(settings) },
];

writeOrCompare(root, pages, process.argv.includes('--check'));
