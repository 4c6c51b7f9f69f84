import { describe, expect, it } from '@jest/globals';
import type { Quote } from '../../../foundation/events/quotes.js';
import { createLogger } from '../../../foundation/logging/logger.js';
import { createInProcessBroadcast } from '../../../foundation/messaging/in-process-broadcast.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import { LatestQuotes } from '../../../subgraphs/market-data/prices/latest-quotes.js';
import { createPriceService } from '../../../subgraphs/market-data/prices/price-service.js';
import { catalogue } from './building.js';

const quote = (symbol: string, sequence: number): Quote => ({
  symbol,
  bid: '1.1',
  ask: '1.2',
  eventTimeMs: 0,
  receivedAtMs: 0,
  sequence,
  feed: 'simulator',
});

const turn = () => new Promise((resolve) => setImmediate(resolve));

const setUp = () => {
  const clock = new VirtualClock(0);
  const broadcast = createInProcessBroadcast(createLogger({ level: 'silent' }));
  const latest = new LatestQuotes();
  const prices = createPriceService({ clock, broadcast, catalogue, latest });
  return {
    clock,
    latest,
    prices,
    tell: (...quotes: Quote[]) => broadcast.publish('market.quotes', quotes),
  };
};

/** Reads a stream to its end, noting each event with its time. */
const reading = (stream: AsyncIterableIterator<Quote>, clock: VirtualClock) => {
  const events: { symbol: string; sequence: number; atMs: number }[] = [];
  const done = (async () => {
    for await (const { symbol, sequence } of stream)
      events.push({ symbol, sequence, atMs: clock.nowMs() });
  })();
  return { events, done };
};

describe('the stream of prices', () => {
  it('begins with the prices as they stand, each once', async () => {
    const { clock, latest, prices } = setUp();
    latest.set(quote('EURUSD', 5));
    latest.set(quote('BTCUSDT', 9));
    const stream = await prices.stream({ symbols: ['EURUSD', 'XAUUSD', 'EURUSD'] });
    const { events, done } = reading(stream, clock);
    await turn();
    expect(events).toEqual([{ symbol: 'EURUSD', sequence: 5, atMs: 0 }]);
    await stream.return?.();
    await done;
  });

  it('tells only the symbols that were asked for', async () => {
    const { clock, prices, tell } = setUp();
    const stream = await prices.stream({ symbols: ['EURUSD'] });
    const { events, done } = reading(stream, clock);
    await tell(quote('XAUUSD', 1), quote('EURUSD', 1));
    await turn();
    expect(events.map(({ symbol }) => symbol)).toEqual(['EURUSD']);
    await stream.return?.();
    await done;
  });

  it('lets a slow reader skip to the newest price of each symbol', async () => {
    const { prices, tell } = setUp();
    const stream = await prices.stream({ symbols: ['EURUSD', 'XAUUSD'] });
    for (let sequence = 1; sequence <= 1_000; sequence++)
      await tell(quote('EURUSD', sequence), quote('XAUUSD', sequence));
    const first = await stream.next();
    const second = await stream.next();
    expect([first.value, second.value]).toEqual([quote('EURUSD', 1_000), quote('XAUUSD', 1_000)]);
    await stream.return?.();
  });

  it('keeps to the asked rate, with the newest price each time', async () => {
    const { clock, latest, prices, tell } = setUp();
    latest.set(quote('EURUSD', 1));
    const stream = await prices.stream({ symbols: ['EURUSD'], maxRatePerSecond: 10 });
    const { events, done } = reading(stream, clock);
    for (let sequence = 2; sequence <= 101; sequence++) {
      await tell(quote('EURUSD', sequence));
      await turn();
      clock.advanceBy(10);
      await turn();
    }
    // A second of a hundred quotes.
    expect(events.map(({ atMs }) => atMs)).toEqual([
      0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1_000,
    ]);
    expect(events.map(({ sequence }) => sequence)).toEqual([
      1, 11, 21, 31, 41, 51, 61, 71, 81, 91, 101,
    ]);
    await stream.return?.();
    await done;
  });

  it('ends at once when its reader leaves during a pause', async () => {
    const { clock, latest, prices, tell } = setUp();
    latest.set(quote('EURUSD', 1));
    const stream = await prices.stream({ symbols: ['EURUSD'], maxRatePerSecond: 1 });
    const { events, done } = reading(stream, clock);
    await turn();
    await tell(quote('EURUSD', 2));
    await stream.return?.();
    await done;
    expect(events).toHaveLength(1);
  });

  it.each([
    [{ symbols: [] }, 'INVALID_INPUT', ['symbols']],
    [{ symbols: ['EURUSD'], maxRatePerSecond: 0 }, 'INVALID_INPUT', ['maxRatePerSecond']],
    [{ symbols: ['EURUSD'], maxRatePerSecond: 1_001 }, 'INVALID_INPUT', ['maxRatePerSecond']],
    [{ symbols: ['EURUSD', 'ABC'] }, 'NOT_FOUND', ['symbols']],
  ])('refuses %j', async (input, code, inputPath) => {
    await expect(setUp().prices.stream(input)).rejects.toMatchObject({ code, inputPath });
  });
});
