import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { loadSettings } from '../../foundation/config/settings.js';
import { createIdentityKeys } from '../../foundation/context/identity.js';
import { createIdGenerator } from '../../foundation/ids/id-generator.js';
import { createLogger } from '../../foundation/logging/logger.js';
import { processSettings } from '../../foundation/process/process-settings.js';
import { runUntilStopped } from '../../foundation/process/run-service.js';
import type { RunningService } from '../../foundation/process/run-service.js';
import { StartupError } from '../../foundation/process/startup-error.js';
import { systemClock } from '../../foundation/time/clock.js';
import { createGateway } from '../gateway.js';
import { gatewaySettings } from '../settings.js';
import { watchSupergraphFile } from '../supergraph/watch-supergraph-file.js';
import { standaloneIdentityKey, standaloneSettings } from './standalone-settings.js';

const keyBytes = 32;

/** A schema that says nothing of the length of its lists looks dearer than it is, and the console knows the platform's. */
const unlikeThePlatforms = { GATEWAY_MAX_COST: '0', GATEWAY_CONSOLE: 'off' };

const readSupergraph = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new StartupError(`The supergraph ${path} cannot be read; SUPERGRAPH_PATH names it.`, {
      cause,
    });
  }
};

/** The gateway over any supergraph, without a database, a hub or the platform's services. */
const start = async (): Promise<RunningService> => {
  const { LOG_LEVEL } = loadSettings({ LOG_LEVEL: processSettings.LOG_LEVEL }, process.env);
  const { SUPERGRAPH_PATH, PORT } = loadSettings(standaloneSettings, process.env);
  const { INTERNAL_IDENTITY_KEY } = loadSettings(standaloneIdentityKey, process.env);
  const settings = loadSettings(gatewaySettings, { ...unlikeThePlatforms, ...process.env });
  const logger = createLogger({ level: LOG_LEVEL, service: 'api-gateway' });
  if (settings.GATEWAY_AUTHENTICATION === 'off')
    logger.warn('GATEWAY_AUTHENTICATION is off: no token is read and everybody is anonymous');
  const key = INTERNAL_IDENTITY_KEY ?? randomBytes(keyBytes);
  const supergraphSdl = readSupergraph(SUPERGRAPH_PATH);
  const gateway = await createGateway({
    supergraphSdl,
    identityKeys: createIdentityKeys(key, systemClock),
    clock: systemClock,
    ids: createIdGenerator(systemClock),
    logger,
    settings,
  });
  const { url } = await gateway.listen({ host: settings.GATEWAY_HOST, port: PORT });
  logger.info({ url, supergraph: SUPERGRAPH_PATH }, 'the gateway listens');
  const stopWatching = watchSupergraphFile(
    {
      path: SUPERGRAPH_PATH,
      initial: supergraphSdl,
      everyMs: settings.GATEWAY_SUPERGRAPH_POLL_MS,
    },
    (sdl) => gateway.updateSupergraph(sdl),
    { clock: systemClock, logger },
  );
  return {
    logger,
    async close() {
      await stopWatching();
      await gateway.close();
    },
  };
};

await runUntilStopped('api-gateway', start);
