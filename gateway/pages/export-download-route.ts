import { pipeline } from 'node:stream/promises';
import { request as ask } from 'undici';
import type { HttpRoute } from '../../foundation/health/http-endpoints.js';
import { sendJson } from '../../foundation/health/http-endpoints.js';
import type { SubgraphClients } from '../subgraph-calls/subgraph-clients.js';
import type { SupergraphManager } from '../supergraph/supergraph-manager.js';

const path = '/exports/download';
const firstByteTimeoutMs = 30_000;
const passedOn = [
  'content-type',
  'content-length',
  'content-disposition',
  'cache-control',
  'referrer-policy',
];

/**
 * `GET /exports/download?…`: passes a signed link to a tenant's copy on to database-service, which alone can read it,
 * and streams what it answers.
 */
export const exportDownloadRoute = (at: {
  supergraph: SupergraphManager;
  subgraphs: SubgraphClients;
}): HttpRoute => ({
  method: 'GET',
  path,
  async handle(request, response) {
    const tenants = at.supergraph.current.subgraphs.find(({ name }) => name === 'tenants');
    if (!tenants) {
      sendJson(response, 404, { error: 'This platform keeps no copies.' });
      return;
    }
    const { search } = new URL(request.url ?? '', 'http://localhost');
    const answer = await ask(new URL(`${path}${search}`, at.subgraphs.locate(tenants).url), {
      headersTimeout: firstByteTimeoutMs,
    }).catch(() => null);
    if (!answer) {
      sendJson(response, 503, { error: 'Copies cannot be had at the moment.' });
      return;
    }
    for (const name of passedOn) {
      const value = answer.headers[name];
      if (value !== undefined) response.setHeader(name, value);
    }
    response.writeHead(answer.statusCode);
    await pipeline(answer.body, response);
  },
});
