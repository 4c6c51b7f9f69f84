import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadSettings } from '../foundation/config/settings.js';
import { createIdentityKeys } from '../foundation/context/identity.js';
import { createIdGenerator } from '../foundation/ids/id-generator.js';
import { createLogger } from '../foundation/logging/logger.js';
import { processSettings } from '../foundation/process/process-settings.js';
import { runUntilStopped } from '../foundation/process/run-service.js';
import type { RunningService } from '../foundation/process/run-service.js';
import { systemClock } from '../foundation/time/clock.js';
import { createGateway } from './gateway.js';
import { packageRootOf } from './pages/package-root.js';
import { gatewaySettings } from './settings.js';

const { INTERNAL_IDENTITY_KEY, LOG_LEVEL } = processSettings;

const start = async (): Promise<RunningService> => {
  const common = loadSettings({ INTERNAL_IDENTITY_KEY, LOG_LEVEL }, process.env);
  const settings = loadSettings(gatewaySettings, process.env);
  const logger = createLogger({ level: common.LOG_LEVEL, service: 'api-gateway' });
  const file = resolve(packageRootOf(import.meta.url), settings.GATEWAY_SUPERGRAPH_FILE);
  const gateway = await createGateway({
    supergraphSdl: readFileSync(file, 'utf8'),
    identityKeys: createIdentityKeys(common.INTERNAL_IDENTITY_KEY, systemClock),
    clock: systemClock,
    ids: createIdGenerator(systemClock),
    logger,
    settings,
  });
  const { url } = await gateway.listen({
    host: settings.GATEWAY_HOST,
    port: settings.GATEWAY_PORT,
  });
  logger.info({ url }, 'the gateway listens');
  return { logger, close: () => gateway.close() };
};

await runUntilStopped('api-gateway', start);
