import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Counter, Histogram, Registry } from 'prom-client';
import { Counter as PromCounter, Histogram as PromHistogram } from 'prom-client';
import type { IdentityVerifier } from '../context/identity.js';
import { DomainError } from '../errors/domain-error.js';
import type { HttpRoute } from '../health/http-endpoints.js';
import { sendJson } from '../health/http-endpoints.js';
import { readBody } from './read-body.js';
import type { ContextFactory, GraphQLRequest, SubgraphExecutor } from './subgraph-executor.js';

/** The header that carries the signed identity from the gateway or a sibling service. */
export const identityHeader = 'x-platform-identity';

const bodyLimitBytes = 10 * 1024 * 1024;

type Metrics = { requests: Counter<'outcome'>; seconds: Histogram };

/** `POST /graphql` of a subgraph: only for callers that the platform's own key vouches for. */
export const graphqlRoute = (options: {
  audience: string;
  executor: SubgraphExecutor;
  createContext: ContextFactory;
  identityKeys: IdentityVerifier;
  registry: Registry;
}): HttpRoute => {
  const metrics = createMetrics(options.registry);

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const stopTimer = metrics.seconds.startTimer();
    const header = request.headers[identityHeader];
    const identity = options.identityKeys.verify(
      Array.isArray(header) ? undefined : header,
      options.audience,
    );
    if (!identity) {
      metrics.requests.inc({ outcome: 'refused' });
      request.resume();
      sendJson(response, 401, refusal('UNAUTHENTICATED', 'This service answers the gateway only.'));
      return;
    }
    const body = await parseBody(request);
    if (body instanceof DomainError) {
      metrics.requests.inc({ outcome: 'refused' });
      sendJson(response, 400, refusal(body.code, body.message));
      return;
    }
    const result = await options.executor.execute(body, options.createContext(identity));
    metrics.requests.inc({ outcome: result.errors ? 'errors' : 'ok' });
    stopTimer();
    sendJson(response, 200, result);
  };

  return { method: 'POST', path: '/graphql', handle };
};

const createMetrics = (registry: Registry): Metrics => ({
  requests: new PromCounter({
    name: 'subgraph_requests_total',
    help: 'GraphQL requests by outcome (ok, errors, refused).',
    labelNames: ['outcome'],
    registers: [registry],
  }),
  seconds: new PromHistogram({
    name: 'subgraph_request_duration_seconds',
    help: 'Time to answer a GraphQL request.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [registry],
  }),
});

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
