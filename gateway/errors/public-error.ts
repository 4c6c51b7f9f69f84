import { GraphQLError } from 'graphql';
import type { GraphQLFormattedError } from 'graphql';
import { DomainError } from '../../foundation/errors/domain-error.js';
import { errorCatalogue } from '../../foundation/errors/error-codes.js';

const maskedMessage = 'Something went wrong on our side.';

type WithExtensions = { extensions?: Readonly<Record<string, unknown>> | undefined };

/** Whether the code of an error tells the client something; everything else is a fault of ours. */
export const isPublic = (error: WithExtensions): boolean => {
  const code = error.extensions?.['code'];
  return typeof code === 'string' && code in errorCatalogue && code !== 'INTERNAL_SERVER_ERROR';
};

/**
 * An error as clients may see it: those with a code of the catalogue as they are, all others masked. The same for
 * queries, mutations and streams.
 */
export const publicError = (
  error: GraphQLFormattedError,
  requestId?: string,
): GraphQLFormattedError => {
  const { path, locations } = error;
  const place = { ...(locations && { locations }), ...(path && { path }) };
  if (!isPublic(error)) {
    const service = error.extensions?.['serviceName'];
    return {
      message: maskedMessage,
      ...place,
      extensions: {
        code: 'INTERNAL_SERVER_ERROR',
        ...(typeof service === 'string' && { serviceName: service }),
        ...(requestId !== undefined && { requestId }),
      },
    };
  }
  const extensions = { ...error.extensions };
  for (const internal of ['http', 'stacktrace', 'exception'])
    Reflect.deleteProperty(extensions, internal);
  return { message: error.message, ...place, extensions };
};

/**
 * Apollo answers a few malformed requests (a persisted query of another version, a hash that does not match) with a
 * status but without a code; they are the client's mistakes, not faults of ours.
 */
export const withBadRequestCode = (
  formatted: GraphQLFormattedError,
  original: unknown,
): GraphQLFormattedError => {
  if (isPublic(formatted) || !(original instanceof GraphQLError)) return formatted;
  const { status } = (original.extensions['http'] ?? {}) as { status?: number };
  if (status === undefined || status < 400 || status >= 500) return formatted;
  return { ...formatted, extensions: { ...formatted.extensions, code: 'BAD_REQUEST' } };
};

/** An error of a result as Apollo Server and our hooks in it present it to the client. */
export const presentError = (error: GraphQLError, requestId: string): GraphQLFormattedError => {
  const code = error.extensions['code'] ?? 'INTERNAL_SERVER_ERROR';
  const formatted = { ...error.toJSON(), extensions: { ...error.extensions, code } };
  return publicError(publicError(withBadRequestCode(formatted, error)), requestId);
};

/** A refusal of the domain, or whatever else was thrown, as a GraphQL error. */
export const toGraphQLError = (error: unknown): GraphQLError => {
  if (error instanceof GraphQLError) return error;
  if (error instanceof DomainError)
    return new GraphQLError(error.message, {
      extensions: {
        ...error.details,
        ...(error.inputPath && { inputPath: error.inputPath }),
        code: error.code,
      },
      originalError: error,
    });
  const cause = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(cause.message, { originalError: cause });
};
