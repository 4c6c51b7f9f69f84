import { importBuilt } from './ensure-built.mjs';
import { prepare } from './prepare.mjs';
import { createProgress } from './progress.mjs';
import { explain } from './refusal.mjs';

/**
 * Runs a compiled module in this process once everything it needs is there; exits with 1 when that cannot be. Its
 * progress goes to standard error: standard output is for the module's log.
 */
export const runPrepared = async (module) => {
  const progress = createProgress(process.stderr);
  try {
    await prepare({ progress });
    progress.done();
  } catch (error) {
    progress.failed();
    console.error(`\n${explain(error)}`);
    process.exit(1);
  }
  await importBuilt(module);
};
