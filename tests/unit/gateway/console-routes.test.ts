import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { acceptsEncoding } from '../../../gateway/http/accepted-encoding.js';
import { consoleRoutes } from '../../../gateway/pages/console-routes.js';

describe('content codings that a client accepts', () => {
  it.each([
    ['gzip, deflate, br', true],
    ['br;q=0.5', true],
    ['BR', true],
    ['br;q=0', false],
    ['br; q=0.000', false],
    ['gzip, brotli', false],
    ['', false],
    [undefined, false],
  ])('reads %j', (header, accepted) => {
    expect(acceptsEncoding(header, 'br')).toBe(accepted);
  });
});

describe('the console as it is served', () => {
  let root: string;
  let server: Server;

  beforeAll(async () => {
    root = mkdtempSync(path.join(tmpdir(), 'console-'));
    const folder = path.join(root, 'dist/gateway/console');
    mkdirSync(path.join(folder, 'assets'), { recursive: true });
    for (const name of ['index.html', 'assets/index-abc.js'])
      for (const coding of ['', '.gz', '.br'])
        writeFileSync(path.join(folder, name + coding), `${name} as ${coding || 'it is'}`);
    const routes = new Map(consoleRoutes(root).map((route) => [route.path, route]));
    server = createServer((asked, response) => {
      void routes.get(asked.url ?? '')?.handle(asked, response);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
    rmSync(root, { recursive: true });
  });

  const get = async (place: string, headers: Record<string, string> = {}) => {
    const { port } = server.address() as AddressInfo;
    const asked = request({ port, host: '127.0.0.1', path: place, headers, agent: false }).end();
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    return {
      statusCode: answer.statusCode,
      headers: answer.headers,
      body: Buffer.concat(await answer.toArray()).toString(),
    };
  };

  it('sends the smallest form that a client understands', async () => {
    const asset = '/assets/index-abc.js';
    const forms = await Promise.all(
      ['gzip, br', 'gzip', 'zstd'].map((accepted) => get(asset, { 'accept-encoding': accepted })),
    );
    expect(forms.map(({ headers, body }) => [headers['content-encoding'], body])).toEqual([
      ['br', 'assets/index-abc.js as .br'],
      ['gzip', 'assets/index-abc.js as .gz'],
      [undefined, 'assets/index-abc.js as it is'],
    ]);
    expect(forms[0]?.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
    });
  });

  it('answers every place with the page, which is asked for each time', async () => {
    const [first, deep] = await Promise.all([get('/'), get('/trade')]);
    expect(deep.body).toBe(first.body);
    expect(first.headers).toMatchObject({
      'cache-control': 'no-cache',
      'content-security-policy': expect.stringMatching(
        /script-src 'self'; style-src 'self';/,
      ) as unknown,
    });
    const again = await get('/', { 'if-none-match': first.headers.etag ?? '' });
    expect([again.statusCode, again.body]).toEqual([304, '']);
  });

  it('is not there when it was not built', () => {
    expect(consoleRoutes(path.join(root, 'dist'))).toEqual([]);
  });
});
