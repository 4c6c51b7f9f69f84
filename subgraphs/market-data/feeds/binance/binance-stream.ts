import { LatencyMeter } from '../../ingest/latency-meter.js';
import type { Instrument } from '../../instruments/instrument.js';
import type { FeedSink } from '../feed-adapter.js';
import type { BinanceEvent } from './binance-events.js';
import { parseBinanceMessage } from './binance-events.js';
import { BinanceMarket } from './binance-market.js';

/**
 * Binance's messages, live or recorded, as quotes, trades and order books.
 *
 * Spot does not say when it made a quote. Its time is taken from the other events of the connection: the newest of
 * theirs, or receipt less their shortest way lately, whichever is later.
 */
export class BinanceStream {
  readonly markets: ReadonlyMap<string, BinanceMarket>;
  readonly #latency = new LatencyMeter();
  readonly #lastTrades = new Map<string, number>();
  #newestMs = -Infinity;

  constructor(
    instruments: readonly Instrument[],
    private readonly options: {
      sink: FeedSink;
      nowMs: () => number;
      onBroken: (market: BinanceMarket) => void;
      /** Missing numbers of trades, both ends included. */
      onTradesMissed?: (symbol: string, first: number, last: number) => void;
    },
  ) {
    this.markets = new Map(
      instruments.map((instrument) => [instrument.symbol, new BinanceMarket(instrument, options)]),
    );
  }

  /**
   * Takes one message. Resolves when all who are told of it have seen it.
   * @param symbol whose a snapshot is, which does not say so.
   */
  take(text: string, receivedAtMs: number, symbol?: string): Promise<void> | undefined {
    const event = parseBinanceMessage(text);
    if (!event) {
      this.options.sink.malformed(`"${text.slice(0, 80)}" is no message of Binance`);
      return undefined;
    }
    return this.handle(event, receivedAtMs, symbol);
  }

  handle(event: BinanceEvent, receivedAtMs: number, symbol?: string): Promise<void> | undefined {
    switch (event.kind) {
      case 'DEPTH':
        this.#seen(event.eventTimeMs, receivedAtMs);
        this.#market(event.symbol)?.depth(event);
        return undefined;
      case 'BOOK_TICKER':
        return this.#quote(event, receivedAtMs);
      case 'TRADE':
        return this.#trade(event, receivedAtMs);
      case 'SNAPSHOT':
        if (symbol !== undefined)
          this.#market(symbol)?.snapshot(event, this.venueTime(receivedAtMs));
        return undefined;
      case 'OTHER':
        return undefined;
    }
  }

  /** The venue's time when something that does not say so was sent. */
  venueTime(receivedAtMs: number): number {
    return Math.max(this.#newestMs, receivedAtMs - (this.#latency.lowestMs ?? 0));
  }

  #quote(
    event: Extract<BinanceEvent, { kind: 'BOOK_TICKER' }>,
    receivedAtMs: number,
  ): Promise<void> {
    if (event.eventTimeMs !== null) this.#seen(event.eventTimeMs, receivedAtMs);
    this.#market(event.symbol)?.bookTicker(event);
    const { symbol, bid, ask, updateId } = event;
    const eventTimeMs = event.eventTimeMs ?? this.venueTime(receivedAtMs);
    this.#newestMs = Math.max(this.#newestMs, eventTimeMs);
    return this.options.sink.quotes([
      { symbol, bid, ask, eventTimeMs, sequence: updateId, receivedAtMs },
    ]);
  }

  #trade(event: Extract<BinanceEvent, { kind: 'TRADE' }>, receivedAtMs: number): Promise<void> {
    const { symbol, tradeId, price, quantity } = event;
    this.#seen(event.eventTimeMs, receivedAtMs);
    const taken = this.options.sink.trades([
      {
        ...{ symbol, price, quantity, receivedAtMs },
        eventTimeMs: event.tradeTimeMs,
        tradeId: String(tradeId),
        sequence: tradeId,
        aggressor: event.buyerIsMaker ? 'SELLER' : 'BUYER',
      },
    ]);
    const last = this.#lastTrades.get(symbol);
    if (last === undefined || tradeId > last) this.#lastTrades.set(symbol, tradeId);
    if (last !== undefined && tradeId > last + 1)
      this.options.onTradesMissed?.(symbol, last + 1, tradeId - 1);
    return taken;
  }

  #market(symbol: string): BinanceMarket | undefined {
    return this.markets.get(symbol);
  }

  #seen(eventTimeMs: number, receivedAtMs: number): void {
    this.#latency.add(eventTimeMs, receivedAtMs);
    if (eventTimeMs > this.#newestMs) this.#newestMs = eventTimeMs;
  }
}
