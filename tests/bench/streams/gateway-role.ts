// The gateway, as it is served, in a process of its own.
import { loadSettings } from '../../../foundation/config/settings.js';
import { createIdentityKeys } from '../../../foundation/context/identity.js';
import { createIdGenerator } from '../../../foundation/ids/id-generator.js';
import { createLogger } from '../../../foundation/logging/logger.js';
import { systemClock } from '../../../foundation/time/clock.js';
import { createGateway } from '../../../gateway/gateway.js';
import type { Gateway } from '../../../gateway/gateway.js';
import { gatewaySettings } from '../../../gateway/settings.js';
import { identityKey } from './identity-key.js';
import { serve } from './peer.js';

const many = '1000000';
let gateway: Gateway;
let supergraphs: string[] = [];

serve(async (command) => {
  if (command.do === 'start') {
    ({ supergraphs } = command);
    gateway = await createGateway({
      supergraphSdl: supergraphs[0] ?? '',
      subgraphUrls: command.subgraphUrls,
      identityKeys: createIdentityKeys(identityKey, systemClock),
      jwks: { keys: { keys: [] } },
      clock: systemClock,
      ids: createIdGenerator(systemClock),
      logger: createLogger({ level: 'error' }),
      settings: loadSettings(gatewaySettings, {
        GATEWAY_MAX_SOCKETS: many,
        GATEWAY_MAX_SOCKETS_PER_TENANT: many,
        GATEWAY_SOCKET_INIT_TIMEOUT_MS: '60000',
        GATEWAY_SOCKET_HEARTBEAT_MS: '300000',
      }),
    });
    return (await gateway.listen({ host: '127.0.0.1', port: 0 })).url;
  }
  if (command.do !== 'reload') throw new Error(`the gateway does not ${command.do}`);
  const begun = performance.now();
  gateway.updateSupergraph(supergraphs[command.supergraph] ?? '');
  return performance.now() - begun;
});
