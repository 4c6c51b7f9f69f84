import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError, OperationTypeNode } from 'graphql';
import { refusalOf } from '../authorization/authorize.js';
import type { GatewayContext } from '../context/gateway-context.js';
import type { SupergraphManager } from '../supergraph/supergraph-manager.js';
import { guardedSelections } from './guarded-selections.js';

/**
 * Enforces the authorization directives that Apollo's copy of the supergraph no longer enforces, on every query and
 * mutation, before anything is planned.
 */
export const authorizationPlugin = (
  supergraph: SupergraphManager,
): ApolloServerPlugin<GatewayContext> => ({
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation(request) {
        const { schema, document, source, operation, contextValue } = request;
        const guarded = guardedSelections(supergraph.of(schema), {
          key: source,
          document,
          operationName: request.request.operationName,
        });
        const refusal = refusalOf(contextValue.viewer, guarded) ?? misplaced(operation?.operation);
        return refusal ? Promise.reject(refusal) : Promise.resolve();
      },
    }),
});

const misplaced = (operation: OperationTypeNode | undefined): GraphQLError | null =>
  operation === OperationTypeNode.SUBSCRIPTION
    ? new GraphQLError('Subscriptions run over WebSocket: connect to this address with ws://.', {
        extensions: { code: 'SUBSCRIPTION_REQUIRES_WEBSOCKET', http: { status: 400 } },
      })
    : null;
