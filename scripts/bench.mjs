#!/usr/bin/env node
// Runs one benchmark: npm run bench -- <name> [arguments…]; without a name it lists them.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './lifecycle/paths.mjs';
import { prepareTools } from './lifecycle/prepare-tools.mjs';

const folder = join(root, 'tests/bench');
const names = (existsSync(folder) ? readdirSync(folder) : [])
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -'.ts'.length));

const [name, ...rest] = process.argv.slice(2);
if (name === undefined || !names.includes(name)) {
  if (name !== undefined) console.error(`There is no benchmark ${name}.`);
  console.error(
    `Usage: npm run bench -- <name>\nThere are: ${names.join(', ') || '(none in tests/bench)'}`,
  );
  process.exit(2);
}

await prepareTools();
const { status } = spawnSync(
  process.execPath,
  ['--expose-gc', join(root, 'scripts/run-ts.mjs'), join(folder, `${name}.ts`), ...rest],
  { cwd: root, stdio: 'inherit' },
);
process.exit(status ?? 1);
