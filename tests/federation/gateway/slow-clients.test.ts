import { afterEach, describe, expect, it } from '@jest/globals';
import { startPlatform, until } from './fixture/test-platform.js';
import type { Message, TestPlatform } from './fixture/test-platform.js';

let platform: TestPlatform;
afterEach(() => platform.close());

/** While an entity cannot be fetched, events pile up as they do behind a client that reads too slowly. */
const pileUp = async (field: string, symbols: readonly string[]): Promise<Message[]> => {
  const client = platform.connect();
  const received: Message[] = [];
  let isOver = false;
  client.subscribe(
    { query: `subscription { ${field} { bid instrument { name } } }` },
    {
      next: (message) => received.push(message as Message),
      error: () => (isOver = true),
      complete: () => (isOver = true),
    },
  );
  await until(() => platform.world.prices.listeners === 1, 'the stream runs');
  for (const [i, symbol] of symbols.entries())
    platform.world.prices.emit({ symbol, bid: String(i) });
  platform.world.prices.complete();
  await until(() => isOver, 'the stream ends');
  return received;
};

const bids = (messages: readonly Message[]) =>
  messages.flatMap(({ data }) => (data ? [(Object.values(data)[0] as { bid: string }).bid] : []));

describe('a client that falls behind', () => {
  it('is cut off with a typed error on a stream that must not lose events', async () => {
    platform = await startPlatform({ environment: { GATEWAY_STREAM_BUFFER_EVENTS: '5' } });
    const received = await pileUp(
      'prices',
      Array.from({ length: 200 }, (_, i) => `S${i}`),
    );
    expect(received.at(-1)?.errors?.[0]?.extensions).toEqual({ code: 'SUBSCRIPTION_LAGGED' });
    expect(bids(received)).toEqual(
      Array.from({ length: received.length - 1 }, (_, i) => String(i)),
    );
  });

  it('gets only the latest of each key, and how many it missed, where the schema says so', async () => {
    platform = await startPlatform({ environment: { GATEWAY_STREAM_BUFFER_EVENTS: '5' } });
    const received = await pileUp(
      'latestPrices',
      Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? 'A' : 'B')),
    );
    expect(received.every(({ errors }) => errors === undefined)).toBe(true);
    expect(bids(received).slice(-2)).toEqual(['198', '199']);
    const missed = received.map(
      ({ extensions }) => (extensions?.['stream'] as { conflated?: number }).conflated ?? 0,
    );
    expect(missed.reduce((sum, count) => sum + count + 1, 0)).toBe(200);
    expect(JSON.stringify(received)).not.toContain('_delivery');
  });

  it('loses nothing while it fits', async () => {
    platform = await startPlatform();
    const received = await pileUp(
      'prices',
      Array.from({ length: 200 }, () => 'A'),
    );
    expect(bids(received)).toEqual(Array.from({ length: 200 }, (_, i) => String(i)));
  });
});
