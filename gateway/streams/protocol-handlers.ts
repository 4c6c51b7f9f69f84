import { CloseCode } from 'graphql-ws';
import type { Context, ServerOptions } from 'graphql-ws';
import type { ExecutionArgs, FormattedExecutionResult } from 'graphql';
import type { Logger } from '../../foundation/logging/logger.js';
import type { AccessTokenVerifier } from '../authentication/access-token.js';
import { authenticate, authorizationOf } from '../authentication/authenticate.js';
import { isPublic, publicError, toGraphQLError } from '../errors/public-error.js';
import type { GatewayMetrics } from '../observability/gateway-metrics.js';
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
  socketsPerUser: number;
  metrics: GatewayMetrics;
  logger: Logger;
};

/** The client's library reconnects after this one, with a delay. */
const tryAgainLater = 1013;
/** Names when: the protocol has nothing else to say it with before the acknowledgement. */
const limitReason = 'SUBSCRIPTION_LIMIT_REACHED retryAfterMs=5000';

/** `{ cursors: { <operation id>: <cursor> } }` among the connection parameters. */
const cursorsOf = (connectionParams: Params | undefined): ReadonlyMap<string, string> => {
  const given = connectionParams?.['cursors'];
  if (typeof given !== 'object' || given === null) return new Map();
  return new Map(
    Object.entries(given).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
};

/**
 * What happens at each step of the graphql-transport-ws protocol. None of them throws: that would close the socket
 * and cost the client all its other operations.
 */
export const createProtocolHandlers = (deps: ProtocolDeps): ProtocolHandlers => {
  const perTenant = new Quota(deps.socketsPerTenant);
  const perUser = new Quota(deps.socketsPerUser);
  /** False when there is no place for one more. */
  const takePlace = (connection: ClientConnection): boolean => {
    const { viewer, holder } = connection;
    const giveBack = perTenant.tryTake(holder);
    if (!giveBack) return false;
    connection.whenGone(giveBack);
    if (viewer.kind !== 'user') return true;
    const giveBackUser = perUser.tryTake(`${viewer.tenantId} ${viewer.userId}`);
    if (giveBackUser) connection.whenGone(giveBackUser);
    return giveBackUser !== null;
  };
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
      connection.resumesFrom(cursorsOf(connectionParams));
      const hasPlace = takePlace(connection);
      if (!hasPlace) connection.socket.close(tryAgainLater, limitReason);
      return hasPlace;
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

    // It is formatted already.
    onNext: (...[, , , , result]) => result as FormattedExecutionResult,

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
