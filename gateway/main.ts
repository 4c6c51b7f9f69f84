import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadSettings } from '../foundation/config/settings.js';
import { createIdentityKeys } from '../foundation/context/identity.js';
import { hostname } from 'node:os';
import { createIdGenerator } from '../foundation/ids/id-generator.js';
import { createLogger } from '../foundation/logging/logger.js';
import { createRedisBroadcast } from '../foundation/messaging/redis-broadcast.js';
import { createRedisEventBus } from '../foundation/messaging/redis-event-bus.js';
import { processSettings } from '../foundation/process/process-settings.js';
import { registerService } from '../foundation/process/register-service.js';
import { runUntilStopped } from '../foundation/process/run-service.js';
import type { RunningService } from '../foundation/process/run-service.js';
import { systemClock } from '../foundation/time/clock.js';
import { createRedisAnswerStore } from './caching/redis-answer-store.js';
import { createGateway } from './gateway.js';
import { packageRootOf } from './pages/package-root.js';
import { gatewaySettings } from './settings.js';
import { watchSupergraphFile } from './supergraph/watch-supergraph-file.js';

const { HUB_URL, INTERNAL_IDENTITY_KEY, LOG_LEVEL, REDIS_URL } = processSettings;

const start = async (): Promise<RunningService> => {
  const shape = { HUB_URL, INTERNAL_IDENTITY_KEY, LOG_LEVEL, REDIS_URL };
  const common = loadSettings(shape, process.env);
  const settings = loadSettings(gatewaySettings, process.env);
  const logger = createLogger({ level: common.LOG_LEVEL, service: 'api-gateway' });
  const file = resolve(packageRootOf(import.meta.url), settings.GATEWAY_SUPERGRAPH_FILE);
  const supergraphSdl = readFileSync(file, 'utf8');
  const deps = {
    identityKeys: createIdentityKeys(common.INTERNAL_IDENTITY_KEY, systemClock),
    clock: systemClock,
    ids: createIdGenerator(systemClock),
    logger,
  };
  const broadcast =
    common.REDIS_URL === undefined ? undefined : createRedisBroadcast(common.REDIS_URL, logger);
  const bus =
    common.REDIS_URL === undefined
      ? undefined
      : createRedisEventBus(common.REDIS_URL, `api-gateway@${hostname()}`, logger);
  if (!bus)
    logger.warn(
      'REDIS_URL is not set: nothing is metered, and an ended session runs until its token expires',
    );
  const gateway = await createGateway({
    ...deps,
    ...(bus && { bus }),
    ...(broadcast && { broadcast }),
    ...(common.REDIS_URL !== undefined && {
      answerStore: createRedisAnswerStore(common.REDIS_URL, systemClock, logger),
    }),
    supergraphSdl,
    settings,
  });
  const stopWatching = watchSupergraphFile(
    { path: file, initial: supergraphSdl, everyMs: settings.GATEWAY_SUPERGRAPH_POLL_MS },
    (sdl) => gateway.updateSupergraph(sdl),
    deps,
  );
  const host = settings.GATEWAY_HOST;
  const { url, port } = await gateway.listen({ host, port: settings.GATEWAY_PORT });
  logger.info({ url }, 'the gateway listens');
  const { name } = gateway;
  const registration = registerService(deps, {
    ...{ name, host, port, hubUrl: common.HUB_URL },
    isTls: url.startsWith('https:'),
  });
  return {
    logger,
    async close() {
      await Promise.all([registration.close(), stopWatching()]);
      await gateway.close();
      await Promise.all([bus?.close(), broadcast?.close()]);
    },
  };
};

await runUntilStopped('api-gateway', start);
