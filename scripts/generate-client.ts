// The clients of tests/contract and of the console from the supergraph: node scripts/run-ts.mjs scripts/generate-client.ts [--check]
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { printSchema } from 'graphql';
import { readApiSchema } from './contract/api-schema.js';

const root = join(import.meta.dirname, '..');
const cache = join(root, '.cache');
const schemaFile = join(cache, 'api-schema.graphql');

mkdirSync(cache, { recursive: true });
writeFileSync(schemaFile, printSchema(readApiSchema(root)));

const write = (config: string): number | null => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/@graphql-codegen/cli/esm/bin.js'),
      '--config',
      config,
      ...process.argv.slice(2),
    ],
    { cwd: root, encoding: 'utf8', env: { ...process.env, CODEGEN_SCHEMA: schemaFile } },
  );
  // When all is well it tells every step; only a failure is worth reading.
  if (status !== 0) console.error(`${stdout}${stderr}`);
  return status;
};

const statuses = ['codegen.yml', 'gateway/console/codegen.yml'].map(write);
process.exit(statuses.every((status) => status === 0) ? 0 : 1);
