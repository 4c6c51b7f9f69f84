import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readApiSchema } from './contract/api-schema.js';
import type { Contract } from './contract/contract-faults.js';
import { contractFaults } from './contract/contract-faults.js';
import { readOperations, readPending } from './contract/contract-operations.mjs';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'tests/contract');
const pending = readPending(folder);
const operations = readOperations(folder);
const variables = JSON.parse(
  readFileSync(join(folder, 'variables.json'), 'utf8'),
) as Contract['variables'];

const schema = readApiSchema(root);
const faults = contractFaults(schema, { operations, pending, variables });

if (faults.length > 0) {
  console.error(
    `${faults.join('\n')}\n\nThe operations of tests/contract are a promise to clients: mend the schema, not the operation.`,
  );
  process.exitCode = 1;
} else {
  const later = Object.values(pending.operations).flat().length;
  console.log(`${operations.length - later} operations are served, ${later} are to come.`);
}
