import { HeaderMap } from '@apollo/server';
import type { ApolloServer, HTTPGraphQLRequest } from '@apollo/server';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { IdentitySigner } from '../../foundation/context/identity.js';
import { DomainError } from '../../foundation/errors/domain-error.js';
import type { IdGenerator } from '../../foundation/ids/id-generator.js';
import type { Logger } from '../../foundation/logging/logger.js';
import type { Clock } from '../../foundation/time/clock.js';
import type { AccessTokenVerifier } from '../authentication/access-token.js';
import { authenticate } from '../authentication/authenticate.js';
import { createGatewayContext } from '../context/gateway-context.js';
import type { GatewayContext } from '../context/gateway-context.js';
import { isPublic, toGraphQLError } from '../errors/public-error.js';
import type { GatewayMetrics } from '../observability/gateway-metrics.js';
import type { Admission } from '../operations/admit-operation.js';
import type { GatewaySettings } from '../settings.js';
import { answerError } from './answer-errors.js';
import { clientAddressOf } from './client-address.js';
import { readRequestBody } from './read-request-body.js';
import { requestIdOf } from './request-id.js';

export type GraphQLEndpointDeps = {
  apollo: ApolloServer<GatewayContext>;
  admit: (text: string) => Admission;
  verifyAccessToken: AccessTokenVerifier;
  identityKeys: IdentitySigner;
  clock: Clock;
  ids: IdGenerator;
  logger: Logger;
  metrics: GatewayMetrics;
  settings: GatewaySettings;
  isDraining: () => boolean;
};

export type HttpHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** GraphQL over HTTP: who asks, within which limits, and then Apollo. */
export const createGraphQLEndpoint = (deps: GraphQLEndpointDeps): HttpHandler => {
  const { settings } = deps;

  const answer = async (
    request: IncomingMessage,
    response: ServerResponse,
    requestId: string,
  ): Promise<void> => {
    if (deps.isDraining()) throw new DomainError('GATEWAY_DRAINING', 'This gateway is stopping.');
    const { viewer } = await authenticate(deps.verifyAccessToken, request.headers.authorization);
    const httpGraphQLRequest = await toApollo(request, settings.GATEWAY_MAX_BODY_BYTES);
    const text = textOf(httpGraphQLRequest);
    const refusal = text === undefined ? undefined : deps.admit(text).refusal;
    if (refusal) throw refusal;

    const clientAddress = clientAddressOf(request, settings.GATEWAY_TRUSTED_PROXIES);
    const context = createGatewayContext(deps, {
      viewer,
      requestId,
      ...(clientAddress !== undefined && { clientAddress }),
      timeoutMs: settings.GATEWAY_REQUEST_TIMEOUT_MS,
      signal: goneSignal(response),
    });
    const result = await deps.apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest,
      context: () => Promise.resolve(context),
    });
    for (const [name, value] of result.headers) response.setHeader(name, value);
    if (result.body.kind !== 'complete') throw new Error('incremental delivery is not offered');
    const body = Buffer.from(result.body.string);
    response.setHeader('content-length', body.length);
    response.writeHead(result.status ?? 200);
    response.end(body);
  };

  return async (request, response) => {
    const requestId = requestIdOf(request, deps.ids);
    response.setHeader('x-request-id', requestId);
    try {
      await answer(request, response, requestId);
    } catch (error) {
      if (!isPublic(toGraphQLError(error)))
        deps.logger.error({ err: error, requestId }, 'a request failed');
      if (response.headersSent || response.destroyed) return;
      deps.metrics.requestRefused(answerError(request, response, error, requestId));
    }
  };
};

/** Aborted when the client hangs up before it has its answer. */
const goneSignal = (response: ServerResponse): AbortSignal => {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort();
  });
  return controller.signal;
};

const toApollo = async (
  request: IncomingMessage,
  limitBytes: number,
): Promise<HTTPGraphQLRequest> => {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  const url = request.url ?? '';
  const question = url.indexOf('?');
  return {
    method: (request.method ?? 'GET').toUpperCase(),
    headers,
    search: question === -1 ? '' : url.slice(question),
    body: request.method === 'POST' ? await readJson(request, limitBytes) : undefined,
  };
};

const readJson = async (request: IncomingMessage, limitBytes: number): Promise<unknown> => {
  const text = await readRequestBody(request, limitBytes);
  // Apollo answers for anything that is not JSON.
  if (!request.headers['content-type']?.toLowerCase().includes('json')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new DomainError('BAD_REQUEST', 'The body is not JSON.');
  }
};

/** The operation's text where the request carries one; persisted queries were admitted when they were registered. */
const textOf = ({ method, body, search }: HTTPGraphQLRequest): string | undefined => {
  const text =
    method === 'GET'
      ? new URLSearchParams(search).get('query')
      : (body as { query?: unknown } | null | undefined)?.query;
  return typeof text === 'string' && text !== '' ? text : undefined;
};
