import type { Viewer } from '../../../foundation/context/viewer.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import type {
  Lease,
  Registration,
  Renewal,
} from '../../../foundation/hub-client/registry-protocol.js';
import type { ServiceRegistry } from './service-registry.js';
import type { ServiceView } from './service-view.js';

type ServiceViewer = Extract<Viewer, { kind: 'service' }>;

/** The registry, for whoever may use it: services for themselves, everybody signed in to look at it. */
export type RegistryService = {
  /** @throws {DomainError} UNAUTHENTICATED. */
  list(viewer: Viewer): ServiceView[];
  /** @throws {DomainError} FORBIDDEN in another service's name, CONFLICT with another service's instance. */
  register(caller: ServiceViewer, registration: Registration): Lease;
  /** @throws {DomainError} NOT_FOUND when the lease does not run: register anew. */
  renew(caller: ServiceViewer, renewal: Renewal): Lease;
  deregister(caller: ServiceViewer, instanceId: string): { deregistered: boolean };
};

export const createRegistryService = (registry: ServiceRegistry): RegistryService => ({
  list(viewer) {
    if (viewer.kind === 'anonymous') throw new DomainError('UNAUTHENTICATED', 'Sign in first.');
    return registry.list();
  },

  register(caller, registration) {
    if (registration.service !== caller.name)
      throw new DomainError('FORBIDDEN', `${caller.name} registers in its own name only.`, [
        'service',
      ]);
    return registry.register(registration);
  },

  renew(caller, renewal) {
    const lease = registry.renew(caller.name, renewal);
    if (!lease)
      throw new DomainError('NOT_FOUND', 'This lease does not run; register anew.', ['instanceId']);
    return lease;
  },

  deregister: (caller, instanceId) => ({
    deregistered: registry.deregister(caller.name, instanceId),
  }),
});
