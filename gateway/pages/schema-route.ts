import type { HttpRoute } from '../../foundation/health/http-endpoints.js';
import { send } from '../http/answer-errors.js';

/** The public schema as it is served now, for code generation and editors. */
export const schemaRoute = (currentSdl: () => string): HttpRoute => ({
  method: 'GET',
  path: '/schema.graphql',
  handle: (_request, response) =>
    send(response, 200, 'application/graphql; charset=utf-8', `${currentSdl()}\n`),
});
