#!/usr/bin/env node
// Generates the Prisma clients whose models changed: npm run db:generate [-- --force]
import { runCommandLine } from './lifecycle/command-line.mjs';
import { ensureGenerated } from './lifecycle/ensure-generated.mjs';
import { createProgress } from './lifecycle/progress.mjs';

const progress = createProgress(process.stdout);
await runCommandLine(async () => {
  await ensureGenerated({ progress, force: process.argv.includes('--force') });
  progress.done();
});
