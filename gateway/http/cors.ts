import type { IncomingMessage, ServerResponse } from 'node:http';

const allowedHeaders = [
  'authorization',
  'content-type',
  'apollo-require-preflight',
  'x-apollo-operation-name',
  'x-query-cost',
  'x-request-id',
  'last-event-id',
];
const preflightSeconds = 86_400;

export type Cors = {
  /** Whether a page of this origin may talk to us; requests without an origin do not come from a page. */
  allows: (origin: string | undefined) => boolean;
  /** Adds what lets the page read the answer. */
  decorate(request: IncomingMessage, response: ServerResponse): void;
  /** Answers the browser's question before a request. */
  preflight(request: IncomingMessage, response: ServerResponse): void;
};

/**
 * Which web pages may call the API. Tokens travel in a header that no browser adds by itself, so that `*` exposes
 * nothing that the page does not already hold; cookies are never used.
 */
export const createCors = (origins: readonly string[]): Cors => {
  const any = origins.includes('*');
  const allows = (origin: string | undefined): boolean =>
    origin === undefined || any || origins.includes(origin);

  const decorate = (request: IncomingMessage, response: ServerResponse): void => {
    const { origin } = request.headers;
    if (!any) response.setHeader('vary', 'origin');
    if (origin === undefined || !allows(origin)) return;
    response.setHeader('access-control-allow-origin', any ? '*' : origin);
    response.setHeader('access-control-expose-headers', 'x-request-id, retry-after');
  };

  return {
    allows,
    decorate,
    preflight(request, response) {
      decorate(request, response);
      if (allows(request.headers.origin)) {
        response.setHeader('access-control-allow-methods', 'GET, POST, OPTIONS');
        response.setHeader('access-control-allow-headers', allowedHeaders.join(', '));
        response.setHeader('access-control-max-age', String(preflightSeconds));
      }
      response.writeHead(204);
      response.end();
    },
  };
};
