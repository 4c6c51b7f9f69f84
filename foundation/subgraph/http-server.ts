import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { closeAfterRequests } from '../health/close-after-requests.js';
import type { HttpRoute } from '../health/http-endpoints.js';
import { sendJson } from '../health/http-endpoints.js';
import type { Logger } from '../logging/logger.js';
import { systemClock } from '../time/clock.js';

/** Longer than any client's idle time, so that no client writes into a socket that we are closing. */
const keepAliveTimeoutMs = 75_000;
const drainTimeoutMs = 10_000;

export type HttpServer = {
  server: Server;
  listen(address: { host: string; port: number }): Promise<{ url: string; port: number }>;
  /** Stops accepting, lets open requests finish (bounded), then closes the connections. */
  close(): Promise<void>;
};

/** A plain HTTP server over a handful of fixed routes. */
export const createHttpServer = (routes: readonly HttpRoute[], logger: Logger): HttpServer => {
  const byKey = new Map(routes.map((route) => [`${route.method} ${route.path}`, route]));

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    const route = byKey.get(`${request.method ?? 'GET'} ${path}`);
    try {
      if (route) await route.handle(request, response);
      else sendJson(response, 404, { error: `nothing at ${path}` });
    } catch (error) {
      logger.error({ err: error, path }, 'a request failed');
      if (!response.headersSent) sendJson(response, 500, { error: 'internal error' });
      else response.destroy();
    }
  };

  const server = createServer((request, response) => void handle(request, response));
  server.keepAliveTimeout = keepAliveTimeoutMs;
  server.headersTimeout = keepAliveTimeoutMs + 1_000;

  const close = closeAfterRequests(server, systemClock);

  return {
    server,
    listen: ({ host, port }) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => {
          server.removeListener('error', reject);
          const bound = (server.address() as AddressInfo).port;
          resolve({ url: `http://${host}:${bound}`, port: bound });
        });
      }),
    close: () => close(drainTimeoutMs),
  };
};
