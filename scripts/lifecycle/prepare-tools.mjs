import { ensureGenerated } from './ensure-generated.mjs';
import { ensureInstalled } from './ensure-installed.mjs';
import { createProgress } from './progress.mjs';
import { explain } from './refusal.mjs';

/**
 * Installs the tools of development and generates what they judge, so that every command works on a fresh clone. Ends
 * the process with one sentence when that cannot be done.
 * @param more further steps, such as `ensureBuilt`.
 */
export const prepareTools = async (...more) => {
  const progress = createProgress(process.stderr);
  const { signal } = new AbortController();
  try {
    for (const step of [ensureInstalled, ensureGenerated, ...more])
      await step({ dev: true, progress, signal });
    progress.done();
  } catch (error) {
    progress.failed();
    console.error(`\n${explain(error)}`);
    process.exit(1);
  }
};
