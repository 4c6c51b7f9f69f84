import { join } from 'node:path';
import { withConnection } from '../foundation/database/connection.js';
import { actualFolder } from '../foundation/database/embedded/data-folder.js';
import { startEmbeddedPostgres } from '../foundation/database/embedded-postgres.js';
import type { Logger } from '../foundation/logging/logger.js';
import type { Environment } from './embedded-environment.js';

export type DatabaseServer = {
  url: string;
  /** Where its data lie; null for a server that is not ours. */
  folder: string | null;
  stop: () => Promise<void>;
};

/** The operator's PostgreSQL when DATABASE_URL names one, else our own with its data in `dataDir`. */
export const openDatabaseServer = async (options: {
  environment: Environment;
  dataDir: string;
  /** False when nothing in `dataDir` has to survive: no commit waits for the disk. */
  durable: boolean;
  logger: Logger;
  onProgress: (phase: string) => void;
}): Promise<DatabaseServer> => {
  const given = options.environment['DATABASE_URL'];
  if (given) return { url: given, folder: null, stop: () => Promise.resolve() };
  const dataDir = join(options.dataDir, 'postgres');
  const { durable, onProgress } = options;
  const server = await startEmbeddedPostgres({ dataDir, durable, onProgress });
  const revive = async (): Promise<void> => {
    options.logger.error('the database does not answer; starting it');
    await startEmbeddedPostgres({ dataDir, durable, port: server.port });
  };
  const watch = watchDatabase(server.url, revive, options.logger);
  return {
    url: server.url,
    folder: actualFolder(dataDir),
    async stop() {
      await watch.stop();
      await server.stop();
    },
  };
};

const checkEveryMs = 2_000;

/** A database that was killed comes back on its own port, and the pools connect to it again. */
const watchDatabase = (
  url: string,
  revive: () => Promise<void>,
  logger: Logger,
): { stop: () => Promise<void> } => {
  let isStopping = false;
  let checking = Promise.resolve();
  const check = async (): Promise<void> => {
    try {
      await withConnection(url, (client) => client.query('SELECT 1'));
    } catch {
      if (!isStopping) await revive();
    }
  };
  const timer = setInterval(() => {
    checking = checking
      .then(() => (isStopping ? undefined : check()))
      .catch((error: unknown) => logger.error({ err: error }, 'the database does not start'));
  }, checkEveryMs);
  timer.unref();
  return {
    async stop() {
      isStopping = true;
      clearInterval(timer);
      await checking;
    },
  };
};
