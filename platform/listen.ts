import type { Service } from '../foundation/subgraph/service.js';
import type { Environment } from './embedded-environment.js';
import { serviceCatalogue } from './service-catalogue.js';
import { StartupError } from '../foundation/process/startup-error.js';

/** Where a service is to listen: its documented port, the one of its variable, or any. */
export const portOf = (
  serviceName: string,
  environment: Environment,
  ports: 'documented' | 'ephemeral',
): number => {
  const entry = serviceCatalogue.find(({ name }) => name === serviceName);
  if (!entry) throw new Error(`${serviceName} is not in services.json`);
  if (ports === 'ephemeral') return 0;
  return Number(environment[entry.portVariable] ?? entry.port);
};

/** @throws {StartupError} when the port cannot be had. */
export const listen = async (service: Service, host: string, port: number): Promise<number> => {
  try {
    return (await service.listen({ host, port })).port;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'EADDRINUSE' && code !== 'EACCES' && code !== 'EADDRNOTAVAIL') throw error;
    throw new StartupError(`${service.name} cannot listen on ${host}:${port} (${code}).`, {
      cause: error,
    });
  }
};
