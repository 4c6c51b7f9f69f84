import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import { startPlatform, transports, until } from './fixture/test-platform.js';
import type { TestPlatform } from './fixture/test-platform.js';

let platform: TestPlatform;
const servers: Server[] = [];

/** A subgraph that behaves as the test wants. */
const serve = async (
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<string> => {
  const server = createServer(handle);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
};

afterEach(async () => {
  await platform.close();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

describe.each(transports)('a subgraph that is down, called over %s', (transport) => {
  beforeEach(async () => {
    platform = await startPlatform({ transport });
    await platform.stopSubgraph('instruments');
  });

  it('costs its own fields and no more', async () => {
    const { status, data, errors } = await platform.ask(
      '{ prices { bid instrument { symbol name label } } instrument(symbol: "A") { name } analyticsVersion }',
    );
    expect(status).toBe(200);
    expect(data).toEqual({
      prices: [
        { bid: '1.6', instrument: { symbol: 'EURUSD', name: null, label: null } },
        { bid: '1.6', instrument: { symbol: 'XAUUSD', name: null, label: null } },
      ],
      instrument: null,
      analyticsVersion: '1',
    });
    const extensions = { code: 'SERVICE_UNAVAILABLE', serviceName: 'instruments' };
    expect(errors).toEqual(
      expect.arrayContaining([
        { message: 'The service cannot be reached.', path: ['instrument'], extensions },
        {
          message: 'The service cannot be reached.',
          path: ['prices', 0, 'instrument', 'name'],
          extensions,
        },
        {
          message: 'The service cannot be reached.',
          path: ['prices', 1, 'instrument', 'name'],
          extensions,
        },
      ]),
    );
  });

  it('serves again once it is back', async () => {
    expect((await platform.ask('{ instrument(symbol: "A") { name } }')).data).toEqual({
      instrument: null,
    });
    await platform.startSubgraph('instruments');
    expect((await platform.ask('{ instrument(symbol: "A") { name } }')).data).toEqual({
      instrument: { name: 'the A' },
    });
  });
});

describe('a subgraph that is slow', () => {
  it.each(transports)(
    'is given up at its deadline over %s; a command that may have taken effect says so',
    async (transport) => {
      const clock = new VirtualClock(Date.UTC(2026, 0, 5));
      platform = await startPlatform({
        clock,
        transport,
        environment: { GATEWAY_SUBGRAPH_TIMEOUT_MS: '3000' },
      });
      const asked = platform.ask('{ slow analyticsVersion }');
      await until(() => platform.world.slowCalls === 1, 'the slow one is asked');
      await until(
        async () => (await platform.figures()).includes('subgraph="analytics",outcome="ok"'),
        'the other has answered',
      );
      clock.advanceBy(3_000);
      const query = await asked;
      expect(query.data).toEqual({ slow: null, analyticsVersion: '1' });
      expect(query.errors).toEqual([
        {
          message: 'The service did not answer in time.',
          path: ['slow'],
          extensions: { code: 'DEADLINE_EXCEEDED', serviceName: 'market' },
        },
      ]);

      const ordered = platform.ask('mutation { slowOrder }');
      await until(() => platform.world.slowCalls === 2, 'the order has arrived');
      clock.advanceBy(3_000);
      expect((await ordered).errors?.[0]?.extensions).toEqual({
        code: 'DEADLINE_EXCEEDED',
        serviceName: 'market',
        outcome: 'UNKNOWN',
      });
    },
  );

  it('hears how much time is left, and that the client has gone', async () => {
    const seen: IncomingMessage[] = [];
    let hungUp = false;
    const url = await serve((request) => {
      seen.push(request);
      request.socket.once('close', () => (hungUp = true));
    });
    platform = await startPlatform({ subgraphUrls: { analytics: url } });
    const controller = new AbortController();
    const asking = platform.ask('{ analyticsVersion }', { signal: controller.signal });
    await until(() => seen.length === 1, 'the subgraph is called');
    const deadline = Number(seen[0]?.headers['x-request-deadline']);
    expect(deadline).toBeGreaterThan(9_000);
    expect(deadline).toBeLessThanOrEqual(10_000);
    controller.abort();
    await expect(asking).rejects.toThrow();
    await until(() => hungUp, 'the call to the subgraph is cancelled');
  });
});

describe('a connection that breaks', () => {
  const breakFirst = async () => {
    let calls = 0;
    const url = await serve((request, response) => {
      if (++calls === 1) request.socket.destroy();
      else response.end('{"data":{"analyticsVersion":"2","placeOrder":"done"}}');
    });
    return { url, calls: () => calls };
  };

  it('is tried once more by a query', async () => {
    const { url, calls } = await breakFirst();
    platform = await startPlatform({ subgraphUrls: { analytics: url } });
    expect((await platform.ask('{ analyticsVersion }')).data).toEqual({ analyticsVersion: '2' });
    expect(calls()).toBe(2);
  });

  it('is never tried again by a mutation', async () => {
    const { url, calls } = await breakFirst();
    platform = await startPlatform({ subgraphUrls: { market: url } });
    const { data, errors } = await platform.ask('mutation { placeOrder(symbol: "A") }');
    expect(data).toEqual({ placeOrder: null });
    expect(errors?.[0]?.extensions).toEqual({
      code: 'SERVICE_UNAVAILABLE',
      serviceName: 'market',
      outcome: 'UNKNOWN',
    });
    expect(calls()).toBe(1);
  });
});

describe('a subgraph that answers nonsense', () => {
  it.each([
    ['not JSON', 200, '<html>'],
    ['neither data nor errors', 200, '{}'],
    ['a server error', 502, 'Bad Gateway'],
    ['a refused identity', 401, '{"errors":[{"message":"no"}]}'],
  ])('with %s is unavailable', async (_what, status, body) => {
    const url = await serve((_request, response) => response.writeHead(status).end(body));
    platform = await startPlatform({ subgraphUrls: { analytics: url } });
    const { errors } = await platform.ask('{ analyticsVersion }');
    expect(errors?.[0]?.extensions['code']).toBe('SERVICE_UNAVAILABLE');
  });
});

describe('a subgraph that keeps failing', () => {
  it('is left alone until its circuit lets a call try again', async () => {
    let calls = 0;
    let isHealthy = false;
    const url = await serve((_request, response) => {
      calls++;
      if (isHealthy) response.end('{"data":{"analyticsVersion":"3"}}');
      else response.writeHead(500).end();
    });
    const clock = new VirtualClock(Date.UTC(2026, 0, 5));
    platform = await startPlatform({
      clock,
      subgraphUrls: { analytics: url },
      environment: { GATEWAY_CIRCUIT_FAILURES: '3', GATEWAY_CIRCUIT_COOLDOWN_MS: '5000' },
    });
    const ask = () => platform.ask('{ analyticsVersion }');
    for (let i = 0; i < 5; i++)
      expect((await ask()).errors?.[0]?.extensions['code']).toBe('SERVICE_UNAVAILABLE');
    expect(calls).toBe(3);
    isHealthy = true;
    clock.advanceBy(4_999);
    expect((await ask()).data).toEqual({ analyticsVersion: null });
    clock.advanceBy(1);
    expect((await ask()).data).toEqual({ analyticsVersion: '3' });
    expect(calls).toBe(4);
  });
});
