import type { IncomingMessage, ServerResponse } from 'node:http';
import type { IdentityVerifier } from '../context/identity.js';
import { DomainError } from '../errors/domain-error.js';
import type { HttpRoute } from '../health/http-endpoints.js';
import { sendJson } from '../health/http-endpoints.js';
import type { GraphQLAnswers } from './graphql-answers.js';
import { readBody } from './read-body.js';
import type { GraphQLRequest } from './subgraph-executor.js';

/** The header that carries the signed identity from the gateway or a sibling service. */
export const identityHeader = 'x-platform-identity';

const bodyLimitBytes = 10 * 1024 * 1024;

/** `POST /graphql` of a subgraph: only for callers that the platform's own key vouches for. */
export const graphqlRoute = (options: {
  audience: string;
  answers: GraphQLAnswers;
  identityKeys: IdentityVerifier;
}): HttpRoute => {
  const { answers } = options;

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const header = request.headers[identityHeader];
    const identity = options.identityKeys.verify(
      Array.isArray(header) ? undefined : header,
      options.audience,
    );
    if (!identity) {
      answers.refused();
      request.resume();
      sendJson(response, 401, refusal('UNAUTHENTICATED', 'This service answers the gateway only.'));
      return;
    }
    const body = await parseBody(request);
    if (body instanceof DomainError) {
      answers.refused();
      sendJson(response, 400, refusal(body.code, body.message));
      return;
    }
    sendJson(response, 200, await answers.answer(body, identity));
  };

  return { method: 'POST', path: '/graphql', handle };
};

const parseBody = async (request: IncomingMessage): Promise<GraphQLRequest | DomainError> => {
  try {
    const parsed: unknown = JSON.parse((await readBody(request, bodyLimitBytes)).toString());
    if (typeof parsed === 'object' && parsed !== null) return parsed;
    return new DomainError('BAD_USER_INPUT', 'The body is not a GraphQL request.');
  } catch (error) {
    if (error instanceof DomainError) return error;
    if (error instanceof SyntaxError)
      return new DomainError('BAD_USER_INPUT', 'The body is not JSON.');
    throw error;
  }
};

const refusal = (code: string, message: string) => ({
  errors: [{ message, extensions: { code } }],
});
