import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { Refusal } from './refusal.mjs';

/** Every service: its name on the network, its folder, its documented port and the variable that changes it. */
export const services = JSON.parse(readFileSync(join(root, 'platform/services.json'), 'utf8'));

/** Where each service is to listen, as `environment` has it. */
export const portsOf = (environment) =>
  services.map((service) => {
    const text = environment[service.portVariable] || String(service.port);
    const port = Number(text);
    if (!Number.isInteger(port) || port < 0 || port > 65_535)
      throw new Refusal(`${service.portVariable} must be a port (0 to 65535), not "${text}".`);
    const host = environment[service.subgraph === null ? 'GATEWAY_HOST' : 'SERVICE_HOST'];
    return { ...service, host: host || '127.0.0.1', port };
  });
