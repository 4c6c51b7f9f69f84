import { CloseCode, handleProtocols, makeServer, MessageType } from 'graphql-ws';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import type { Logger } from '../../foundation/logging/logger.js';
import type { Clock } from '../../foundation/time/clock.js';
import type { GatewayMetrics } from '../observability/gateway-metrics.js';
import type { GatewaySettings } from '../settings.js';
import { ClientConnection } from './client-connection.js';
import { startHeartbeat } from './heartbeat.js';
import type { PongPayload } from './renew-session.js';
import type { ProtocolHandlers } from './protocol-handlers.js';
import { refuseUpgrade } from './refuse-upgrade.js';
import { streamEnds } from './stream-end.js';
import type { StreamEnd } from './stream-end.js';

export type SocketServer = {
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Ends the connections that this chooses. */
  endWhere(chosen: (connection: ClientConnection) => boolean, end: StreamEnd): void;
  /** Ends the streams with GATEWAY_DRAINING and closes the connections with 1001, within a bounded time. */
  drain(): Promise<void>;
};

export type SocketServerOptions = {
  handlers: ProtocolHandlers;
  /** Whether a page of this origin may connect. */
  allowsOrigin: (origin: string | undefined) => boolean;
  clientAddressOf: (request: IncomingMessage) => string | undefined;
  clock: Clock;
  logger: Logger;
  metrics: GatewayMetrics;
  /** What a ping asks for beyond an answer; null for nothing. */
  onPing: (connection: ClientConnection, payload: unknown) => Promise<PongPayload | null>;
  settings: GatewaySettings;
};

const goingAway = 1001;

/** The graphql-transport-ws endpoint: sockets, heartbeats and limits; the protocol itself is graphql-ws's. */
export const createSocketServer = (options: SocketServerOptions): SocketServer => {
  const { clock, metrics, settings } = options;
  const connections = new Set<ClientConnection>();
  let isDraining = false;
  const protocol = makeServer<Record<string, unknown>, { connection: ClientConnection }>({
    connectionInitWaitTimeout: settings.GATEWAY_SOCKET_INIT_TIMEOUT_MS,
    ...options.handlers,
  });
  const webSockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: settings.GATEWAY_MAX_BODY_BYTES,
    handleProtocols,
  });

  const onConnection = (socket: WebSocket, request: IncomingMessage): void => {
    const connection = new ClientConnection(socket, {
      clock,
      clientAddress: options.clientAddressOf(request),
      congestedBytes: settings.GATEWAY_STREAM_CONGESTED_BYTES,
      stallMs: settings.GATEWAY_STREAM_STALL_MS,
    });
    connections.add(connection);
    metrics.socketOpened();
    const stopHeartbeat = startHeartbeat(socket, clock, settings.GATEWAY_SOCKET_HEARTBEAT_MS);
    const closed = protocol.opened(bind(connection, options), { connection });
    socket.on('error', (error) => options.logger.debug({ err: error }, 'a socket failed'));
    socket.once('close', (code, reason) => {
      stopHeartbeat();
      connections.delete(connection);
      metrics.socketClosed();
      connection.gone();
      void closed(code, String(reason));
    });
  };

  return {
    handleUpgrade(request, socket, head) {
      if (isDraining || connections.size >= settings.GATEWAY_MAX_SOCKETS)
        refuseUpgrade(socket, 503, 'Service Unavailable');
      else if (!options.allowsOrigin(request.headers.origin))
        refuseUpgrade(socket, 403, 'Forbidden');
      else
        webSockets.handleUpgrade(request, socket, head, (client) => onConnection(client, request));
    },

    endWhere(chosen, end) {
      for (const connection of connections)
        if (chosen(connection)) connection.end(end, CloseCode.Forbidden, end.reason);
    },

    async drain() {
      isDraining = true;
      const gone = [...connections].map(
        (connection) => new Promise<void>((resolve) => connection.whenGone(resolve)),
      );
      for (const connection of connections)
        connection.end(streamEnds.draining, goingAway, 'GATEWAY_DRAINING');
      const cancelForce = clock.schedule(settings.GATEWAY_DRAIN_TIMEOUT_MS, () => {
        for (const { socket } of connections) socket.terminate();
      });
      await Promise.all(gone);
      cancelForce();
    },
  };
};

/** A socket as graphql-ws wants it. A message counts as sent when the kernel has taken it: that is the backpressure. */
const bind = (
  connection: ClientConnection,
  { logger, onPing }: SocketServerOptions,
): Parameters<ReturnType<typeof makeServer>['opened']>[0] => {
  const { socket } = connection;
  const send = (text: string): Promise<void> =>
    new Promise((resolve) => {
      // A socket that fails closes by itself, which ends everything on it.
      if (socket.readyState === socket.OPEN) socket.send(text, () => resolve());
      else resolve();
    });
  return {
    protocol: socket.protocol,
    send,
    close: (code, reason) => socket.close(code, reason),
    // What came with a ping is not sent back: it may be a token.
    async onPing(payload) {
      const pong = await onPing(connection, payload);
      await send(JSON.stringify({ type: MessageType.Pong, ...(pong && { payload: pong }) }));
    },
    onMessage: (handle) =>
      socket.on('message', (data: Buffer) => {
        handle(data.toString()).catch((error: unknown) => {
          logger.error({ err: error }, 'a socket message could not be handled');
          socket.close(4500, 'Internal server error');
        });
      }),
  };
};
