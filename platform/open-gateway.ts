import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadSettings } from '../foundation/config/settings.js';
import type { ServiceDeps } from '../foundation/subgraph/service.js';
import { createGateway } from '../gateway/gateway.js';
import type { Gateway } from '../gateway/gateway.js';
import { packageRootOf } from '../gateway/pages/package-root.js';
import { gatewaySettings } from '../gateway/settings.js';
import type { ServiceGroup } from './service-group.js';
import type { Environment } from './embedded-environment.js';
import { StartupError } from '../foundation/process/startup-error.js';

const readSupergraph = (file: string): string => {
  const path = resolve(packageRootOf(import.meta.url), file);
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new StartupError(
      `The supergraph ${path} cannot be read: run \`npm run generate\`, or correct GATEWAY_SUPERGRAPH_FILE.`,
      { cause },
    );
  }
};

/** The gateway over services that listen in this process. */
export const openGateway = (
  deps: ServiceDeps,
  environment: Environment,
  services: Pick<ServiceGroup, 'urls' | 'inProcess'>,
): Promise<Gateway> => {
  const subgraphUrls = services.urls();
  const settings = loadSettings(gatewaySettings, environment);
  const tenants = subgraphUrls['tenants'] ?? '';
  return createGateway({
    ...deps,
    supergraphSdl: readSupergraph(settings.GATEWAY_SUPERGRAPH_FILE),
    subgraphUrls,
    ...(settings.GATEWAY_IN_PROCESS === 'on' && { colocated: services.inProcess() }),
    jwks: { url: settings.GATEWAY_JWKS_URL ?? new URL('/.well-known/jwks.json', tenants).href },
    settings,
  });
};
