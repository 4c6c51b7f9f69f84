#!/usr/bin/env node
import { readOptions, runCommandLine } from './lifecycle/command-line.mjs';
import { prepare } from './lifecycle/prepare.mjs';
import { createProgress } from './lifecycle/progress.mjs';

const usage = `npm run build [-- --force]
Installs, generates and compiles to dist/ what changed. \`npm start\` does it by itself.
  --force   compile even when nothing changed`;

const { force } = readOptions(process.argv.slice(2), usage, {
  force: { type: 'boolean', default: false },
});
const progress = createProgress(process.stdout);

await runCommandLine(async () => {
  await prepare({ progress, force });
  progress.done();
});
