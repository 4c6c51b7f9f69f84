import { executeQueryPlan } from '@apollo/gateway';
import type { ApolloGateway } from '@apollo/gateway';
import { getOperationAST, getVariableValues, GraphQLError } from 'graphql';
import type { SupergraphManager } from '../supergraph/supergraph-manager.js';
import { planOperation } from './plan-operation.js';

type Executor = ApolloGateway['executor'];

/**
 * Executes queries and mutations in place of Apollo's own executor: same plans, same results, but a request stays
 * within the generation that validated it, and plans are shared with the streams.
 */
export const createExecutor =
  (supergraph: SupergraphManager): Executor =>
  (requestContext) => {
    const generation = supergraph.of(requestContext.schema);
    const { document, request, queryHash } = requestContext;
    if (!getOperationAST(document, request.operationName)) return Promise.resolve(unresolved);
    const { queryPlan, context } = planOperation(generation, {
      key: queryHash,
      document,
      operationName: request.operationName,
    });
    const { errors } = getVariableValues(
      generation.apiSchema,
      context.operation.variableDefinitions ?? [],
      request.variables ?? {},
    );
    if (errors) return Promise.resolve({ errors });
    return executeQueryPlan(
      queryPlan,
      generation.services,
      requestContext,
      context,
      generation.supergraphSchema,
      generation.internalApi,
    );
  };

/** Apollo gives this its code, OPERATION_RESOLUTION_FAILURE. */
const unresolved = {
  errors: [
    new GraphQLError(
      'Name one of the operations of the document in operationName; there are several, or none of that name.',
    ),
  ],
};
