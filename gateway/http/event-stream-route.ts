import { getOperationAST, OperationTypeNode } from 'graphql';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { DomainError } from '../../foundation/errors/domain-error.js';
import type { HttpRoute } from '../../foundation/health/http-endpoints.js';
import type { IdGenerator } from '../../foundation/ids/id-generator.js';
import type { Logger } from '../../foundation/logging/logger.js';
import type { Clock } from '../../foundation/time/clock.js';
import type { AccessTokenVerifier } from '../authentication/access-token.js';
import { authenticate } from '../authentication/authenticate.js';
import { publicError } from '../errors/public-error.js';
import type { GatewaySettings } from '../settings.js';
import { EventStream } from '../streams/event-stream.js';
import { streamEnds } from '../streams/stream-end.js';
import type { StreamEnd } from '../streams/stream-end.js';
import type { Operation, OperationStarter } from '../streams/start-operation.js';
import type { SubscriptionClient } from '../streams/subscription-client.js';
import { answerError, send } from './answer-errors.js';
import { clientAddressOf } from './client-address.js';
import { readRequestBody } from './read-request-body.js';
import { requestIdOf } from './request-id.js';

export type EventStreams = {
  routes: HttpRoute[];
  /** Ends the streams that this chooses. */
  endWhere(chosen: (client: SubscriptionClient) => boolean, end: StreamEnd): void;
  drain(): void;
};

export type EventStreamDeps = {
  startOperation: OperationStarter;
  verifyAccessToken: AccessTokenVerifier;
  clock: Clock;
  ids: IdGenerator;
  logger: Logger;
  settings: GatewaySettings;
};

const payloadSchema = z.object({
  query: z.string(),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  extensions: z.record(z.string(), z.unknown()).nullish(),
});

/**
 * Operations over Server-Sent Events, one per connection, as the GraphQL over SSE protocol has it ("distinct
 * connections mode"): `next` events and a last `complete`. A client that comes back sends `Last-Event-ID`.
 */
export const createEventStreams = (deps: EventStreamDeps): EventStreams => {
  const { settings } = deps;
  const open = new Set<EventStream>();
  let isDraining = false;

  const start = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (isDraining) throw new DomainError('GATEWAY_DRAINING', 'This gateway is stopping.');
    if (open.size >= settings.GATEWAY_MAX_SOCKETS)
      throw new DomainError('SERVICE_UNAVAILABLE', 'There are too many connections.');
    const authorization = request.headers.authorization;
    const authentication = await authenticate(deps.verifyAccessToken, authorization);
    const payload = await payloadOf(request, settings.GATEWAY_MAX_BODY_BYTES);
    const lastEventId = request.headers['last-event-id'];
    const stream = new EventStream(response, {
      ...deps,
      authentication,
      clientAddress: clientAddressOf(request, settings.GATEWAY_TRUSTED_PROXIES),
      lastEventId: typeof lastEventId === 'string' && lastEventId !== '' ? lastEventId : null,
      congestedBytes: settings.GATEWAY_STREAM_CONGESTED_BYTES,
      stallMs: settings.GATEWAY_STREAM_STALL_MS,
      heartbeatMs: settings.GATEWAY_SOCKET_HEARTBEAT_MS,
    });
    const started = deps.startOperation(stream, 'sse', payload);
    if (!('document' in started)) {
      const errors = started.map((error) => publicError(error.toJSON()));
      send(response, 400, 'application/json; charset=utf-8', JSON.stringify({ errors }));
      return;
    }
    const kind = getOperationAST(started.document, payload.operationName)?.operation;
    if (request.method === 'GET' && kind === OperationTypeNode.MUTATION)
      throw new DomainError('BAD_REQUEST', 'Send mutations with POST.');
    open.add(stream);
    response.once('close', () => open.delete(stream));
    stream.open();
    await run(started.contextValue as Operation, stream);
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const requestId = requestIdOf(request, deps.ids);
    response.setHeader('x-request-id', requestId);
    try {
      await start(request, response);
    } catch (error) {
      if (!response.headersSent) answerError(request, response, error, requestId);
      else {
        deps.logger.error({ err: error, requestId }, 'an event stream failed');
        response.destroy();
      }
    }
  };

  return {
    routes: (['GET', 'POST'] as const).map((method) => ({
      method,
      path: '/graphql/stream',
      handle,
    })),
    endWhere(chosen, end) {
      for (const stream of open) if (chosen(stream)) stream.end(end);
    },
    drain() {
      isDraining = true;
      for (const stream of open) stream.end(streamEnds.draining);
    },
  };
};

const run = async (operation: Operation, stream: EventStream): Promise<void> => {
  if (operation.kind === 'request') stream.write(JSON.stringify(await operation.run()));
  // The events go past it; what it hands over is the last message.
  else for await (const last of operation.run()) stream.write(JSON.stringify(last));
  stream.complete();
};

const payloadOf = async (
  request: IncomingMessage,
  limitBytes: number,
): Promise<z.output<typeof payloadSchema>> => {
  const given =
    request.method === 'GET'
      ? fromSearch(new URL(request.url ?? '', 'http://localhost').searchParams)
      : await readRequestBody(request, limitBytes).then(parseJson);
  const { data } = payloadSchema.safeParse(given);
  if (!data) throw new DomainError('BAD_REQUEST', 'Send a `query`, and `variables` as an object.');
  return data;
};

const fromSearch = (search: URLSearchParams): Record<string, unknown> => ({
  query: search.get('query') ?? undefined,
  operationName: search.get('operationName'),
  variables: parseJson(search.get('variables') ?? 'null'),
  extensions: parseJson(search.get('extensions') ?? 'null'),
});

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new DomainError('BAD_REQUEST', 'The request is not JSON.');
  }
};
