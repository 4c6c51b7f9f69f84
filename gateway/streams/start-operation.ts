import type { ApolloServer } from '@apollo/server';
import { getOperationAST, GraphQLError, OperationTypeNode } from 'graphql';
import type { DocumentNode, ExecutionArgs, FormattedExecutionResult } from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import type { IdentitySigner } from '../../foundation/context/identity.js';
import type { IdGenerator } from '../../foundation/ids/id-generator.js';
import type { Clock } from '../../foundation/time/clock.js';
import { createGatewayContext } from '../context/gateway-context.js';
import type { GatewayContext } from '../context/gateway-context.js';
import { sha256 } from '../documents/trusted-documents.js';
import type { Admission } from '../operations/admit-operation.js';
import type { GatewaySettings } from '../settings.js';
import type { SupergraphManager } from '../supergraph/supergraph-manager.js';
import { limitReached } from './open-stream.js';
import type { StreamOpener } from './open-stream.js';
import type { ParkedStream } from './parked-stream.js';
import { readStreamOptions } from './stream-options.js';
import type { SubscriptionClient } from './subscription-client.js';

/** An operation that may run. */
export type Operation =
  | { kind: 'stream'; run: () => ParkedStream }
  | { kind: 'request'; run: () => Promise<FormattedExecutionResult> };

/** Turns a client's `subscribe` message into an operation, or into the errors that it is refused with. */
export type OperationStarter = (
  client: SubscriptionClient,
  id: string,
  payload: SubscribePayload,
) => ExecutionArgs | readonly GraphQLError[];

export type OperationStarterDeps = {
  apollo: ApolloServer<GatewayContext>;
  admit: (text: string) => Admission;
  streams: StreamOpener;
  supergraph: SupergraphManager;
  identityKeys: IdentitySigner;
  clock: Clock;
  ids: IdGenerator;
  settings: GatewaySettings;
};

export const createOperationStarter =
  (deps: OperationStarterDeps): OperationStarter =>
  (client, id, payload) => {
    const { closingBecause } = client;
    if (closingBecause) return asErrors(closingBecause);
    const { document, refusal } = deps.admit(payload.query);
    if (refusal) return [refusal];
    const definition = getOperationAST(document, payload.operationName);
    if (!definition) return [unresolved];
    const max = deps.settings.GATEWAY_MAX_SUBSCRIPTIONS_PER_SOCKET;
    if (client.openOperations >= max) return [limitReached('perConnection', max)];

    const operation =
      definition.operation === OperationTypeNode.SUBSCRIPTION
        ? streamOf(deps, client, { id, document, payload })
        : requestOf(deps, client, payload);
    if (!('kind' in operation)) return operation;
    return {
      schema: deps.supergraph.current.apiSchema,
      document,
      operationName: payload.operationName ?? null,
      variableValues: payload.variables ?? {},
      contextValue: tracked(operation, client, id),
    };
  };

/** Queries and mutations go the way they go over HTTP. */
const requestOf = (
  deps: OperationStarterDeps,
  client: SubscriptionClient,
  payload: SubscribePayload,
): Operation => ({
  kind: 'request',
  async run() {
    const { body } = await deps.apollo.executeOperation(
      {
        query: payload.query,
        variables: payload.variables ?? {},
        ...(payload.operationName != null && { operationName: payload.operationName }),
      },
      {
        contextValue: createGatewayContext(deps, {
          ...identityOf(client, deps.ids),
          timeoutMs: deps.settings.GATEWAY_REQUEST_TIMEOUT_MS,
          signal: client.signal,
        }),
      },
    );
    if (body.kind === 'single') return body.singleResult;
    throw new Error('incremental delivery is not offered');
  },
});

const streamOf = (
  deps: OperationStarterDeps,
  client: SubscriptionClient,
  { id, document, payload }: { id: string; document: DocumentNode; payload: SubscribePayload },
): Operation | readonly GraphQLError[] => {
  const options = readStreamOptions(payload.extensions);
  if (!('after' in options)) return options;
  const { start, errors } = deps.streams.open(
    {
      source: {
        key: sha256(payload.query),
        document,
        operationName: payload.operationName,
      },
      variables: payload.variables ?? {},
      viewer: client.viewer,
    },
    // A library that reconnects sends its old request again; what came with the connection is newer.
    { ...options, after: client.takeCursor(id) ?? options.after },
    { holder: client.holder, outlet: client.outlet(id) },
  );
  return errors ?? { kind: 'stream', run: start };
};

/** The connection knows of an operation from its start. */
const tracked = (operation: Operation, client: SubscriptionClient, id: string): Operation => {
  if (operation.kind === 'stream')
    return {
      kind: 'stream',
      run() {
        const stream = operation.run();
        client.operationStarted(id, stream);
        return stream;
      },
    };
  return {
    kind: 'request',
    run() {
      client.operationStarted(id, null);
      return operation.run();
    },
  };
};

const identityOf = ({ viewer, clientAddress }: SubscriptionClient, ids: IdGenerator) => ({
  viewer,
  requestId: ids('request'),
  ...(clientAddress !== undefined && { clientAddress }),
});

const asErrors = ({ errors = [] }: NonNullable<SubscriptionClient['closingBecause']>) =>
  errors.map(
    ({ message, extensions }) => new GraphQLError(message, { extensions: extensions ?? null }),
  );

const unresolved = new GraphQLError(
  'Name one of the operations of the document in operationName.',
  {
    extensions: { code: 'OPERATION_RESOLUTION_FAILURE' },
  },
);
