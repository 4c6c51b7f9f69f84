import type { IncomingMessage, ServerResponse } from 'node:http';
import { publicError, toGraphQLError } from '../errors/public-error.js';

const statusByCode: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  SESSION_EXPIRED: 401,
  FORBIDDEN: 403,
  PAYLOAD_TOO_LARGE: 413,
  RATE_LIMITED: 429,
  SERVICE_UNAVAILABLE: 503,
  GATEWAY_DRAINING: 503,
  INTERNAL_SERVER_ERROR: 500,
};

/**
 * Answers a request that never became an operation, in the shape that GraphQL clients read.
 * @returns the code that it was refused with.
 */
export const answerError = (
  request: IncomingMessage,
  response: ServerResponse,
  thrown: unknown,
  requestId: string,
): string => {
  const error = publicError(toGraphQLError(thrown).toJSON(), requestId);
  const code = String(error.extensions?.['code']);
  const status = statusByCode[code] ?? 400;
  if (status === 401) response.setHeader('www-authenticate', 'Bearer');
  if (status === 503) response.setHeader('retry-after', '1');
  // The rest of a body that we do not read would be taken for the next request.
  if (status === 413) response.setHeader('connection', 'close');
  send(response, status, mediaTypeFor(request), JSON.stringify({ errors: [error] }));
  return code;
};

export const send = (
  response: ServerResponse,
  status: number,
  contentType: string,
  body: string | Buffer,
): void => {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  response.writeHead(status, { 'content-type': contentType, 'content-length': bytes.length });
  response.end(bytes);
};

const mediaTypeFor = (request: IncomingMessage): string =>
  request.headers.accept?.includes('application/graphql-response+json')
    ? 'application/graphql-response+json; charset=utf-8'
    : 'application/json; charset=utf-8';
