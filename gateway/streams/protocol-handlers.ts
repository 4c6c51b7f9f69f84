import { CloseCode } from 'graphql-ws';
import type { Context, ServerOptions } from 'graphql-ws';
import type { ExecutionArgs, FormattedExecutionResult } from 'graphql';
import type { Logger } from '../../foundation/logging/logger.js';
import type { AccessTokenVerifier } from '../authentication/access-token.js';
import { authenticate, authorizationOf } from '../authentication/authenticate.js';
import { isPublic, publicError, toGraphQLError } from '../errors/public-error.js';
import type { GatewayMetrics } from '../observability/gateway-metrics.js';
import type { UsageMeter } from '../observability/usage-meter.js';
import type { ClientConnection } from './client-connection.js';
import { Quota } from './quota.js';
import type { Operation, OperationStarter } from './start-operation.js';

type Extra = { connection: ClientConnection };
type Params = Record<string, unknown>;
type SocketContext = Context<Params, Extra>;
export type ProtocolHandlers = Pick<
  ServerOptions<Params, Extra>,
  'onConnect' | 'onSubscribe' | 'execute' | 'subscribe' | 'onNext' | 'onError' | 'onComplete'
>;

export type ProtocolDeps = {
  startOperation: OperationStarter;
  verifyAccessToken: AccessTokenVerifier;
  socketsPerTenant: number;
  metrics: GatewayMetrics;
  usage: UsageMeter;
  logger: Logger;
};

/** The client's library reconnects after this one, with a delay. */
const tryAgainLater = 1013;

/**
 * What happens at each step of the graphql-transport-ws protocol. None of them throws: that would close the socket
 * and cost the client all its other operations.
 */
export const createProtocolHandlers = (deps: ProtocolDeps): ProtocolHandlers => {
  const sockets = new Quota(deps.socketsPerTenant);
  const run = async (args: ExecutionArgs) => {
    try {
      return await (args.contextValue as Operation).run();
    } catch (error) {
      deps.logger.error({ err: error }, 'an operation failed');
      return { errors: [publicError(toGraphQLError(error).toJSON())] };
    }
  };

  return {
    async onConnect({ connectionParams, extra: { connection } }: SocketContext) {
      try {
        const authorization = authorizationOf(connectionParams);
        connection.authenticated(await authenticate(deps.verifyAccessToken, authorization));
      } catch (error) {
        turnAway(connection, error, deps.logger);
        return false;
      }
      const giveBack = sockets.tryTake(connection.holder);
      if (giveBack) connection.whenGone(giveBack);
      else connection.socket.close(tryAgainLater, 'SUBSCRIPTION_LIMIT_REACHED');
      return giveBack !== null;
    },

    onSubscribe({ extra: { connection } }: SocketContext, id, payload) {
      try {
        return deps.startOperation(connection, id, payload);
      } catch (error) {
        deps.logger.error({ err: error }, 'an operation could not be started');
        return [toGraphQLError(error)];
      }
    },

    // Both bring results that are formatted already, which graphql-ws's types do not foresee.
    execute: run as NonNullable<ProtocolHandlers['execute']>,
    subscribe: run as NonNullable<ProtocolHandlers['subscribe']>,

    onNext(...[{ extra }, , , args, result]) {
      if ((args.contextValue as Operation).kind === 'stream') {
        deps.metrics.eventSent(result.errors ? 'errors' : 'ok');
        deps.usage.count(extra.connection.viewer, 'streamed_events');
      }
      return result as FormattedExecutionResult;
    },

    onError(_context, _id, _payload, errors) {
      const formatted = errors.map((error) => publicError(error.toJSON()));
      for (const { extensions } of formatted)
        deps.metrics.requestRefused(String(extensions?.['code']));
      return formatted;
    },

    onComplete({ extra: { connection } }: SocketContext, id) {
      connection.operationEnded(id);
    },
  };
};

/** The close reason carries the error code: the protocol has no message for it before the acknowledgement. */
const turnAway = (connection: ClientConnection, thrown: unknown, logger: Logger): void => {
  const error = toGraphQLError(thrown);
  if (!isPublic(error)) logger.error({ err: thrown }, 'a client could not be authenticated');
  const { code } = publicError(error.toJSON()).extensions ?? {};
  const isOurFault = code === 'SERVICE_UNAVAILABLE' || code === 'INTERNAL_SERVER_ERROR';
  connection.socket.close(isOurFault ? tryAgainLater : CloseCode.Forbidden, String(code));
};
