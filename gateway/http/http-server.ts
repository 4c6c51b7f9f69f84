import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { closeAfterRequests } from '../../foundation/health/close-after-requests.js';
import { sendJson } from '../../foundation/health/http-endpoints.js';
import type { HttpRoute } from '../../foundation/health/http-endpoints.js';
import type { Logger } from '../../foundation/logging/logger.js';
import type { Clock } from '../../foundation/time/clock.js';
import type { Cors } from './cors.js';
import type { HttpHandler } from './graphql-endpoint.js';
import type { TlsFiles } from './tls-files.js';
import { followTls, readTls } from './tls-files.js';

/** Longer than the idle time of usual proxies, so that none writes into a connection that we are closing. */
const keepAliveTimeoutMs = 75_000;

/** Nobody guesses what an answer is, and nobody is told which page, with what in its address, led elsewhere. */
const alwaysSent = [
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'no-referrer'],
] as const;

/** Browsers come by TLS alone for a year. */
const sentOverTls = [['strict-transport-security', 'max-age=31536000']] as const;

export type GatewayHttpServer = {
  server: Server;
  listen(address: { host: string; port: number }): Promise<{ url: string; port: number }>;
  /** Accepts no more connections, lets open requests finish within `timeoutMs`, then closes. */
  close: (timeoutMs: number) => Promise<void>;
};

/** `/graphql` for every method, and a handful of fixed routes beside it. */
export const createGatewayHttpServer = (options: {
  graphql: HttpHandler;
  /** Where a browser that opens /graphql is sent. */
  explorerPath: string | null;
  routes: readonly HttpRoute[];
  cors: Cors;
  /** Null: plain HTTP, as behind a proxy that ends TLS. */
  tls: TlsFiles | null;
  clock: Clock;
  logger: Logger;
}): GatewayHttpServer => {
  const { cors, tls, logger } = options;
  const headers = [...alwaysSent, ...(tls ? sentOverTls : [])];
  const routes = new Map(options.routes.map((route) => [`${route.method} ${route.path}`, route]));

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    for (const [name, value] of headers) response.setHeader(name, value);
    if (request.method === 'OPTIONS') {
      cors.preflight(request, response);
      return;
    }
    cors.decorate(request, response);
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    if (path === '/graphql') {
      if (options.explorerPath !== null && isPageVisit(request)) {
        response.writeHead(303, { location: options.explorerPath });
        response.end();
        return;
      }
      await options.graphql(request, response);
      return;
    }
    const route = routes.get(`${request.method ?? 'GET'} ${path}`);
    if (route) await route.handle(request, response);
    else sendJson(response, 404, { error: `There is nothing at ${path}.` });
  };

  const { server, end } = serverOf(tls, logger, (request, response) => {
    handle(request, response).catch((error: unknown) => {
      logger.error({ err: error, path: request.url }, 'a request failed');
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { error: 'internal error' });
    });
  });
  server.keepAliveTimeout = keepAliveTimeoutMs;
  server.headersTimeout = keepAliveTimeoutMs + 1_000;
  const closeRequests = closeAfterRequests(server, options.clock);

  return {
    server,
    async listen(address) {
      const { name, port } = await listen(server, address);
      return { url: `${tls ? 'https' : 'http'}://${name}:${port}`, port };
    },
    async close(timeoutMs) {
      end();
      await closeRequests(timeoutMs);
    },
  };
};

/** Of plain HTTP, or of TLS with the files as they are at each time. */
const serverOf = (
  tls: TlsFiles | null,
  logger: Logger,
  answer: RequestListener,
): { server: Server; end: () => void } => {
  if (!tls) return { server: createServer(answer), end: () => undefined };
  const server = createTlsServer({ ...readTls(tls), minVersion: 'TLSv1.2' }, answer);
  return { server, end: followTls(server, tls, logger) };
};

/** A person at the address bar, not a query: those name an operation or ask for JSON. */
const isPageVisit = ({ method, url, headers }: IncomingMessage): boolean =>
  method === 'GET' && url === '/graphql' && (headers.accept?.includes('text/html') ?? false);

const listen = (
  server: Server,
  { host, port }: { host: string; port: number },
): Promise<{ name: string; port: number }> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.removeListener('error', reject);
      const bound = (server.address() as AddressInfo).port;
      const name = host.includes(':') ? `[${host}]` : host;
      resolve({ name, port: bound });
    });
  });
