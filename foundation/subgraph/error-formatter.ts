import { GraphQLError } from 'graphql';
import { DomainError } from '../errors/domain-error.js';
import type { Logger } from '../logging/logger.js';

/**
 * What a caller may see of an error: refusals keep their code, mistakes in the request keep their text, and faults of
 * ours are logged in full and answered with nothing but the id to look them up by.
 */
export const formatError = (
  error: GraphQLError,
  requestId: string | undefined,
  logger: Logger,
): GraphQLError => {
  const original = deepestCause(error);
  if (original instanceof DomainError)
    return relocate(error, original.message, {
      ...original.details,
      ...(original.inputPath && { inputPath: original.inputPath }),
      code: original.code,
    });
  // A variable that its scalar refuses is placed in the request, not in the answer; the failing source of a stream in
  // neither, and what it says is for our logs alone.
  const isPlacedInRequest = !error.path && error.nodes !== undefined;
  if (original instanceof GraphQLError || isPlacedInRequest) {
    // No resolver threw: the request itself did not parse, validate or coerce.
    return relocate(error, error.message, { code: 'BAD_USER_INPUT', ...error.extensions });
  }
  logger.error({ err: original, requestId, path: error.path }, 'a resolver failed');
  return relocate(error, 'Something went wrong on our side.', {
    code: 'INTERNAL_SERVER_ERROR',
    requestId,
  });
};

const deepestCause = (error: GraphQLError): Error => {
  let cause: Error = error;
  while (cause instanceof GraphQLError && cause.originalError) cause = cause.originalError;
  return cause;
};

const relocate = (
  error: GraphQLError,
  message: string,
  extensions: Record<string, unknown>,
): GraphQLError =>
  new GraphQLError(message, {
    nodes: error.nodes ?? null,
    source: error.source ?? null,
    positions: error.positions ?? null,
    path: error.path ?? null,
    extensions,
  });
