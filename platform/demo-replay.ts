import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeEmbeddedPostgres } from '../foundation/database/embedded-postgres.js';
import { planReplay } from './replay/plan-replay.js';
import type { ReplayOptions } from './replay/replay-options.js';
import type { ReplayReport } from './replay/replay-report.js';
import { runReplay } from './replay/run-replay.js';

export { parseReplayOptions, replayUsage } from './replay/replay-options.js';
export { barsAgree } from './replay/replay-report.js';
export { reportText } from './replay/report-text.js';

/**
 * Plays recorded days through a whole platform of its own, in a temporary folder that is gone afterwards.
 * @throws in one sentence when a file cannot be played or compared with.
 */
export const replay = async (
  options: ReplayOptions,
  { onProgress, signal }: { onProgress: (phase: string) => void; signal: AbortSignal },
): Promise<ReplayReport> => {
  const recordings = await planReplay(options);
  const dataDir = mkdtempSync(join(tmpdir(), 'ai-trading-platform-replay-'));
  // The database runs as another user than root and has to pass through.
  chmodSync(dataDir, 0o755);
  try {
    return await runReplay({ recordings, terms: options, dataDir, onProgress, signal });
  } finally {
    await removeEmbeddedPostgres({ dataDir: join(dataDir, 'postgres') });
    rmSync(dataDir, { recursive: true, force: true });
  }
};
