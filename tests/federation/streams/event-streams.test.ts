import { afterEach, describe, expect, it } from '@jest/globals';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import { accessToken, listen, startPlatform, until } from '../gateway/fixture/test-platform.js';
import type { Message, TestPlatform } from '../gateway/fixture/test-platform.js';

let platform: TestPlatform;
const aborts: AbortController[] = [];
afterEach(async () => {
  for (const controller of aborts.splice(0)) controller.abort();
  await platform.close();
});

type ServerEvent = { event: string; id?: string; data: string };
const eventOf = (block: string): ServerEvent => {
  const fields = block.split('\n').map((line) => /^(\w+):\s?(.*)$/.exec(line)?.slice(1) ?? []);
  return Object.fromEntries(fields) as ServerEvent;
};

/** Opens an event stream and collects what comes. */
const open = async (
  query: string,
  {
    token,
    lastEventId,
    method = 'POST',
  }: { token?: string; lastEventId?: string; method?: string } = {},
) => {
  const controller = new AbortController();
  aborts.push(controller);
  const url = `${platform.url}/graphql/stream`;
  const response = await fetch(
    method === 'GET' ? `${url}?${new URLSearchParams({ query }).toString()}` : url,
    {
      method,
      signal: controller.signal,
      headers: {
        accept: 'text/event-stream',
        'content-type': 'application/json',
        ...(token && { authorization: `Bearer ${token}` }),
        ...(lastEventId && { 'last-event-id': lastEventId }),
      },
      ...(method === 'POST' && { body: JSON.stringify({ query }) }),
    },
  );
  const events: ServerEvent[] = [];
  const read = async () => {
    let text = '';
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk;
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      events.push(...blocks.filter((block) => !block.startsWith(':')).map(eventOf));
    }
  };
  const ended = response.ok ? read().catch(() => undefined) : Promise.resolve();
  const payloads = () =>
    events.flatMap(({ event, data }) => (event === 'next' ? [JSON.parse(data) as Message] : []));
  return { response, events, payloads, ended, hangUp: () => controller.abort() };
};

const fills = 'subscription { fills { number } }';
const fill = (number: number) => platform.world.broadcast.append('fills.ten_1', { number });

describe('streams for clients without WebSocket', () => {
  it('are the same streams: shared, completed from other subgraphs, with the same extensions', async () => {
    platform = await startPlatform();
    const query = 'subscription { latestPrices { symbol instrument { name } } }';
    const socket = listen(platform.connect(), query);
    const next = socket.next();
    const [posted, got] = [await open(query), await open(query, { method: 'GET' })];
    expect(posted.response.headers.get('content-type')).toContain('text/event-stream');
    await until(
      async () => (await platform.figures()).includes('gateway_subscriptions_open 3\n'),
      'all run',
    );
    await until(() => platform.world.prices.listeners === 1, 'one upstream is read');
    platform.world.prices.emit({ symbol: 'A', bid: '1' });
    const message = await next;
    for (const { payloads } of [posted, got]) {
      await until(() => payloads().length === 1, 'the event has come');
      expect(payloads()).toEqual([message]);
    }
    platform.world.prices.complete();
    await posted.ended;
    expect(posted.events.at(-1)).toEqual({ event: 'complete', data: '' });
  });

  it('go on after Last-Event-ID', async () => {
    platform = await startPlatform();
    const token = await accessToken();
    const first = await open(fills, { token });
    await until(() => platform.world.followed === 1, 'it runs');
    await fill(1);
    await fill(2);
    await until(() => first.events.length === 2, 'both have come');
    const id = first.events[0]?.id ?? '';
    first.hangUp();
    await fill(3);
    const second = await open(fills, { token, lastEventId: id });
    await until(() => second.events.length === 2, 'the rest has come');
    expect(second.payloads().map(({ data }) => data)).toEqual([
      { fills: { number: 2 } },
      { fills: { number: 3 } },
    ]);
    const refused = await open(fills, {
      token: await accessToken({ tenantId: 'ten_2' }),
      lastEventId: id,
    });
    expect(refused.response.status).toBe(400);
    expect(await refused.response.json()).toMatchObject({
      errors: [{ extensions: { code: 'STREAM_CURSOR_INVALID' } }],
    });
  });

  it('answer queries, and say why they refuse before they begin', async () => {
    platform = await startPlatform();
    const query = await open('{ price(symbol: "A") { bid } }');
    await query.ended;
    expect(query.payloads()).toEqual([{ data: { price: { bid: '1.1' } } }]);
    expect(query.events.at(-1)?.event).toBe('complete');
    expect((await open(fills)).response.status).toBe(400);
    expect((await open(fills, { token: 'rubbish' })).response.status).toBe(401);
    expect(
      (await open('mutation { placeOrder(symbol: "A") }', { method: 'GET' })).response.status,
    ).toBe(400);
    expect(platform.world.orderCount).toBe(0);
  });

  it('end with the session, when the client hangs up, and when the gateway stops', async () => {
    const clock = new VirtualClock(Date.UTC(2026, 0, 5));
    platform = await startPlatform({ clock });
    const token = await accessToken({ expiresAtSeconds: clock.nowMs() / 1_000 + 60 }, clock);
    const expiring = await open(fills, { token });
    const leaving = await open('subscription { prices { bid } }');
    const draining = await open('subscription { latestPrices { bid } }');
    await until(() => platform.world.prices.listeners === 2, 'both run');
    leaving.hangUp();
    await until(() => platform.world.prices.listeners === 1, 'its upstream is closed');
    clock.advanceBy(60_000);
    await expiring.ended;
    expect(expiring.payloads().at(-1)?.errors?.[0]?.extensions).toEqual({
      code: 'SESSION_EXPIRED',
    });
    const closing = platform.gateway.close();
    await draining.ended;
    expect(draining.payloads().at(-1)?.errors?.[0]?.extensions).toEqual({
      code: 'GATEWAY_DRAINING',
    });
    await closing;
  });
});
