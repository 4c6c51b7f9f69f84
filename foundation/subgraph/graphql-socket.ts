import { GraphQLError } from 'graphql';
import type { ExecutionArgs } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { IdentityVerifier } from '../context/identity.js';
import type { BaseContext, ContextFactory, SubgraphExecutor } from './subgraph-executor.js';
import { subscribeWithCursors } from './subscribe-with-cursors.js';

export type GraphQLSocket = {
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): Promise<void>;
};

type Payload = { extensions?: Record<string, unknown> | null };

/**
 * Subscriptions of a subgraph over the graphql-transport-ws protocol. One socket carries the streams of many users,
 * so every single subscribe carries its own signed identity in `extensions.identity`.
 */
export const createGraphQLSocket = (options: {
  audience: string;
  executor: SubgraphExecutor;
  createContext: ContextFactory;
  identityKeys: IdentityVerifier;
}): GraphQLSocket => {
  const { executor } = options;
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: false });

  const contextOf = (payload: Payload): BaseContext | null => {
    const { identity: token, stream } = payload.extensions ?? {};
    const identity = options.identityKeys.verify(
      typeof token === 'string' ? token : undefined,
      options.audience,
    );
    if (!identity) return null;
    const { after } = (stream ?? {}) as { after?: unknown };
    const context = options.createContext(identity);
    return typeof after === 'string' ? Object.assign(context, { resumeAfter: after }) : context;
  };

  const disposable = useServer(
    {
      schema: executor.schema,
      onSubscribe: (_context, _id, payload) => {
        const contextValue = contextOf(payload as Payload);
        if (!contextValue)
          return [
            new GraphQLError('This service answers the gateway only.', {
              extensions: { code: 'UNAUTHENTICATED' },
            }),
          ];
        const prepared = executor.prepare(payload.query, payload.variables);
        if (prepared.errors) return prepared.errors;
        return {
          schema: executor.schema,
          document: prepared.document,
          contextValue,
          variableValues: payload.variables ?? {},
          operationName: payload.operationName ?? null,
        } satisfies ExecutionArgs;
      },
      subscribe: (args) =>
        subscribeWithCursors(args, (args.contextValue as BaseContext).resumeAfter),
      onNext: (...[, , , args, result]) => ({
        ...executor.present(result, (args.contextValue as BaseContext).requestId),
        ...(result.extensions && { extensions: result.extensions }),
      }),
      onError: (_context, _id, _payload, errors) => executor.present({ errors }, '').errors ?? [],
    },
    server,
  );

  return {
    handleUpgrade: (request, socket, head) =>
      server.handleUpgrade(request, socket, head, (client) => {
        server.emit('connection', client, request);
      }),
    async close() {
      await disposable.dispose();
      for (const client of server.clients) client.terminate();
      server.close();
    },
  };
};
