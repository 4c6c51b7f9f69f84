import { loadSettings, SettingsError } from '../config/settings.js';
import type { SettingsOf, SettingsShape } from '../config/settings.js';
import { createMigrator } from '../database/migrator.js';
import type { Migrator } from '../database/migrator.js';
import { tenantLoginFor } from '../database/tenant-login.js';
import { createLogger } from '../logging/logger.js';
import type { Logger } from '../logging/logger.js';
import type { Service, ServiceDeps } from '../subgraph/service.js';
import { systemClock } from '../time/clock.js';
import { createServiceDeps } from './create-service-deps.js';
import { processSettings } from './process-settings.js';
import { registerService } from './register-service.js';

/** What a service that runs alone is made of; its `main.ts` says so. */
export type ServiceDefinition<TShape extends SettingsShape> = {
  /** Its name on the network. */
  name: string;
  settings: TShape;
  port: (settings: SettingsOf<TShape>) => number;
  /** By default SERVICE_HOST. */
  host?: (settings: SettingsOf<TShape>) => string;
  create: (
    deps: ServiceDeps,
    context: { settings: SettingsOf<TShape>; migrator: Migrator },
  ) => Promise<Service> | Service;
};

type Environment = Readonly<Record<string, string | undefined>>;
/** For the log to be written. */
const lastWordsMs = 1_000;

export type RunningService = { logger: Logger; close: () => Promise<void> };

/** It registers itself, without the network. */
const hubName = 'central-hub';

/** Longer than any service takes to finish what it holds; shorter than a container is given. */
const longestCloseMs = 25_000;

/**
 * Runs one service in this process, against the database and Redis of the environment, until SIGTERM or SIGINT. Logs
 * JSON lines to standard output. Ends the process: with 0 after a stop in good order, with 1 for a fault.
 */
export const runService = <TShape extends SettingsShape>(
  definition: ServiceDefinition<TShape>,
  environment: Environment,
): Promise<void> => runUntilStopped(definition.name, () => startService(definition, environment));

/** The same for a service that stands on other things, such as the gateway, which has no database. */
export const runUntilStopped = async (
  name: string,
  start: () => Promise<RunningService>,
): Promise<void> => {
  const stopSignal = firstStopSignal();
  try {
    const service = await start();
    void stopSignal.then((signal) => stop(service, signal));
  } catch (error) {
    if (error instanceof SettingsError) process.stderr.write(`${error.message}\n`);
    else
      createLogger({ level: 'info', service: name }).fatal(
        { err: error },
        'the service cannot start',
      );
    process.exitCode = 1;
    // Whatever it had opened already, and would go on with.
    setTimeout(() => process.exit(), lastWordsMs).unref();
  }
};

const startService = async <TShape extends SettingsShape>(
  definition: ServiceDefinition<TShape>,
  environment: Environment,
): Promise<RunningService> => {
  const common = loadSettings(processSettings, environment);
  const settings = loadSettings(definition.settings, environment);
  const logger = createLogger({ level: common.LOG_LEVEL, service: definition.name });
  if (common.REDIS_URL === undefined)
    logger.warn('REDIS_URL is not set: events of this process reach no other');
  const tenantLogin = tenantLoginFor(common.DATABASE_URL, common.TENANT_DATABASE_URL);
  const { deps, close } = createServiceDeps({
    databaseUrl: common.DATABASE_URL,
    tenantLogin,
    redisUrl: common.REDIS_URL,
    identityKey: common.INTERNAL_IDENTITY_KEY,
    applicationName: definition.name,
    maxConnections: common.DATABASE_CONNECTIONS,
    statementTimeoutMs: common.DATABASE_STATEMENT_TIMEOUT_MS,
    slowQueryMs: common.DATABASE_SLOW_QUERY_MS,
    replicas: {
      servers: common.DATABASE_REPLICA_URLS,
      maxLagMs: common.DATABASE_REPLICA_MAX_LAG_MS,
    },
    logger,
    clock: systemClock,
  });
  try {
    const migrator = createMigrator({ pool: deps.platformDb.pool, tenantLogin, logger });
    const service = await definition.create(deps, { settings, migrator });
    const host = definition.host?.(settings) ?? common.SERVICE_HOST;
    const { url, port } = await service.listen({ host, port: definition.port(settings) });
    logger.info({ url }, 'the service listens');
    const registration =
      definition.name === hubName
        ? null
        : registerService(deps, { name: definition.name, host, port, hubUrl: common.HUB_URL });
    return {
      logger,
      async close() {
        await registration?.close();
        await service.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
};

/** Heard from the beginning: a service that is told to stop while it starts stops as soon as it stands. */
const firstStopSignal = (): Promise<NodeJS.Signals> =>
  new Promise((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });

const stop = async ({ logger, close }: RunningService, signal: NodeJS.Signals): Promise<void> => {
  logger.info({ signal }, 'the service stops');
  setTimeout(() => process.exit(1), longestCloseMs).unref();
  try {
    await close();
    process.exit(0);
  } catch (error) {
    logger.fatal({ err: error }, 'the service did not stop in good order');
    process.exit(1);
  }
};
