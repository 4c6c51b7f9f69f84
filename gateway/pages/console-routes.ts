import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import type { HttpRoute } from '../../foundation/health/http-endpoints.js';
import { acceptsEncoding } from '../http/accepted-encoding.js';
import { entityTagOf } from './static-route.js';

/** Every address that the console keeps its place under: opened or reloaded, each answers with the one page. */
const places = [
  '/',
  '/market',
  '/trade',
  '/signals',
  '/backtests',
  '/performance',
  '/models',
  '/ai',
  '/business',
  '/system',
];

/** Nothing inline, nothing from anywhere else. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

type Coding = 'identity' | 'gzip' | 'br';
/** One file in every form that the build wrote. */
type BuiltFile = { type: string; forms: Map<Coding, Buffer> };

const readBuilt = (file: string): BuiltFile => ({
  type: types[extname(file)] ?? 'application/octet-stream',
  forms: new Map<Coding, Buffer>([
    ['identity', readFileSync(file)],
    ['gzip', readFileSync(`${file}.gz`)],
    ['br', readFileSync(`${file}.br`)],
  ]),
});

const sendBuilt = (file: BuiltFile, accepted: string | undefined, response: ServerResponse) => {
  const coding = (['br', 'gzip'] as const).find((each) => acceptsEncoding(accepted, each));
  const content = file.forms.get(coding ?? 'identity');
  if (coding) response.setHeader('content-encoding', coding);
  response.setHeader('content-type', file.type);
  response.setHeader('vary', 'accept-encoding');
  response.setHeader('content-length', content?.length ?? 0);
  response.end(content);
};

/** Its name tells its content, so that it never has to be asked for again. */
const assetRoute = (path: string, file: BuiltFile): HttpRoute => ({
  method: 'GET',
  path,
  handle(request, response) {
    response.setHeader('cache-control', 'public, max-age=31536000, immutable');
    sendBuilt(file, request.headers['accept-encoding'], response);
  },
});

const pageRoute = (path: string, file: BuiltFile): HttpRoute => {
  const etag = entityTagOf(file.forms.get('identity') ?? Buffer.alloc(0));
  return {
    method: 'GET',
    path,
    handle(request, response) {
      response.setHeader('etag', etag);
      response.setHeader('cache-control', 'no-cache');
      response.setHeader('content-security-policy', contentSecurityPolicy);
      if (request.headers['if-none-match'] === etag) response.writeHead(304).end();
      else sendBuilt(file, request.headers['accept-encoding'], response);
    },
  };
};

/** The console, built by gateway/console/build.mjs; none when it is not built. */
export const consoleRoutes = (packageRoot: string): HttpRoute[] => {
  const folder = join(packageRoot, 'dist/gateway/console');
  const page = join(folder, 'index.html');
  if (!existsSync(page)) return [];
  const built = readBuilt(page);
  const assets = readdirSync(join(folder, 'assets')).filter((name) => extname(name) in types);
  return [
    ...places.map((path) => pageRoute(path, built)),
    ...assets.map((name) => assetRoute(`/assets/${name}`, readBuilt(join(folder, 'assets', name)))),
  ];
};
