import { describe, expect, it } from '@jest/globals';
import type { CandleUpdate } from '../../../foundation/events/candle-events.js';
import type { Quote } from '../../../foundation/events/quotes.js';
import { createLogger } from '../../../foundation/logging/logger.js';
import type { Broadcast } from '../../../foundation/messaging/broadcast.js';
import { MarketPublisher } from '../../../subgraphs/market-data/ingest/market-publisher.js';

const logger = createLogger({ level: 'silent' });
const quote = (symbol: string, sequence: number) => ({ symbol, sequence }) as Quote;
const candle = (openTimeMs: number) => ({ openTimeMs }) as CandleUpdate;

/** A broadcast whose deliveries end when told. */
const slowBroadcast = () => {
  const delivered: [string, unknown][] = [];
  const waiting: (() => void)[] = [];
  const broadcast = {
    publish(channel: string, message: unknown) {
      delivered.push([channel, structuredClone(message)]);
      return new Promise<void>((resolve) => waiting.push(resolve));
    },
  } as unknown as Broadcast;
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  return {
    broadcast,
    delivered,
    release: async () => {
      await turn();
      while (waiting.length > 0) {
        waiting.shift()?.();
        await turn();
      }
    },
    turn,
  };
};

describe('MarketPublisher', () => {
  it('sends the quotes of a burst together, and a candle between those before and after it', async () => {
    const { broadcast, delivered, release } = slowBroadcast();
    const publisher = new MarketPublisher(broadcast, logger);
    publisher.quote(quote('EURUSD', 1));
    publisher.quote(quote('XAUUSD', 1));
    publisher.candle(candle(60_000));
    publisher.candle(candle(0));
    publisher.quote(quote('EURUSD', 2));
    await release();
    await publisher.settled();
    expect(delivered).toEqual([
      ['market.quotes', [quote('EURUSD', 1), quote('XAUUSD', 1)]],
      ['market.candles', [candle(60_000), candle(0)]],
      ['market.quotes', [quote('EURUSD', 2)]],
    ]);
  });

  it('keeps only the newest price of a symbol when listeners fall behind, and every candle', async () => {
    const { broadcast, delivered, release, turn } = slowBroadcast();
    const publisher = new MarketPublisher(broadcast, logger, 4);
    publisher.quote(quote('EURUSD', 1));
    await turn();
    publisher.quote(quote('EURUSD', 2));
    publisher.candle(candle(0));
    publisher.quote(quote('XAUUSD', 1));
    publisher.quote(quote('EURUSD', 3));
    publisher.candle(candle(60_000));
    publisher.quote(quote('EURUSD', 4));
    publisher.quote(quote('EURUSD', 5));
    await release();
    await publisher.settled();
    expect(delivered).toEqual([
      ['market.quotes', [quote('EURUSD', 1)]],
      ['market.candles', [candle(0)]],
      ['market.quotes', [quote('XAUUSD', 1)]],
      ['market.candles', [candle(60_000)]],
      ['market.quotes', [quote('EURUSD', 5)]],
    ]);
  });

  it('goes on after a message that could not be delivered', async () => {
    let calls = 0;
    const failing = {
      publish: () => (++calls === 1 ? Promise.reject(new Error('away')) : Promise.resolve()),
    } as unknown as Broadcast;
    const publisher = new MarketPublisher(failing, logger);
    publisher.quote(quote('EURUSD', 1));
    await publisher.settled();
    publisher.quote(quote('EURUSD', 2));
    await publisher.settled();
    expect(calls).toBe(2);
  });
});
