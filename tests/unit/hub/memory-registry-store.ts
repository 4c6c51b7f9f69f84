import type { Instance } from '../../../subgraphs/hub/registry/instance.js';
import type { RegistryStore } from '../../../subgraphs/hub/registry/registry-store.js';
import type { RegisteredService } from '../../../subgraphs/hub/registry/service-view.js';

/** `isDown` makes every write fail. */
export const createMemoryRegistryStore = (): RegistryStore & { isDown: boolean } => {
  const instances = new Map<string, Instance>();
  const services = new Map<string, RegisteredService>();
  const store = {
    isDown: false,
    load: () =>
      Promise.resolve({ instances: [...instances.values()], services: [...services.values()] }),
    saveInstance: (instance: Instance) => write(() => void instances.set(instance.id, instance)),
    removeInstance: (id: string) => write(() => void instances.delete(id)),
    saveService: (service: RegisteredService) =>
      write(() => void services.set(service.name, service)),
  };
  const write = (change: () => void): Promise<void> => {
    if (store.isDown) return Promise.reject(new Error('the store is down'));
    change();
    return Promise.resolve();
  };
  return store;
};
