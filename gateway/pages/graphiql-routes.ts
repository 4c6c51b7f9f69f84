import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HttpRoute } from '../../foundation/health/http-endpoints.js';
import { absentRoute, staticRoute } from './static-route.js';

const files = [
  { path: '/graphiql', file: 'index.html', type: 'text/html; charset=utf-8' },
  { path: '/graphiql/app.js', file: 'app.js', type: 'text/javascript; charset=utf-8' },
  { path: '/graphiql/app.css', file: 'app.css', type: 'text/css; charset=utf-8' },
];

/** The API explorer, built by gateway/graphiql/build.mjs and served without any other host. */
export const graphiqlRoutes = (packageRoot: string): HttpRoute[] => {
  const folder = join(packageRoot, 'dist/gateway/graphiql');
  if (!files.every(({ file }) => existsSync(join(folder, file))))
    return [
      absentRoute('/graphiql', 503, 'GraphiQL is not built: run node gateway/graphiql/build.mjs.'),
    ];
  return files.map(({ path, file, type }) =>
    staticRoute(path, type, readFileSync(join(folder, file))),
  );
};
