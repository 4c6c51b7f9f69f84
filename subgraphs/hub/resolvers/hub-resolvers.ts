import type { BaseContext } from '../../../foundation/subgraph/subgraph-executor.js';
import type { RegistryService } from '../registry/registry-service.js';
import type { InstanceView, ServiceView } from '../registry/service-view.js';

export type HubContext = BaseContext & { registry: RegistryService };

export const queryResolvers = {
  services: (_source: unknown, _args: unknown, { registry, viewer }: HubContext): ServiceView[] =>
    registry.list(viewer),
};

export const serviceInstanceResolvers = {
  registeredAt: ({ registeredAtMs }: InstanceView): Date => new Date(registeredAtMs),
  lastHeartbeatAt: ({ lastHeartbeatAtMs }: InstanceView): Date => new Date(lastHeartbeatAtMs),
  leaseExpiresAt: ({ leaseExpiresAtMs }: InstanceView): Date => new Date(leaseExpiresAtMs),
};
