import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { builtFolder, importBuilt } from './ensure-built.mjs';

const launcher = 'foundation/database/embedded-postgres.js';
const atOnceTimeoutMs = 3_000;
let isEnding = false;

/** Where the embedded PostgreSQL keeps its data. */
export const databaseFolder = (dataDir) => join(dataDir, 'postgres');

/**
 * Stops the database of a platform that is gone; tells whether one was running.
 * @param options.durable false: without tidying up, the next start recovers.
 */
export const stopDatabase = async (dataDir, options = {}) => {
  const folder = databaseFolder(dataDir);
  if (!existsSync(folder) || !existsSync(join(builtFolder, launcher))) return false;
  const { stopEmbeddedPostgres } = await importBuilt(launcher);
  return stopEmbeddedPostgres({ dataDir: folder, ...options });
};

/** Deletes the database, wherever root had to keep it. The launcher must be built. */
export const removeDatabase = async (dataDir) => {
  const { removeEmbeddedPostgres } = await importBuilt(launcher);
  await removeEmbeddedPostgres({ dataDir: databaseFolder(dataDir) });
};

/** For whoever insists on stopping: ends the database and this process without tidying up. */
export const endAtOnce = async (dataDir) => {
  if (isEnding) process.exit(130);
  isEnding = true;
  console.log('\n  Ending at once; the next start recovers.');
  setTimeout(() => process.exit(130), atOnceTimeoutMs);
  await stopDatabase(dataDir, { durable: false }).catch(() => undefined);
  process.exit(130);
};
