import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';
import type { IdentityVerifier } from '../context/identity.js';
import type { Viewer } from '../context/viewer.js';
import { checkInput } from '../errors/check-input.js';
import { DomainError, InputFaults, toUserError } from '../errors/domain-error.js';
import type { ErrorCode } from '../errors/error-codes.js';
import type { HttpRoute } from '../health/http-endpoints.js';
import { sendJson } from '../health/http-endpoints.js';
import { identityHeader } from './graphql-route.js';
import { readBody } from './read-body.js';

export type ServiceViewer = Extract<Viewer, { kind: 'service' }>;

const bodyLimitBytes = 64 * 1024;

const statusByCode: Partial<Record<ErrorCode, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  PAYLOAD_TOO_LARGE: 413,
  RATE_LIMITED: 429,
  SERVICE_UNAVAILABLE: 503,
};

/**
 * `POST path` with a JSON body, for other services of the platform only: the caller's signed identity must name a
 * service. Refusals are answered as `{ errors: [{ code, message, path }] }` with a fitting status.
 * @param options.audience the subgraph's name, for which the identity must be signed.
 */
export const serviceRoute = <TSchema extends z.ZodType>(options: {
  path: string;
  audience: string;
  identityKeys: IdentityVerifier;
  body: TSchema;
  handle: (body: z.output<TSchema>, caller: ServiceViewer) => unknown;
}): HttpRoute => ({
  method: 'POST',
  path: options.path,
  async handle(request, response) {
    try {
      const caller = callerOf(request, options.identityKeys, options.audience);
      const body = checkInput(options.body, await parseBody(request), []);
      sendJson(response, 200, await options.handle(body, caller));
    } catch (error) {
      request.resume();
      if (!(error instanceof DomainError)) throw error;
      const faults = error instanceof InputFaults ? error.faults : [error];
      sendJson(response, statusByCode[error.code] ?? 400, { errors: faults.map(toUserError) });
    }
  },
});

const callerOf = (
  request: IncomingMessage,
  identityKeys: IdentityVerifier,
  audience: string,
): ServiceViewer => {
  const header = request.headers[identityHeader];
  const identity = identityKeys.verify(typeof header === 'string' ? header : undefined, audience);
  if (!identity) throw new DomainError('UNAUTHENTICATED', 'This is for services of the platform.');
  if (identity.viewer.kind !== 'service')
    throw new DomainError('FORBIDDEN', 'This is for services of the platform.');
  return identity.viewer;
};

const parseBody = async (request: IncomingMessage): Promise<unknown> => {
  const text = (await readBody(request, bodyLimitBytes)).toString();
  try {
    return JSON.parse(text);
  } catch {
    throw new DomainError('BAD_USER_INPUT', 'The body is not JSON.');
  }
};
