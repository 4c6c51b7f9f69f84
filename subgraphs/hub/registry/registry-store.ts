import { healthReportSchema } from '../../../foundation/hub-client/registry-protocol.js';
import type { PlatformDatabase } from '../../../foundation/database/platform-database.js';
import type { Instance } from './instance.js';
import type { RegisteredService } from './service-view.js';

/** Where the registry is kept, so that a restart of the hub loses nothing. */
export type RegistryStore = {
  load(): Promise<{ instances: Instance[]; services: RegisteredService[] }>;
  saveInstance(instance: Instance): Promise<void>;
  removeInstance(id: string): Promise<void>;
  saveService(service: RegisteredService): Promise<void>;
};

export const createPrismaRegistryStore = ({ client }: PlatformDatabase): RegistryStore => ({
  async load() {
    const instances = await client.serviceInstance.findMany();
    const services = await client.registeredService.findMany();
    return {
      instances: instances.map(toInstance),
      services: services.map(({ name, version, firstRegisteredAt }) => ({
        name,
        version,
        firstRegisteredAtMs: firstRegisteredAt.getTime(),
      })),
    };
  },

  async saveInstance(instance) {
    const row = toRow(instance);
    await client.serviceInstance.upsert({
      where: { id: instance.id },
      create: row,
      update: row,
    });
  },

  async removeInstance(id) {
    await client.serviceInstance.deleteMany({ where: { id } });
  },

  async saveService({ name, version, firstRegisteredAtMs }) {
    await client.registeredService.upsert({
      where: { name },
      create: { name, version, firstRegisteredAt: new Date(firstRegisteredAtMs) },
      update: { version },
    });
  },
});

const toRow = ({ report, ...instance }: Instance) => ({
  id: instance.id,
  service: instance.service,
  url: instance.url,
  port: instance.port,
  version: instance.version,
  reportedStatus: report.status,
  dependencies: report.dependencies,
  registeredAt: new Date(instance.registeredAtMs),
  lastHeartbeatAt: new Date(instance.lastHeartbeatAtMs),
  leaseMs: instance.leaseMs,
  leaseExpiresAt: new Date(instance.leaseExpiresAtMs),
  expiredAt: instance.expiredAtMs === null ? null : new Date(instance.expiredAtMs),
});

type Row = Omit<ReturnType<typeof toRow>, 'reportedStatus' | 'dependencies'> & {
  reportedStatus: string;
  dependencies: unknown;
};

const toInstance = ({ reportedStatus, dependencies, ...row }: Row): Instance => ({
  id: row.id,
  service: row.service,
  url: row.url,
  port: row.port,
  version: row.version,
  report: healthReportSchema.parse({ status: reportedStatus, dependencies }),
  registeredAtMs: row.registeredAt.getTime(),
  lastHeartbeatAtMs: row.lastHeartbeatAt.getTime(),
  leaseMs: row.leaseMs,
  leaseExpiresAtMs: row.leaseExpiresAt.getTime(),
  expiredAtMs: row.expiredAt?.getTime() ?? null,
});
