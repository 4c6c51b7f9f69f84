import type { ApolloGateway } from '@apollo/gateway';
import { getOperationAST, GraphQLError, OperationTypeNode } from 'graphql';
import type { ExecutionResult } from 'graphql';
import type { SharedAnswers } from '../caching/shared-answers.js';
import type { GatewayContext } from '../context/gateway-context.js';
import type { SupergraphManager } from '../supergraph/supergraph-manager.js';
import { prepareOperation } from './prepare-operation.js';

type Executor = ApolloGateway['executor'];

/**
 * Executes queries and mutations in place of Apollo's own executor, with the same results. A request stays within the
 * generation that validated it. What comes this way is valid, so that it may be remembered by its text.
 */
export const createExecutor =
  (supergraph: SupergraphManager, share: SharedAnswers): Executor =>
  async ({ schema, document, source, request, context }) => {
    const generation = supergraph.of(schema);
    if (!getOperationAST(document, request.operationName)) return unresolved;
    const operation = { key: source, document, operationName: request.operationName };
    const { definition, executor } = await prepareOperation(generation, operation);
    const { variables = {} } = request;
    const errors = executor.checkVariables(variables);
    if (errors) return { errors };
    const isQuery = definition.operation === OperationTypeNode.QUERY;
    const result = await share(
      { generation, source: operation, isQuery, variables, context: context as GatewayContext },
      (own) => executor.execute({ variables, context: own }),
    );
    return result as Mutable<ExecutionResult>;
  };

/** Apollo's type of a result, which has its properties writable. */
type Mutable<T> = { -readonly [key in keyof T]: T[key] };

/** Apollo gives this its code, OPERATION_RESOLUTION_FAILURE. */
const unresolved = {
  errors: [
    new GraphQLError(
      'Name one of the operations of the document in operationName; there are several, or none of that name.',
    ),
  ],
};
