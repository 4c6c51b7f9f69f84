#!/usr/bin/env node
// Everything that is derived, in the order of its dependence: npm run generate
// With --check it compares with the committed files instead and writes none of them.
import { spawnSync } from 'node:child_process';
import { root } from './lifecycle/paths.mjs';
import { prepareTools } from './lifecycle/prepare-tools.mjs';

await prepareTools();
const check = process.argv.includes('--check');

const run = (script, ...args) =>
  spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' }).status === 0;
const runTypeScript = (script, ...args) => run('scripts/run-ts.mjs', script, ...args);
const mode = check ? ['--check'] : [];

const steps = [
  () => run('scripts/compose-supergraph.mjs', ...mode),
  () => runTypeScript('scripts/generate-references.ts', ...mode),
  () => runTypeScript('scripts/generate-client.ts', ...mode),
];

// A later step reads what an earlier one wrote; a check can tell all that is stale at once.
let faults = 0;
for (const step of steps) {
  if (step()) continue;
  faults += 1;
  if (!check) break;
}
if (check && faults > 0) console.error('\nRun `npm run generate` and commit what it writes.');
else if (check) console.log('Everything generated is up to date.');
process.exit(faults === 0 ? 0 : 1);
