import { errorCodeDef, ERRORS } from '@apollo/federation-internals';
import { GraphQLError } from 'graphql';
import type { GraphQLFormattedError } from 'graphql';
import type { Place } from './collect-objects.js';

/** An error that a subgraph answered with, as Apollo's executor passes it on: named after its service, with a code. */
export const subgraphError = (
  error: GraphQLFormattedError,
  subgraph: string,
  path: Place | undefined,
): GraphQLError => {
  const message = error.message || `Error while fetching subquery from service "${subgraph}"`;
  const options = {
    originalError: error as unknown as Error,
    path: path && [...path],
    extensions: { ...error.extensions, serviceName: subgraph },
  };
  // What has no code of its own gets the one of a failing subgraph.
  const definition = errorCodeDef(error);
  return !definition && error.extensions?.['code']
    ? new GraphQLError(message, options)
    : (definition ?? ERRORS.DOWNSTREAM_SERVICE_ERROR).err(message, options);
};
