// The subgraphs of all graphs on raw node:http, in a process of their own. An answer is worked out once for each body
// and then the same bytes every time, so that what is measured is the gateway.
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/resolverMap.js';
import { execute, parse } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { graphs } from './graphs.js';

const schemas = new Map<string, GraphQLSchema>();
for (const [graph, subgraphs] of Object.entries(graphs))
  for (const [name, { sdl, resolvers }] of Object.entries(subgraphs))
    schemas.set(
      `/${graph}/${name}`,
      buildSubgraphSchema({
        typeDefs: parse(sdl),
        resolvers: resolvers as GraphQLResolverMap<unknown>,
      }),
    );

const answers = new Map<string, Buffer>();

const work = async (path: string, body: string): Promise<Buffer> => {
  const schema = schemas.get(path);
  if (!schema) throw new Error(`nothing at ${path}`);
  const { query, variables } = JSON.parse(body) as {
    query: string;
    variables?: Record<string, unknown>;
  };
  const result = await execute({ schema, document: parse(query), variableValues: variables ?? {} });
  const answer = Buffer.from(JSON.stringify(result));
  answers.set(`${path} ${body}`, answer);
  return answer;
};

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const path = request.url ?? '';
    const body = Buffer.concat(chunks).toString();
    const send = (answer: Buffer): void => {
      response.writeHead(200, {
        'content-type': 'application/json',
        'content-length': answer.length,
      });
      response.end(answer);
    };
    const known = answers.get(`${path} ${body}`);
    if (known) send(known);
    else
      work(path, body).then(send, (error: unknown) => {
        response.writeHead(500).end(String(error));
      });
  });
});
server.keepAliveTimeout = 600_000;
server.listen(0, '127.0.0.1', () => {
  console.log(`READY ${(server.address() as AddressInfo).port}`);
});
