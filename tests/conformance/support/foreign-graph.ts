import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import type { GraphQLFormattedError } from 'graphql';
import { loadSettings } from '../../../foundation/config/settings.js';
import { createIdentityKeys } from '../../../foundation/context/identity.js';
import { createIdGenerator } from '../../../foundation/ids/id-generator.js';
import { createLogger } from '../../../foundation/logging/logger.js';
import { systemClock } from '../../../foundation/time/clock.js';
import { createGateway } from '../../../gateway/gateway.js';
import { gatewaySettings } from '../../../gateway/settings.js';
import { serveSubgraph, subgraphSchema } from './foreign-subgraph.js';
import type { ForeignSubgraph, SubgraphSource } from './foreign-subgraph.js';

export type Answer = {
  data?: Record<string, unknown> | null;
  errors?: GraphQLFormattedError[];
  extensions?: Record<string, unknown>;
};

export type Graph = {
  url: string;
  subgraphs: Readonly<Record<string, ForeignSubgraph>>;
  ask(query: string, variables?: Record<string, unknown>): Promise<Answer>;
  close(): Promise<void>;
};

type Sources = Readonly<Record<string, SubgraphSource>>;

/** Subgraphs that listen, and the supergraph that their schemas compose to. */
export const serveSubgraphs = async (sources: Sources) => {
  // All of them first: one that is not valid must not leave the others listening.
  const schemas = Object.entries(sources).map(
    ([name, source]) => [name, subgraphSchema(source)] as const,
  );
  const subgraphs = Object.fromEntries(
    await Promise.all(
      schemas.map(async ([name, schema]) => [name, await serveSubgraph(schema)] as const),
    ),
  );
  const { supergraphSdl, errors } = composeServices(
    Object.entries(sources).map(([name, { sdl }]) => ({
      name,
      url: subgraphs[name]?.url ?? '',
      typeDefs: parse(sdl),
    })),
  );
  const close = async () => {
    await Promise.all(Object.values(subgraphs).map((subgraph) => subgraph.close()));
  };
  if (errors) {
    await close();
    throw new AggregateError(errors, errors.map(({ message }) => message).join('\n'));
  }
  return { subgraphs, supergraphSdl, close };
};

/** Sends an operation as most clients do. */
export const post = async (
  url: string,
  query: string,
  variables: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Promise<Answer> => {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as Answer;
};

/** A gateway in this process over subgraphs that know nothing of it. */
export const startGraph = async (
  sources: Sources,
  environment: Record<string, string> = {},
): Promise<Graph> => {
  const { subgraphs, supergraphSdl, close } = await serveSubgraphs(sources);
  const logger = createLogger({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent' });
  const starting = createGateway({
    supergraphSdl,
    identityKeys: createIdentityKeys(new Uint8Array(32).fill(7), systemClock),
    clock: systemClock,
    ids: createIdGenerator(systemClock),
    logger,
    settings: loadSettings(gatewaySettings, { GATEWAY_AUTHENTICATION: 'off', ...environment }),
  });
  const gateway = await starting.catch(async (error: unknown) => {
    await close();
    throw error;
  });
  const { url } = await gateway.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    subgraphs,
    ask: (query, variables) => post(url, query, variables),
    async close() {
      await gateway.close();
      await close();
    },
  };
};
