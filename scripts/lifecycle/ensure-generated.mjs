import { join } from 'node:path';
import { root } from './paths.mjs';
import { runCommand } from './run-command.mjs';

/** Generates the Prisma clients whose models changed. */
export const ensureGenerated = async ({ progress, signal }) => {
  progress.phase('Generating database clients');
  await runCommand(process.execPath, [join(root, 'scripts/generate-clients.mjs')], { signal });
};
