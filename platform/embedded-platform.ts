import { join } from 'node:path';
import { tenantLoginFor } from '../foundation/database/tenant-login.js';
import { createPgBossJobQueue } from '../foundation/jobs/pg-boss-job-queue.js';
import { createLogger } from '../foundation/logging/logger.js';
import type { Logger } from '../foundation/logging/logger.js';
import { createServiceDeps } from '../foundation/process/create-service-deps.js';
import { registerService } from '../foundation/process/register-service.js';
import type { ServiceDeps } from '../foundation/subgraph/service.js';
import { systemClock } from '../foundation/time/clock.js';
import type { Clock } from '../foundation/time/clock.js';
import { checkAllSettings } from './all-settings.js';
import type { AllSettings } from './all-settings.js';
import { bringDatabaseUpToDate } from './bring-database-up-to-date.js';
import { openDatabaseServer } from './database-server.js';
import type { DatabaseServer } from './database-server.js';
import { openDemo } from './demo/open-demo.js';
import type { DemoSignIn } from './demo/open-demo.js';
import { completeEnvironment } from './embedded-environment.js';
import type { Environment } from './embedded-environment.js';
import { listen, portOf } from './listen.js';
import { openLogFile } from './log-file.js';
import { openGateway } from './open-gateway.js';
import { Opened } from './opened.js';
import type { Composition } from './service-factories.js';
import { ServiceGroup } from './service-group.js';

export type PlatformOptions = {
  /** Where database, logs and secrets are kept. */
  dataDir: string;
  /** `documented`: those of the environment or the documentation; `ephemeral`: any free ones. */
  ports: 'documented' | 'ephemeral';
  /** Settings of the platform and of every service, such as DATABASE_URL; what is missing is filled in. */
  env: Environment;
  /** Told what is being done now, in a few words. */
  onProgress?: (phase: string) => void;
  /** Gives up between two steps. */
  signal?: AbortSignal;
  /** Instead of those that `env` names. */
  feeds?: Composition['feeds'];
  onMarketData?: Composition['onMarketData'];
  /** False for a platform whose data need not survive: the embedded database does not wait for the disk. */
  durable?: boolean;
  /** Default: the machine's. */
  clock?: Clock;
};

export type RunningPlatform = {
  /** Of the public API. */
  url: string;
  /** Of its subscriptions. */
  wsUrl: string;
  /** Of its web pages and health. */
  pages: string;
  /** By the services' names on the network. */
  ports: Readonly<Record<string, number>>;
  /** What the services stand on. */
  deps: ServiceDeps;
  /** Null without a demo tenant. */
  demo: DemoSignIn | null;
  database: Pick<DatabaseServer, 'url' | 'folder'>;
  logFile: string;
  /** Ends everything in good order: clients, services, events on their way, database. May be called twice. */
  close(): Promise<void>;
};

const hubName = 'central-hub';
const gatewayName = 'api-gateway';

type Assembly = {
  options: PlatformOptions;
  environment: Environment;
  settings: AllSettings;
  opened: Opened;
  logger: Logger;
  /** Begins a step, unless the start was given up. */
  step: (phase: string) => void;
};

/**
 * Starts the whole platform in this process: database, migrations, every service on its own port, gateway, demo.
 * @throws a SettingsError, StartupError, EmbeddedPostgresError or MigrationError with sentences for the operator.
 */
export const startPlatform = async (options: PlatformOptions): Promise<RunningPlatform> => {
  const environment = completeEnvironment(options.env, options.dataDir);
  const settings = checkAllSettings(environment);
  const log = openLogFile({ folder: join(options.dataDir, 'logs'), name: 'platform' });
  const logger = createLogger({ level: settings.LOG_LEVEL }, log);
  const opened = new Opened(logger);
  opened.add('log', () => log.close());
  const step = (phase: string): void => {
    options.signal?.throwIfAborted();
    logger.info({ phase }, 'starting');
    options.onProgress?.(phase);
  };
  try {
    const running = await assemble({ options, environment, settings, opened, logger, step });
    return { ...running, logFile: log.path, close: () => opened.close() };
  } catch (error) {
    logger.fatal({ err: error }, 'the platform does not start');
    await opened.close();
    throw error;
  }
};

