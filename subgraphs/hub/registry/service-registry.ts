import { DomainError } from '../../../foundation/errors/domain-error.js';
import type {
  Lease,
  Registration,
  Renewal,
} from '../../../foundation/hub-client/registry-protocol.js';
import type { Logger } from '../../../foundation/logging/logger.js';
import type { CancelTimer, Clock } from '../../../foundation/time/clock.js';
import type { Instance } from './instance.js';
import { expiryMs, grantLease, isAlive, rememberedMs, renewLease } from './instance.js';
import type { RegistryStore } from './registry-store.js';
import type { RegisteredService, ServiceView } from './service-view.js';
import { viewServices } from './service-view.js';
import { createWriteBehind } from './write-behind.js';

/**
 * Who is there. The registry works in memory and is written behind itself: a registry that fell with the database
 * could not tell that the database has fallen.
 */
export type ServiceRegistry = {
  /**
   * A new instance at a known address takes the old one's place.
   * @throws {DomainError} CONFLICT when the id belongs to an instance of another service.
   */
  register(registration: Registration): Lease;
  /** Null when `service` has no such instance with a running lease: it has to register anew. */
  renew(service: string, renewal: Renewal): Lease | null;
  /** Whether there was such an instance of `service`. */
  deregister(service: string, instanceId: string): boolean;
  list(): ServiceView[];
  /** Waits until what happened is kept, or cannot be at the moment. */
  flush(): Promise<void>;
  close(): Promise<void>;
};

export type RegistryDeps = { store: RegistryStore; clock: Clock; logger: Logger; leaseMs: number };

/** Takes up the registry where the last run left it; leases go on running. */
export const openServiceRegistry = async (deps: RegistryDeps): Promise<ServiceRegistry> => {
  const { instances, services } = await deps.store.load();
  return new Registry(deps, instances, services);
};

class Registry implements ServiceRegistry {
  readonly #instances: Map<string, Instance>;
  readonly #services: Map<string, RegisteredService>;
  readonly #writes;
  readonly #startedAtMs;
  #cancelSweep: CancelTimer = () => undefined;

  constructor(
    private readonly deps: RegistryDeps,
    instances: readonly Instance[],
    services: readonly RegisteredService[],
  ) {
    this.#instances = new Map(instances.map((instance) => [instance.id, instance]));
    this.#services = new Map(services.map((service) => [service.name, service]));
    this.#writes = createWriteBehind(deps);
    this.#startedAtMs = deps.clock.nowMs();
    this.#sweep();
  }

  register(registration: Registration): Lease {
    const instance = grantLease(registration, this.deps.leaseMs, this.deps.clock.nowMs());
    const known = this.#instances.get(instance.id);
    if (known && known.service !== instance.service)
      throw new DomainError('CONFLICT', `This id belongs to ${known.service}.`, ['instanceId']);
    for (const other of this.#instances.values())
      if (
        other.service === instance.service &&
        other.url === instance.url &&
        other.id !== instance.id
      )
        this.#remove(other.id);
    this.#put(instance);
    this.#noteService(instance);
    this.deps.logger.info({ service: instance.service, url: instance.url }, 'a service registered');
    return { leaseMs: instance.leaseMs };
  }

  renew(service: string, { instanceId, ...report }: Renewal): Lease | null {
    const nowMs = this.deps.clock.nowMs();
    const instance = this.#instances.get(instanceId);
    if (instance?.service !== service || !isAlive(instance, nowMs)) return null;
    this.#put(renewLease(instance, report, this.deps.leaseMs, nowMs));
    return { leaseMs: this.deps.leaseMs };
  }

  deregister(service: string, instanceId: string): boolean {
    const instance = this.#instances.get(instanceId);
    if (instance?.service !== service) return false;
    this.#remove(instanceId);
    this.deps.logger.info({ service, url: instance.url }, 'a service deregistered');
    return true;
  }

  list(): ServiceView[] {
    return viewServices([...this.#instances.values()], this.#services, {
      nowMs: this.deps.clock.nowMs(),
      hubStartedAtMs: this.#startedAtMs,
    });
  }

  flush(): Promise<void> {
    return this.#writes.flush();
  }

  async close(): Promise<void> {
    this.#cancelSweep();
    await this.#writes.close();
  }

  #put(instance: Instance): void {
    this.#instances.set(instance.id, instance);
    this.#writes.put(instance.id, () => this.deps.store.saveInstance(instance));
    this.#scheduleSweep();
  }

  #remove(id: string): void {
    this.#instances.delete(id);
    this.#writes.put(id, () => this.deps.store.removeInstance(id));
  }

  #noteService({ service: name, version, registeredAtMs }: Instance): void {
    const known = this.#services.get(name);
    if (known?.version === version) return;
    const service = {
      name,
      version,
      firstRegisteredAtMs: known?.firstRegisteredAtMs ?? registeredAtMs,
    };
    this.#services.set(name, service);
    this.#writes.put(`service ${name}`, () => this.deps.store.saveService(service));
  }

  /** Marks what has expired and forgets what did long ago. What readers see does not wait for it. */
  #sweep(): void {
    const nowMs = this.deps.clock.nowMs();
    for (const instance of this.#instances.values()) {
      if (nowMs < this.#dueMs(instance)) continue;
      if (instance.expiredAtMs !== null) {
        this.#remove(instance.id);
        continue;
      }
      const { service, url } = instance;
      this.deps.logger.warn({ service, url }, 'the lease of an instance has run out');
      this.#put({ ...instance, expiredAtMs: expiryMs(instance, this.#startedAtMs) });
    }
    this.#scheduleSweep();
  }

  #scheduleSweep(): void {
    this.#cancelSweep();
    const dues = [...this.#instances.values()].map((instance) => this.#dueMs(instance));
    if (dues.length === 0) return;
    const delayMs = Math.max(0, Math.min(...dues) - this.deps.clock.nowMs());
    this.#cancelSweep = this.deps.clock.schedule(delayMs, () => this.#sweep());
  }

  #dueMs(instance: Instance): number {
    return instance.expiredAtMs === null
      ? expiryMs(instance, this.#startedAtMs)
      : instance.expiredAtMs + rememberedMs;
  }
}
