#!/usr/bin/env node
// npm test [-- <jest arguments>]: on a fresh clone it first installs and generates what the tests stand on.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

const run = (command, args, environment = {}) => {
  const { status, signal } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  return status ?? (signal === 'SIGINT' ? 130 : 1);
};

const must = (command, args) => {
  const status = run(command, args);
  if (status !== 0) process.exit(status);
};

/** npm leaves a copy of what it installed; a package is missing when the lock file has more than that copy. */
const isInstalled = () => {
  const copy = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(copy)) return false;
  const installed = JSON.parse(readFileSync(copy, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      path === '' || optional || installed[path]?.version === version,
  );
};

if (!isInstalled()) must('npm', ['ci']);
must(process.execPath, ['scripts/generate-clients.mjs']);

const nodeOptions = [
  process.env.NODE_OPTIONS,
  '--experimental-vm-modules', // Jest runs ES modules through it
  '--disable-warning=ExperimentalWarning',
];
process.exit(
  run(process.execPath, [join(root, 'node_modules/jest/bin/jest.js'), ...process.argv.slice(2)], {
    NODE_OPTIONS: nodeOptions.filter(Boolean).join(' '),
  }),
);
