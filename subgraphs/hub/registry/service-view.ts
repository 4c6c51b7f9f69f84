import type { ServiceStatus } from '../../../foundation/hub-client/registry-protocol.js';
import { documentedServices } from './documented-services.js';
import type { Instance } from './instance.js';
import { instanceStatus, isAlive } from './instance.js';

/** A service that has registered at least once. */
export type RegisteredService = { name: string; version: string; firstRegisteredAtMs: number };

export type InstanceView = Instance & { status: ServiceStatus };

export type ServiceView = {
  name: string;
  port: number | null;
  status: ServiceStatus;
  version: string | null;
  instances: InstanceView[];
  dependencies: { name: string; status: ServiceStatus }[];
};

/**
 * Every documented service and every other that has ever registered. One that never did is UNKNOWN: the hub cannot
 * tell "not running" from "not part of this installation". One that did and has no instance left is DOWN.
 */
export const viewServices = (
  instances: readonly Instance[],
  registered: ReadonlyMap<string, RegisteredService>,
  at: { nowMs: number; hubStartedAtMs: number },
): ServiceView[] => {
  const others = [...registered.keys()].sort().filter((name) => !documentedPorts.has(name));
  return [...documentedPorts.keys(), ...others].map((name) => {
    const own = instances
      .filter(({ service }) => service === name)
      .map((instance) => ({
        ...instance,
        status: instanceStatus(instance, at.nowMs, at.hubStartedAtMs),
      }))
      .sort((a, b) => a.registeredAtMs - b.registeredAtMs || (a.id < b.id ? -1 : 1));
    const alive = own.filter((instance) => isAlive(instance, at.nowMs));
    const known = registered.get(name);
    return {
      name,
      port: documentedPorts.get(name) ?? own.at(-1)?.port ?? null,
      status: statusOfService(own, known !== undefined),
      version: alive.at(-1)?.version ?? known?.version ?? null,
      instances: own,
      dependencies: worstByName(alive.flatMap(({ report }) => report.dependencies)),
    };
  });
};

const documentedPorts = new Map(documentedServices.map(({ name, port }) => [name, port]));

/** A service is as well as its living instances say; without any, as its dead ones do. */
export const statusOfService = (
  instances: readonly { status: ServiceStatus }[],
  hasRegistered: boolean,
): ServiceStatus => {
  const has = (status: ServiceStatus) => instances.some((instance) => instance.status === status);
  if (has('DEGRADED')) return 'DEGRADED';
  if (has('UP')) return 'UP';
  if (has('UNKNOWN')) return 'UNKNOWN';
  return hasRegistered ? 'DOWN' : 'UNKNOWN';
};

const badness: Record<ServiceStatus, number> = { UP: 0, UNKNOWN: 1, DEGRADED: 2, DOWN: 3 };

/** Instances may see the same dependency differently; the worst view of it counts. */
const worstByName = (
  dependencies: readonly { name: string; status: ServiceStatus }[],
): { name: string; status: ServiceStatus }[] => {
  const worst = new Map<string, ServiceStatus>();
  for (const { name, status } of dependencies) {
    const known = worst.get(name);
    if (known === undefined || badness[status] > badness[known]) worst.set(name, status);
  }
  return [...worst]
    .map(([name, status]) => ({ name, status }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
};
