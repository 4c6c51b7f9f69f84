// The client of tests/contract from the supergraph: node scripts/run-ts.mjs scripts/generate-client.ts [--check]
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { printSchema } from 'graphql';
import { apiSchemaOf } from './contract/api-schema.js';
import { generateClient } from './contract/generated-client.js';
import { writeOrCompare } from './references/write-or-compare.js';

const root = join(import.meta.dirname, '..');
const supergraph = readFileSync(join(root, 'supergraph.graphql'), 'utf8');
const files = await generateClient(root, printSchema(apiSchemaOf(supergraph)));

writeOrCompare(root, files, process.argv.includes('--check'));
