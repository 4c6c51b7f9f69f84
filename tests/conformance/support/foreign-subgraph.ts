import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, parse } from 'graphql';
import type { DocumentNode, ExecutionArgs, GraphQLFieldResolver, GraphQLSchema } from 'graphql';
import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** By type and field, as `@apollo/subgraph` takes them; parents and arguments are whatever the case makes them. */
export type Resolvers = NonNullable<
  Extract<Parameters<typeof buildSubgraphSchema>[0], { resolvers?: unknown }>['resolvers']
>;

/** One subgraph of another make: it knows nothing of this platform, least of all of its headers. */
export type SubgraphSource = { sdl: string; resolvers?: Resolvers };

export type SubgraphRequest = { query: string; variables: Record<string, unknown> };

export type ForeignSubgraph = {
  url: string;
  /** What it was asked, in order. */
  requests: SubgraphRequest[];
  close(): Promise<void>;
};

export const subgraphSchema = ({ sdl, resolvers }: SubgraphSource): GraphQLSchema =>
  buildSubgraphSchema({ typeDefs: parse(sdl), ...(resolvers && { resolvers }) });

/**
 * Serves a subgraph over HTTP with nothing but graphql-js.
 * @param fieldResolver answers the fields that have no resolver of their own.
 */
export const serveSubgraph = async (
  schema: GraphQLSchema,
  fieldResolver?: GraphQLFieldResolver<unknown, unknown>,
): Promise<ForeignSubgraph> => {
  const requests: SubgraphRequest[] = [];
  const server = createServer((request, response) => {
    if (request.url !== '/graphql') {
      response.writeHead(404).end();
      return;
    }
    void answer({ schema, ...(fieldResolver && { fieldResolver }) }, request, requests).then(
      (body) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(body);
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    requests,
    close: () => closeNow(server),
  };
};

const answer = async (
  served: Pick<ExecutionArgs, 'schema' | 'fieldResolver'>,
  request: IncomingMessage,
  requests: SubgraphRequest[],
): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { query, variables } = JSON.parse(Buffer.concat(chunks).toString()) as SubgraphRequest;
  requests.push({ query, variables });
  const result = await execute({
    ...served,
    document: parsed(query),
    variableValues: variables,
    contextValue: {},
  });
  return JSON.stringify(result);
};

const documents = new Map<string, DocumentNode>();
const parsed = (query: string): DocumentNode => {
  const known = documents.get(query) ?? parse(query);
  documents.set(query, known);
  return known;
};

const closeNow = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
