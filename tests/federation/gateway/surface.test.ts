import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema } from 'graphql';
import { serverAudits } from 'graphql-http';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { listen, startPlatform } from './fixture/test-platform.js';
import type { TestPlatform } from './fixture/test-platform.js';

let platform: TestPlatform;
let guarded: TestPlatform;
beforeAll(async () => {
  platform = await startPlatform({ environment: { GATEWAY_CONSOLE: 'off' } });
  guarded = await startPlatform({
    environment: {
      GATEWAY_CORS_ORIGINS: 'https://app.example, https://ops.example',
      GATEWAY_INTROSPECTION: 'off',
      GATEWAY_GRAPHIQL: 'off',
      GATEWAY_TRUSTED_PROXIES: '1',
    },
  });
});
afterAll(async () => {
  await platform.close();
  await guarded.close();
});

describe('GraphQL over HTTP', () => {
  for (const audit of serverAudits({ url: () => `${platform.url}/graphql`, fetchFn: fetch }))
    // A SHOULD and a MAY are the specification's words for what Apollo decides otherwise, knowingly.
    it(`${audit.id} ${audit.name}`, async () => {
      const { status } = await audit.fn();
      if (audit.name.startsWith('MUST')) expect(status).toBe('ok');
      else expect(status).not.toBe('error');
    });
});

describe('the pages beside the API', () => {
  it('tell a person where things are', async () => {
    const response = await fetch(platform.url);
    expect(response.headers.get('content-type')).toContain('text/html');
    const page = await response.text();
    for (const path of ['/graphiql', '/schema.graphql', '/readyz', '/metrics'])
      expect(page).toContain(`href="${path}"`);
    const again = await fetch(platform.url, {
      headers: { 'if-none-match': response.headers.get('etag') ?? '' },
    });
    expect(again.status).toBe(304);
  });

  it('give the public schema to code generators', async () => {
    const sdl = await (await fetch(`${platform.url}/schema.graphql`)).text();
    expect(buildSchema(sdl).getSubscriptionType()?.getFields()['prices']).toBeDefined();
    expect(sdl).not.toMatch(/join__|_entities|@authenticated/);
  });

  it('allow nothing from other hosts', async () => {
    const policy = (await fetch(platform.url)).headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain('http');
  });

  it('lead a browser that opens /graphql to the explorer', async () => {
    const visit = (url: string) =>
      fetch(`${url}/graphql`, { headers: { accept: 'text/html,*/*' }, redirect: 'manual' });
    const response = await visit(platform.url);
    expect([response.status, response.headers.get('location')]).toEqual([303, '/graphiql']);
    expect((await visit(guarded.url)).status).toBe(400);
  });

  it('say so when there is nothing', async () => {
    const response = await fetch(`${platform.url}/nothing?x=1`);
    expect([response.status, await response.json()]).toEqual([
      404,
      { error: 'There is nothing at /nothing.' },
    ]);
  });

  it('are gone when they are switched off, introspection included', async () => {
    for (const path of ['/graphiql', '/schema.graphql'])
      expect((await fetch(`${guarded.url}${path}`)).status).toBe(404);
    expect(await (await fetch(guarded.url)).text()).not.toContain('graphiql');
    const { errors } = await guarded.ask('{ __schema { types { name } } }');
    expect(errors?.[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
    const { errors: typo } = await guarded.ask('{ pricez { bid } }');
    expect(typo?.[0]?.message).not.toContain('Did you mean');
  });
});

describe('health and figures', () => {
  it('are answered like those of every service', async () => {
    expect(await (await fetch(`${platform.url}/livez`)).json()).toEqual({ status: 'ok' });
    expect(await (await fetch(`${platform.url}/readyz`)).json()).toEqual({
      status: 'ok',
      checks: [{ name: 'supergraph' }],
    });
  });

  it('count requests, calls to subgraphs, sockets, streams and refusals', async () => {
    await platform.ask('{ price(symbol: "A") { bid } }');
    await platform.ask('{ nonsense(');
    const client = platform.connect();
    await listen(client, '{ __typename }').next();
    const figures = await platform.figures();
    expect(figures).toMatch(
      /gateway_request_duration_seconds_count\{operation="query",outcome="ok"\} \d/,
    );
    expect(figures).toMatch(
      /gateway_subgraph_request_duration_seconds_count\{subgraph="market",outcome="ok"\} \d/,
    );
    expect(figures).toMatch(/gateway_requests_refused_total\{code="GRAPHQL_PARSE_FAILED".*\} \d/);
    expect(figures).toMatch(/gateway_sockets_open 1/);
    expect(figures).toMatch(/gateway_subscriptions_open 0/);
  });
});

describe('web pages of other origins', () => {
  const preflight = (url: string, origin: string) =>
    fetch(`${url}/graphql`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    });

  it('may all call by default, as tokens travel in a header', async () => {
    const response = await preflight(platform.url, 'https://anywhere.example');
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('access-control-allow-headers')).toContain('authorization');
    expect(response.headers.get('access-control-allow-credentials')).toBeNull();
  });

  it('are held to the list where there is one', async () => {
    const allowed = await preflight(guarded.url, 'https://ops.example');
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://ops.example');
    const other = await preflight(guarded.url, 'https://evil.example');
    expect(other.headers.get('access-control-allow-origin')).toBeNull();
    expect(other.headers.get('access-control-allow-methods')).toBeNull();
  });
});

describe('behind a reverse proxy', () => {
  it('believes the last address of X-Forwarded-For, and none where there is no proxy', async () => {
    const headers = { 'x-forwarded-for': '6.6.6.6, 203.0.113.7' };
    const behind = await guarded.ask('{ whoAmI { clientAddress } }', { headers });
    expect(behind.data).toEqual({ whoAmI: { clientAddress: '203.0.113.7' } });
    const direct = await platform.ask('{ whoAmI { clientAddress } }', { headers });
    expect(direct.data).toEqual({ whoAmI: { clientAddress: '127.0.0.1' } });
  });

  it('works for the stock client with a lazy token', async () => {
    const client = createClient({
      url: `${platform.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: () => ({}),
    });
    expect(await listen(client, '{ __typename }').next()).toEqual({
      data: { __typename: 'Query' },
    });
    await client.dispose();
  });
});
