import { createHash } from 'node:crypto';
import { sendJson } from '../../foundation/health/http-endpoints.js';
import type { HttpRoute } from '../../foundation/health/http-endpoints.js';

/** Scripts and styles only from ourselves, no frames around us, nothing from anywhere else. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  // CodeMirror sizes its lines with inline styles.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Names a content, so that a browser which has it is spared sending it again. */
export const entityTagOf = (content: Buffer): string =>
  `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`;

/** A file that does not change while the gateway runs; browsers ask again and mostly hear "not modified". */
export const staticRoute = (path: string, contentType: string, content: Buffer): HttpRoute => {
  const etag = entityTagOf(content);
  return {
    method: 'GET',
    path,
    handle(request, response) {
      response.setHeader('etag', etag);
      response.setHeader('cache-control', 'no-cache');
      response.setHeader('content-security-policy', contentSecurityPolicy);
      if (request.headers['if-none-match'] === etag) {
        response.writeHead(304);
        response.end();
        return;
      }
      response.writeHead(200, { 'content-type': contentType, 'content-length': content.length });
      response.end(content);
    },
  };
};

/** Says why something that could be here is not. */
export const absentRoute = (path: string, status: number, error: string): HttpRoute => ({
  method: 'GET',
  path,
  handle: (_request, response) => sendJson(response, status, { error }),
});
