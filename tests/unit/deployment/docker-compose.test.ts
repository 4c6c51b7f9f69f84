import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { load } from 'js-yaml';
import { serviceCatalogue } from '../../../platform/service-catalogue.js';

const root = path.join(import.meta.dirname, '../../..');

/** Compose merges `<<` as YAML 1.1 does; in YAML 1.2 it is a key like any other. */
const merged = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const { '<<': base, ...own } = value as Record<string, unknown>;
  const entries = Object.entries({ ...(merged(base) as object | undefined), ...own });
  return Object.fromEntries(entries.map(([key, each]) => [key, merged(each)]));
};

const readYaml = (file: string): unknown =>
  merged(load(readFileSync(path.join(root, file), 'utf8')));

type Container = {
  command?: string[];
  environment?: Record<string, string | number>;
  healthcheck: { test: string[] };
  depends_on?: Record<string, { condition: string }>;
  ports?: string[];
};
const { services } = readYaml('docker-compose.yml') as { services: Record<string, Container> };
const containerOf = (name: string): Container => {
  const container = services[name];
  if (!container) throw new Error(`docker-compose.yml has no ${name}`);
  return container;
};
const behindTheGateway = serviceCatalogue.filter(({ subgraph }) => subgraph !== null);

const reads = async (folder: string, variable: string): Promise<boolean> => {
  const file = path.join(root, folder, 'settings.ts');
  const module = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  return Object.values(module).some(
    (shape) => typeof shape === 'object' && shape !== null && variable in shape,
  );
};

describe('docker-compose.yml', () => {
  it('has a container for each service, and PostgreSQL and Redis', () => {
    expect(Object.keys(services).sort()).toEqual(
      [...serviceCatalogue.map(({ name }) => name), 'postgres', 'redis'].sort(),
    );
  });

  it.each(serviceCatalogue)(
    'runs $name on its documented port and asks it whether it is ready',
    ({ name, port, portVariable }) => {
      const { command, environment, healthcheck } = containerOf(name);
      expect(command).toEqual([name]);
      expect(environment).toMatchObject({ [portVariable]: port });
      expect(healthcheck.test).toEqual(['CMD', 'node', 'scripts/probe.mjs', String(port)]);
    },
  );

  it('starts every service after the one that brings the database up to date', () => {
    const others = serviceCatalogue.filter(({ name }) => name !== 'database-service');
    for (const { name } of others)
      expect(containerOf(name).depends_on).toMatchObject({
        'database-service': { condition: 'service_healthy' },
      });
  });

  it('tells the gateway where each subgraph of supergraph.yaml is', () => {
    const urls = String(containerOf('api-gateway').environment?.['GATEWAY_SUBGRAPH_URLS']);
    const told = urls.split(',').map((pair) => pair.trim());
    expect(told.sort()).toEqual(
      behindTheGateway
        .map(({ name, subgraph, port }) => `${subgraph}=http://${name}:${port}/graphql`)
        .sort(),
    );
    const { subgraphs } = readYaml('supergraph.yaml') as { subgraphs: Record<string, unknown> };
    expect(Object.keys(subgraphs).sort()).toEqual(
      behindTheGateway.map(({ subgraph }) => subgraph).sort(),
    );
  });

  it('opens no door but the gateway', () => {
    const open = Object.entries(services).filter(([, { ports }]) => ports !== undefined);
    expect(open.map(([name]) => name)).toEqual(['api-gateway']);
  });

  it.each(['PLATFORM_ENCRYPTION_KEY', 'PLATFORM_OPERATOR_PASSWORD', 'SMTP_URL'])(
    'gives %s to the services that read it and to no other',
    async (secret) => {
      const readers: string[] = [];
      for (const { name, folder } of serviceCatalogue)
        if (await reads(folder, secret)) readers.push(name);
      const holders = serviceCatalogue
        .map(({ name }) => name)
        .filter((name) => (containerOf(name).environment?.[secret] ?? 'from .env') !== '');
      expect(holders).toEqual(readers);
    },
  );
});
