import type { ApolloServer } from '@apollo/server';
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
import type { Documents } from '../documents/documents.js';
import { isPublic, toGraphQLError } from '../errors/public-error.js';
import type { GatewayMetrics } from '../observability/gateway-metrics.js';
import type { Admission } from '../operations/admit-operation.js';
import type { PreparedAnswers } from '../operations/prepared-answers.js';
import type { GatewaySettings } from '../settings.js';
import { answerError } from './answer-errors.js';
import { clientAddressOf } from './client-address.js';
import { plainRequest, readJson, textOf, toApollo } from './graphql-request.js';
import { NegotiatedTypes } from './negotiated-types.js';
import { requestIdOf } from './request-id.js';

export type GraphQLEndpointDeps = {
  apollo: ApolloServer<GatewayContext>;
  answerPrepared: PreparedAnswers;
  documents: Documents;
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

/** GraphQL over HTTP: who asks, within which limits, and then the short way to an answer or the long one. */
export const createGraphQLEndpoint = (deps: GraphQLEndpointDeps): HttpHandler => {
  const { settings } = deps;
  const negotiated = new NegotiatedTypes();

  /** What was answered before, without Apollo Server; false when it has to be asked. */
  const answerShort = async (
    { request, response, body, admission }: Exchange,
    context: GatewayContext,
  ): Promise<boolean> => {
    const contentType = negotiated.for(request.headers.accept);
    const plain = plainRequest(request, body);
    if (contentType === undefined || !plain || !admission?.document) return false;
    const { document } = admission;
    const answer = await deps.answerPrepared({ ...plain, document }, context);
    if (answer === null) return false;
    response.writeHead(200, {
      'cache-control': 'no-store',
      'content-type': contentType,
      'content-length': Buffer.byteLength(answer),
    });
    response.end(answer);
    return true;
  };

  const answer = async (
    request: IncomingMessage,
    response: ServerResponse,
    requestId: string,
  ): Promise<void> => {
    if (deps.isDraining()) throw new DomainError('GATEWAY_DRAINING', 'This gateway is stopping.');
    const { viewer } = await authenticate(deps.verifyAccessToken, request.headers.authorization);
    const body = deps.documents.expand(await readJson(request, settings.GATEWAY_MAX_BODY_BYTES));
    const text = textOf(request, body);
    const admission = text === undefined ? undefined : deps.admit(text);
    if (admission?.refusal) throw admission.refusal;

    const clientAddress = clientAddressOf(request, settings.GATEWAY_TRUSTED_PROXIES);
    const context = createGatewayContext(deps, {
      viewer,
      requestId,
      ...(clientAddress !== undefined && { clientAddress }),
      timeoutMs: settings.GATEWAY_REQUEST_TIMEOUT_MS,
      signal: goneSignal(response),
    });
    const exchange = { request, response, body, admission };
    if (await answerShort(exchange, context)) return;
    negotiated.learn(request.headers.accept, await answerLong(deps.apollo, exchange, context));
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

type Exchange = {
  request: IncomingMessage;
  response: ServerResponse;
  body: unknown;
  admission: Admission | undefined;
};

/** Asks Apollo Server; returns the content type of an answer that is none of a refusal. */
const answerLong = async (
  apollo: ApolloServer<GatewayContext>,
  { request, response, body }: Exchange,
  context: GatewayContext,
): Promise<string | undefined> => {
  const result = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: toApollo(request, body),
    context: () => Promise.resolve(context),
  });
  for (const [name, value] of result.headers) response.setHeader(name, value);
  if (result.body.kind !== 'complete') throw new Error('incremental delivery is not offered');
  const bytes = Buffer.from(result.body.string);
  response.setHeader('content-length', bytes.length);
  response.writeHead(result.status ?? 200);
  response.end(bytes);
  return result.status === undefined ? result.headers.get('content-type') : undefined;
};

/** Aborted when the client hangs up before it has its answer. */
const goneSignal = (response: ServerResponse): AbortSignal => {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort();
  });
  return controller.signal;
};
