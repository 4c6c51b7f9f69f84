import type { Instrument } from '../../instruments/instrument.js';
import { BookSynchronizer } from '../../order-books/book-synchronizer.js';
import type { ScaledLevel } from '../../order-books/book-side.js';
import { deepestBook } from '../../order-books/order-book.js';
import type { BookFault } from '../../order-books/order-book.js';
import { formatScaled, parseScaled } from '../../prices/scaled-price.js';
import type { FeedSink } from '../feed-adapter.js';
import type { BinanceEvent, TextLevel } from './binance-events.js';

type Depth = Extract<BinanceEvent, { kind: 'DEPTH' }>;
type Snapshot = Extract<BinanceEvent, { kind: 'SNAPSHOT' }>;
type BookTicker = Extract<BinanceEvent, { kind: 'BOOK_TICKER' }>;

/** The venue's own word on its best prices at a change of the book. */
type Top = { updateId: number; bid: ScaledLevel; ask: ScaledLevel };

/** A quote may be lost; a book that differs from three in a row is wrong. */
const differencesOfAWrongBook = 3;

export type BookChecks = { made: number; failed: number };

/** The order book of one symbol of Binance, checked against the best prices that Binance quotes. */
export class BinanceMarket {
  readonly #book = new BookSynchronizer();
  /** Quotes at changes that the book has not reached. */
  #tops: Top[] = [];
  #differences = 0;
  #sequence = 0;
  #faultSinceMs: number;
  #wasSynchronized = false;
  readonly checks: BookChecks = { made: 0, failed: 0 };

  constructor(
    readonly instrument: Instrument,
    private readonly options: {
      sink: FeedSink;
      nowMs: () => number;
      /** A snapshot is needed. */
      onBroken: (market: BinanceMarket) => void;
    },
  ) {
    this.#faultSinceMs = options.nowMs();
  }

  get synchronized(): boolean {
    return this.#book.fault === null;
  }

  depth(event: Depth): void {
    const { sink } = this.options;
    const { symbol } = this.instrument;
    sink.notice({ kind: 'ORDER_BOOK_CHANGES', count: 1 });
    const [bids, asks] = [this.#levelsOf(event.bids), this.#levelsOf(event.asks)];
    if (!bids || !asks) {
      // Not applied: the next change finds it missing.
      sink.malformed(`an order book change of ${symbol} with a level off the tick`);
      return;
    }
    switch (this.#book.apply({ ...event, bids, asks })) {
      case 'APPLIED':
        this.#compare(event.first);
        if (this.synchronized) this.#tell(event.eventTimeMs);
        return;
      case 'OLD':
        sink.notice({ kind: 'DUPLICATE_CHANGE', symbol });
        return;
      case 'GAP':
        sink.notice({ kind: 'CHANGES_MISSED', symbol, ...this.#book.missing });
        this.#broken(event.eventTimeMs);
        return;
      case 'CROSSED':
        this.#broken(event.eventTimeMs);
        return;
      case 'WAITING':
    }
  }

  bookTicker({ updateId, bid, bidQuantity, ask, askQuantity }: BookTicker): void {
    const [bids, asks] = [
      this.#levelsOf([[bid, bidQuantity]]),
      this.#levelsOf([[ask, askQuantity]]),
    ];
    if (bids?.[0] && asks?.[0]) this.#tops.push({ updateId, bid: bids[0], ask: asks[0] });
    if (this.#tops.length > 10_000) this.#tops.shift();
  }

  /** False when a newer snapshot is needed. */
  snapshot(event: Snapshot, eventTimeMs: number): boolean {
    if (this.synchronized) return true;
    const [bids, asks] = [this.#levelsOf(event.bids), this.#levelsOf(event.asks)];
    if (!bids || !asks || !this.#book.begin({ last: event.lastUpdateId, bids, asks })) return false;
    this.#differences = 0;
    if (this.#wasSynchronized)
      this.options.sink.notice({ kind: 'RESYNCED', symbol: this.instrument.symbol });
    this.#wasSynchronized = true;
    this.#tell(eventTimeMs);
    return true;
  }

  /** The connection is gone: what is missed cannot be known. */
  lose(reason: BookFault): void {
    this.#book.lose(reason);
    this.#faultSinceMs = this.options.nowMs();
    this.#tops = [];
    if (this.#wasSynchronized) this.#tell(this.options.nowMs());
  }

  #broken(eventTimeMs: number): void {
    this.#faultSinceMs = this.options.nowMs();
    this.#tell(eventTimeMs);
    this.options.onBroken(this);
  }

  /**
   * The newest quote within the changes that the book has just taken, from number `first` on, has the book's best prices.
   */
  #compare(first: number): void {
    let reached = 0;
    while ((this.#tops[reached]?.updateId ?? Infinity) <= this.#book.last) reached++;
    if (reached === 0) return;
    const top = this.#tops.splice(0, reached).at(-1);
    if (!top || top.updateId < first) return;
    this.checks.made++;
    if (isSame(top.bid, this.#book.bids.best()) && isSame(top.ask, this.#book.asks.best())) {
      this.#differences = 0;
      return;
    }
    this.checks.failed++;
    if (++this.#differences < differencesOfAWrongBook) return;
    this.#differences = 0;
    this.#book.lose('DIFFERS_FROM_QUOTE');
    this.#broken(this.options.nowMs());
  }

  #tell(eventTimeMs: number): void {
    const { symbol, pricePrecision, quantityPrecision } = this.instrument;
    const inDecimals = ([price, quantity]: ScaledLevel) => ({
      price: formatScaled(price, pricePrecision),
      quantity: formatScaled(quantity, quantityPrecision),
    });
    const { fault } = this.#book;
    this.options.sink.orderBook({
      symbol,
      sequence: ++this.#sequence,
      eventTimeMs,
      bids: this.#book.bids.levels(deepestBook).map(inDecimals),
      asks: this.#book.asks.levels(deepestBook).map(inDecimals),
      fault: fault && { reason: fault, sinceMs: this.#faultSinceMs },
    });
  }

  #levelsOf(levels: readonly TextLevel[]): ScaledLevel[] | undefined {
    const { pricePrecision, quantityPrecision } = this.instrument;
    const scaled: ScaledLevel[] = [];
    for (const [priceText, quantityText] of levels) {
      const price = parseScaled(priceText, pricePrecision);
      const quantity = parseScaled(quantityText, quantityPrecision);
      if (!(price > 0) || !(quantity >= 0)) return undefined;
      scaled.push([price, quantity]);
    }
    return scaled;
  }
}

const isSame = (a: ScaledLevel, b: ScaledLevel | undefined): boolean =>
  a[0] === b?.[0] && a[1] === b[1];
