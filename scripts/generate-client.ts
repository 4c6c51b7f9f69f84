// The client of tests/contract from the supergraph: node scripts/run-ts.mjs scripts/generate-client.ts [--check]
import { join } from 'node:path';
import { printSchema } from 'graphql';
import { readApiSchema } from './contract/api-schema.js';
import { generateClient } from './contract/generated-client.js';
import { writeOrCompare } from './references/write-or-compare.js';

const root = join(import.meta.dirname, '..');
const files = await generateClient(root, printSchema(readApiSchema(root)));

writeOrCompare(root, files, process.argv.includes('--check'));
