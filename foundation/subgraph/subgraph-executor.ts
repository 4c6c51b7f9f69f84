import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/resolverMap.js';
import { execute, GraphQLError, parse } from 'graphql';
import type { FormattedExecutionResult, GraphQLSchema } from 'graphql';
import { readFileSync } from 'node:fs';
import type { RequestIdentity, Viewer } from '../context/viewer.js';
import type { Logger } from '../logging/logger.js';
import { enforceAuthorization } from './authorization.js';
import { formatError } from './error-formatter.js';
import { OperationCache } from './operation-cache.js';
import type { PreparedOperation } from './operation-cache.js';
import { findUnstorableText, unstorableTextError } from './unstorable-text.js';

/** What every resolver finds in its context, whatever the subgraph adds. */
export type BaseContext = {
  viewer: Viewer;
  requestId: string;
  /** Of a subscription that goes on where it broke off: the cursor of the last event that was seen. */
  resumeAfter?: string;
};

export type GraphQLRequest = {
  query?: unknown;
  variables?: unknown;
  operationName?: unknown;
};

/**
 * Resolvers by type and field. Typed loosely on purpose: each resolver states its own parent, arguments and context,
 * which graphql-js's parameter types would forbid.
 */
export type Resolvers = Readonly<Record<string, object>>;

type RawResult = {
  data?: Record<string, unknown> | null | undefined;
  errors?: readonly GraphQLError[] | undefined;
};

export type SubgraphExecutor = {
  schema: GraphQLSchema;
  /** Parses and validates, and refuses text that no database keeps, wherever in the operation or variables it stands. */
  prepare(query: string, variables: unknown): PreparedOperation;
  execute(request: GraphQLRequest, context: BaseContext): Promise<FormattedExecutionResult>;
  /** The result as it is sent, with its errors formatted for the caller. */
  present(result: RawResult, requestId: string): FormattedExecutionResult;
};

/** A subgraph's schema with its walls up, ready to execute. */
export const createSubgraphExecutor = (options: {
  schemaUrl: URL;
  resolvers: Resolvers;
  logger: Logger;
}): SubgraphExecutor => {
  const schema = buildSubgraphSchema({
    typeDefs: parse(readFileSync(options.schemaUrl, 'utf8')),
    resolvers: options.resolvers as GraphQLResolverMap<unknown>,
  });
  enforceAuthorization(schema);
  const operations = new OperationCache(schema);

  const present: SubgraphExecutor['present'] = ({ data, errors }, requestId) => ({
    ...(data === undefined ? {} : { data }),
    ...(errors && {
      errors: errors.map((error) => formatError(error, requestId, options.logger).toJSON()),
    }),
  });

  const prepare: SubgraphExecutor['prepare'] = (query, variables) => {
    const inputPath = findUnstorableText(variables);
    if (inputPath) return { errors: [unstorableTextError({ inputPath })] };
    return operations.prepare(query);
  };

  return {
    schema,
    prepare,
    present,
    async execute(request, context) {
      if (typeof request.query !== 'string')
        return present(
          { errors: [new GraphQLError('The request has no query.')] },
          context.requestId,
        );
      const prepared = prepare(request.query, request.variables);
      if (prepared.errors) return present({ errors: prepared.errors }, context.requestId);
      const result = await execute({
        schema,
        document: prepared.document,
        contextValue: context,
        variableValues: (request.variables ?? {}) as Record<string, unknown>,
        operationName: typeof request.operationName === 'string' ? request.operationName : null,
      });
      return present(result, context.requestId);
    },
  };
};

export type ContextFactory = (identity: RequestIdentity) => BaseContext;
