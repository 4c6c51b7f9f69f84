import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readApiSchema } from './contract/api-schema.js';
import type { Contract, PendingOperations } from './contract/contract-faults.js';
import { contractFaults } from './contract/contract-faults.js';
import { readOperations } from './contract/contract-operations.js';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'tests/contract');
const readJson = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), 'utf8'));

const pending = readJson('pending.json') as PendingOperations;
const operations = readOperations(folder);
const variables = readJson('variables.json') as Contract['variables'];

const schema = readApiSchema(root);
const faults = contractFaults(schema, { operations, pending, variables });

if (faults.length > 0) {
  console.error(
    `${faults.join('\n')}\n\nThe operations of tests/contract are a promise to clients: mend the schema, not the operation.`,
  );
  process.exitCode = 1;
} else {
  const later = Object.values(pending).flat().length;
  console.log(`${operations.length - later} operations are served, ${later} are to come.`);
}