const assemble = async (
  assembly: Assembly,
): Promise<Omit<RunningPlatform, 'close' | 'logFile'>> => {
  const { options, environment, settings, opened, logger, step } = assembly;
  const { server, deps, migrator, jobs } = await openFoundations(assembly);

  step('Starting the services');
  const services = new ServiceGroup(settings.SERVICE_HOST, logger);
  opened.add('services', () => services.close());
  const { feeds, onMarketData } = options;
  await services.create({ deps, environment, migrator, jobs, feeds, onMarketData });
  const portFor = (name: string): number => portOf(name, environment, options.ports);
  await services.listen(portFor);

  step('Starting the gateway');
  const gateway = await openGateway(deps, environment, services);
  opened.add(gateway.name, () => gateway.close());
  const port = await listen(gateway, settings.GATEWAY_HOST, portFor(gateway.name));
  const secure = settings.GATEWAY_TLS_CERT_FILE === undefined ? '' : 's';
  const pages = `http${secure}://localhost:${port}`;
  const url = `${pages}/graphql`;
  const ports = { ...services.ports(), [gateway.name]: port };
  const hubUrl = services.urlOf(hubName);
  opened.add('registrations', registerAll({ deps, settings, ports, hubUrl }));

  if (settings.DEMO_TENANT === 'on') step('Preparing the demo tenant');
  return {
    url,
    wsUrl: `ws${secure}://localhost:${port}/graphql`,
    pages,
    ports,
    deps,
    demo: settings.DEMO_TENANT === 'on' ? await openDemo(url, options.dataDir, logger) : null,
    database: { url: server.url, folder: server.folder },
  };
};

/** Returns what ends the registrations. The hub registers itself. */
const registerAll = ({
  deps,
  settings,
  ports,
  hubUrl,
}: Pick<RunningPlatform, 'deps' | 'ports'> & { settings: AllSettings; hubUrl: string }) => {
  const registrations = Object.entries(ports)
    .filter(([name]) => name !== hubName)
    .map(([name, port]) => {
      const isGateway = name === gatewayName;
      return registerService(
        { ...deps, clock: systemClock },
        {
          ...{ name, port, hubUrl },
          host: isGateway ? settings.GATEWAY_HOST : settings.SERVICE_HOST,
          isTls: isGateway && settings.GATEWAY_TLS_CERT_FILE !== undefined,
        },
      );
    });
  return () => Promise.all(registrations.map((registration) => registration.close()));
};

const openFoundations = async ({
  options,
  environment,
  settings,
  opened,
  logger,
  step,
}: Assembly) => {
  const server = await openDatabaseServer({
    environment,
    dataDir: options.dataDir,
    durable: options.durable ?? true,
    logger,
    onProgress: step,
  });
  opened.add('database', server.stop);
  step('Bringing the database up to date');
  const tenantLogin = tenantLoginFor(server.url, settings.TENANT_DATABASE_URL);
  const { deps, close } = createServiceDeps({
    databaseUrl: server.url,
    tenantLogin,
    redisUrl: settings.REDIS_URL,
    identityKey: settings.INTERNAL_IDENTITY_KEY,
    applicationName: 'ai-trading-platform',
    maxConnections: settings.DATABASE_CONNECTIONS,
    statementTimeoutMs: settings.DATABASE_STATEMENT_TIMEOUT_MS,
    slowQueryMs: settings.DATABASE_SLOW_QUERY_MS,
    replicas: {
      servers: settings.DATABASE_REPLICA_URLS,
      maxLagMs: settings.DATABASE_REPLICA_MAX_LAG_MS,
    },
    logger,
    clock: options.clock ?? systemClock,
  });
  opened.add('connections', close);
  const pool = deps.platformDb.pool;
  const migrator = await bringDatabaseUpToDate({ pool, tenantLogin, logger }, server);
  const jobs = await createPgBossJobQueue({ pool, logger });
  opened.add('jobs', () => jobs.close());
  return { server, deps, migrator, jobs };
};
