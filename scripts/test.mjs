#!/usr/bin/env node
// npm test [-- <jest arguments>]: on a fresh clone it first installs, generates and builds what the tests stand on.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuilt } from './lifecycle/ensure-built.mjs';
import { root } from './lifecycle/paths.mjs';
import { prepareTools } from './lifecycle/prepare-tools.mjs';

await prepareTools(ensureBuilt);

const nodeOptions = [
  process.env.NODE_OPTIONS,
  '--experimental-vm-modules', // Jest runs ES modules through it
  '--disable-warning=ExperimentalWarning',
];
const jest = spawn(
  process.execPath,
  [join(root, 'node_modules/jest/bin/jest.js'), ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, NODE_OPTIONS: nodeOptions.filter(Boolean).join(' ') },
  },
);
// Ctrl-C reaches Jest too, which ends by itself and tells how.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => jest.kill('SIGTERM'));
jest.on('close', (code) => process.exit(code ?? 1));
