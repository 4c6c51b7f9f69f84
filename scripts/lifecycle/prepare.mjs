import { ensureBuilt } from './ensure-built.mjs';
import { ensureGenerated } from './ensure-generated.mjs';
import { ensureInstalled } from './ensure-installed.mjs';

/**
 * Everything between a fresh clone and code that runs; each step does nothing when nothing changed.
 * @param options.force compiles in any case.
 */
export const prepare = async ({ progress, signal, force = false }) => {
  await ensureInstalled({ progress, signal });
  await ensureGenerated({ progress, signal });
  await ensureBuilt({ progress, force });
  signal?.throwIfAborted();
};
