import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { HttpRoute } from '../../../foundation/health/http-endpoints.js';
import { sendJson } from '../../../foundation/health/http-endpoints.js';
import type { DownloadLinks } from './download-link.js';
import { downloadPath } from './download-link.js';
import type { ExportService } from './export-service.js';

/** `GET /exports/download?…`: the archive behind a signed link. A bad link and a missing file look the same. */
export const downloadRoute = (deps: {
  links: DownloadLinks;
  exports: Pick<ExportService, 'fileOf'>;
}): HttpRoute => ({
  method: 'GET',
  path: downloadPath,
  async handle(request, response) {
    const query = new URL(request.url ?? '', 'http://localhost').searchParams;
    const ticket = deps.links.read(query);
    const file = ticket && (await deps.exports.fileOf(ticket));
    const facts = file && (await stat(file).catch(() => null));
    if (!ticket || !file || !facts) {
      sendJson(response, 404, { error: 'There is nothing behind this link (any more).' });
      return;
    }
    response.writeHead(200, {
      'content-type': 'application/zip',
      'content-length': facts.size,
      'content-disposition': `attachment; filename="${ticket.exportId}.zip"`,
      'cache-control': 'private, no-store',
      'referrer-policy': 'no-referrer',
    });
    await pipeline(createReadStream(file), response);
  },
});
