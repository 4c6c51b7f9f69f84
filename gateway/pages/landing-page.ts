import type { HttpRoute } from '../../foundation/health/http-endpoints.js';
import { staticRoute } from './static-route.js';

/** What a person who opens the address of a gateway without the console sees. */
export const landingRoute = (options: { graphiql: boolean; schema: boolean }): HttpRoute =>
  staticRoute('/', 'text/html; charset=utf-8', Buffer.from(page(options)));

const row = (path: string, text: string): string =>
  `<tr><td><a href="${path}">${path}</a></td><td>${text}</td></tr>`;

const page = ({
  graphiql,
  schema,
}: {
  graphiql: boolean;
  schema: boolean;
}): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>AI Trading Platform API</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 4rem auto; padding: 0 1rem; color: #1c2430; }
  table { border-collapse: collapse; width: 100%; }
  td { border-top: 1px solid #d8dee6; padding: .5rem .5rem .5rem 0; vertical-align: top; }
  td:first-child { white-space: nowrap; font-family: ui-monospace, monospace; }
  code { background: #f0f3f7; padding: .1rem .3rem; border-radius: 3px; }
  @media (prefers-color-scheme: dark) { body { background: #10151c; color: #dbe3ec; } td { border-color: #2a3440; } code { background: #1c2530; } a { color: #7db4ff; } }
</style>
<h1>AI Trading Platform</h1>
<p>One GraphQL API over market data, trading and everything around it. Send queries and mutations with
<code>POST /graphql</code>; open subscriptions on the same address over WebSocket (protocol <code>graphql-transport-ws</code>).
Sign in with the <code>signIn</code> mutation and send <code>Authorization: Bearer &lt;accessToken&gt;</code>, over WebSocket as the
connection parameter <code>authorization</code>.</p>
<table>
${graphiql ? row('/graphiql', 'Explore the API: documentation, queries, live streams') : ''}
${schema ? row('/schema.graphql', 'The public schema, for code generation') : ''}
${row('/readyz', 'Whether this gateway takes requests')}
${row('/livez', 'Whether it runs')}
${row('/metrics', 'Figures for Prometheus')}
</table>
</html>
`;
