// Our gateway as it is deployed, for one graph: node scripts/run-ts.mjs tests/bench/gateway/our-gateway.ts <options as JSON>
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadSettings } from '../../../foundation/config/settings.js';
import { createIdentityKeys } from '../../../foundation/context/identity.js';
import { createIdGenerator } from '../../../foundation/ids/id-generator.js';
import { createLogger } from '../../../foundation/logging/logger.js';
import type { InProcessSubgraph } from '../../../foundation/subgraph/in-process-subgraph.js';
import { createSubgraphService } from '../../../foundation/subgraph/subgraph-service.js';
import { systemClock } from '../../../foundation/time/clock.js';
import type { TokenKeySource } from '../../../gateway/authentication/token-keys.js';
import { createGateway } from '../../../gateway/gateway.js';
import { gatewaySettings } from '../../../gateway/settings.js';
import { graphs } from './graphs.js';
import type { GraphName } from './graphs.js';

export type OurOptions = {
  graph: GraphName;
  supergraph: string;
  /** Whether the subgraphs run in the gateway's process. */
  colocated: boolean;
  folder: string;
  jwks: TokenKeySource;
  environment: Record<string, string>;
};

const options = JSON.parse(process.argv[2] ?? '{}') as OurOptions;
const logger = createLogger({ level: 'silent' });
const identityKeys = createIdentityKeys(new Uint8Array(32).fill(1), systemClock);
const loopback = { host: '127.0.0.1', port: 0 };

const startSubgraphs = async (): Promise<Record<string, InProcessSubgraph>> => {
  const started: Record<string, InProcessSubgraph> = {};
  for (const [name, { sdl, resolvers }] of Object.entries(graphs[options.graph])) {
    const file = join(options.folder, `${options.graph}-${name}.graphql`);
    writeFileSync(file, sdl);
    const service = createSubgraphService({
      ...{ subgraph: name, serviceName: name, schemaUrl: pathToFileURL(file), resolvers },
      createContext: (identity) => identity,
      deps: { identityKeys, logger },
    });
    await service.listen(loopback);
    if (service.inProcess) started[name] = service.inProcess;
  }
  return started;
};

const gateway = await createGateway({
  supergraphSdl: readFileSync(options.supergraph, 'utf8'),
  ...(options.colocated && { colocated: await startSubgraphs() }),
  identityKeys,
  jwks: options.jwks,
  clock: systemClock,
  ids: createIdGenerator(systemClock),
  logger,
  settings: loadSettings(gatewaySettings, options.environment),
});
const { port } = await gateway.listen(loopback);
console.log(`READY ${port}`);
