import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Client } from 'graphql-ws';
import {
  accessToken,
  compose,
  listen,
  sdlOf,
  startPlatform,
  until,
} from './fixture/test-platform.js';
import type { TestPlatform } from './fixture/test-platform.js';

let platform: TestPlatform;
let client: Client;
beforeEach(async () => {
  platform = await startPlatform();
  client = platform.connect({
    connectionParams: { authorization: `Bearer ${await accessToken()}` },
  });
});
afterEach(() => platform.close());

const subscribe = async (query: string) => {
  const before = platform.world.prices.listeners;
  const stream = listen(client, query);
  await until(() => platform.world.prices.listeners > before, 'the subgraph has the subscription');
  return stream;
};
const emit = (symbol: string) => platform.world.prices.emit({ symbol, bid: '1' });

describe('a newer supergraph', () => {
  it('is served to requests at once, and shown to those who generate code', async () => {
    expect((await platform.ask('{ extra }')).status).toBe(400);
    platform.gateway.updateSupergraph(
      compose({
        market: sdlOf('market').replace('  slow: String', '  slow: String\n  extra: String'),
      }),
    );
    expect((await platform.ask('{ __type(name: "Query") { name } }')).status).toBe(200);
    // The subgraph itself does not know the field yet; what counts is that the gateway asks for it.
    expect((await platform.ask('{ extra }')).data).toEqual({ extra: null });
    const sdl = await (await fetch(`${platform.url}/schema.graphql`)).text();
    expect(sdl).toContain('extra: String');
    expect(sdl).not.toContain('@authenticated');
  });

  it('lets streams go on that are still valid, under new plans', async () => {
    const stream = await subscribe('subscription { prices { symbol instrument { name } } }');
    emit('A');
    expect((await stream.next())?.data).toMatchObject({ prices: { symbol: 'A' } });
    platform.gateway.updateSupergraph(
      compose({ analytics: sdlOf('analytics').replace('analyticsVersion', 'version') }),
    );
    emit('B');
    expect(await stream.next()).toEqual({
      data: { prices: { symbol: 'B', instrument: { name: 'the B' } } },
      extensions: { stream: { sequence: 2, gatewayTime: expect.any(String) } },
    });
    expect(platform.world.prices.listeners).toBe(1);
  });

  it('reopens the upstream where the owning subgraph must now be asked for something else', async () => {
    platform.gateway.updateSupergraph(
      compose({ market: sdlOf('market').replace('  nick: String @shareable\n', '') }),
    );
    const stream = await subscribe('subscription { prices { instrument { nick } } }');
    emit('A');
    expect((await stream.next())?.data).toEqual({
      prices: { instrument: { nick: 'A of instruments' } },
    });
    platform.gateway.updateSupergraph(compose());
    await until(() => platform.world.prices.opened === 2, 'the upstream is opened again');
    await until(() => platform.world.prices.listeners === 1, 'the old one is closed');
    emit('B');
    // Nothing keeps what happened in between, so the client is told.
    expect(await stream.next()).toMatchObject({
      data: { prices: { instrument: { nick: 'B of market' } } },
      extensions: { stream: { sequence: 2, gap: { reason: 'SCHEMA_RELOAD' } } },
    });
  });

  it('ends the streams that it no longer allows, and only those', async () => {
    const doomed = await subscribe('subscription { prices { instrument { tickSize } } }');
    const kept = await subscribe('subscription { prices { bid } }');
    platform.gateway.updateSupergraph(
      compose({
        instruments: sdlOf('instruments').replace(/^ +tickSize: .*\n/m, ''),
        analytics: sdlOf('analytics')
          .replace('  tickSize: String @external\n', '')
          .replace('name tickSize', 'name'),
      }),
    );
    expect((await doomed.next())?.errors?.[0]?.extensions).toEqual({
      code: 'SUBSCRIPTION_SCHEMA_RELOAD',
    });
    expect(await doomed.next()).toBeNull();
    emit('A');
    expect((await kept.next())?.data).toEqual({ prices: { bid: '1' } });
  });

  it('takes streams away from those whom it no longer lets see them', async () => {
    const stream = await subscribe('subscription { prices { instrument { score } } }');
    platform.gateway.updateSupergraph(
      compose({
        analytics: sdlOf('analytics')
          .replace('"@authenticated"', '"@requiresScopes"')
          .replace('score: Int @authenticated', 'score: Int @requiresScopes(scopes: [["audit"]])'),
      }),
    );
    expect((await stream.next())?.errors?.[0]?.extensions['code']).toBe(
      'SUBSCRIPTION_SCHEMA_RELOAD',
    );
    const { errors } = await platform.ask('{ price(symbol: "A") { instrument { score } } }', {
      token: await accessToken(),
    });
    expect(errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
  });

  it('is refused when it cannot be served, and the last good one stays', async () => {
    const stream = await subscribe('subscription { prices { bid } }');
    for (const bad of [
      'type Query {',
      'type Query { a: Int }',
      compose().replaceAll('join__field', 'nonsense'),
    ])
      expect(() => platform.gateway.updateSupergraph(bad)).toThrow('supergraph');
    emit('A');
    expect((await stream.next())?.data).toEqual({ prices: { bid: '1' } });
    expect((await platform.ask('{ price(symbol: "A") { bid } }')).data).toEqual({
      price: { bid: '1.1' },
    });
    platform.gateway.updateSupergraph(compose());
    expect((await fetch(`${platform.url}/readyz`)).status).toBe(200);
  });
});
