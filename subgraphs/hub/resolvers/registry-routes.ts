import type { IdentityVerifier } from '../../../foundation/context/identity.js';
import type { HttpRoute } from '../../../foundation/health/http-endpoints.js';
import {
  deregistrationSchema,
  hubAudience,
  registrationSchema,
  registryPaths,
  renewalSchema,
} from '../../../foundation/hub-client/registry-protocol.js';
import { serviceRoute } from '../../../foundation/subgraph/service-route.js';
import type { RegistryService } from '../registry/registry-service.js';

/** How services of the platform register; foundation/hub-client is their side of it. */
export const registryRoutes = (
  registry: RegistryService,
  identityKeys: IdentityVerifier,
): HttpRoute[] => {
  const shared = { audience: hubAudience, identityKeys };
  return [
    serviceRoute({
      ...shared,
      path: registryPaths.register,
      body: registrationSchema,
      handle: (body, caller) => registry.register(caller, body),
    }),
    serviceRoute({
      ...shared,
      path: registryPaths.renew,
      body: renewalSchema,
      handle: (body, caller) => registry.renew(caller, body),
    }),
    serviceRoute({
      ...shared,
      path: registryPaths.deregister,
      body: deregistrationSchema,
      handle: ({ instanceId }, caller) => registry.deregister(caller, instanceId),
    }),
  ];
};
