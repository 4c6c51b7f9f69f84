import type { Random } from '../../../../foundation/ids/seeded-random.js';
import type { Logger } from '../../../../foundation/logging/logger.js';
import type { CancelTimer, Clock } from '../../../../foundation/time/clock.js';
import type { Instrument } from '../../instruments/instrument.js';
import type { Backfill, FeedAdapter, FeedSink } from '../feed-adapter.js';
import { SocketConnection } from '../live/socket-connection.js';
import { parseBinanceMessage } from './binance-events.js';
import { binanceHistory } from './binance-history.js';
import type { BinanceMarket } from './binance-market.js';
import type { BinanceRest } from './binance-rest.js';
import { BinanceRestError, createBinanceRest } from './binance-rest.js';
import { BinanceStream } from './binance-stream.js';

export type BinanceFeedOptions = {
  name: string;
  instruments: readonly Instrument[];
  /** Such as `wss://stream.binance.com:9443`. */
  socketUrl: string;
  /** Such as `https://api.binance.com`. */
  restUrl: string;
  clock: Clock;
  random: Random;
  logger: Logger;
};

/** Binance pings every 20 seconds. */
const silenceMs = 60_000;
/** Binance ends a connection after 24 hours. */
const renewAfterMs = (24 * 60 - 10) * 60_000;
const firstSnapshotPauseMs = 500;
const longestSnapshotPauseMs = 60_000;

/** Quotes, trades and order books of Binance spot: https://developers.binance.com/docs/binance-spot-api-docs */
export class BinanceFeed implements FeedAdapter {
  readonly name: string;
  readonly kind = 'BINANCE';
  readonly timeline = 'CLOCK';
  readonly tells = { trades: true, orderBooks: true };
  readonly symbols: readonly string[];
  readonly #rest: BinanceRest;
  #connection: SocketConnection | undefined;
  #stream: BinanceStream | undefined;
  #stopped = false;
  /** Snapshots that are on their way or due, by symbol. */
  readonly #snapshots = new Map<string, CancelTimer | 'ASKED'>();
  readonly #pending = new Set<Promise<void>>();

  constructor(private readonly options: BinanceFeedOptions) {
    this.name = options.name;
    this.symbols = options.instruments.map(({ symbol }) => symbol);
    this.#rest = createBinanceRest(options.restUrl);
  }

  async start(sink: FeedSink): Promise<void> {
    const { clock, random, instruments } = this.options;
    const stream = new BinanceStream(instruments, {
      sink,
      nowMs: () => clock.nowMs(),
      onBroken: (market) => {
        this.#resync(market, 0);
      },
      onTradesMissed: (symbol, first, last) => {
        this.#run(this.#recoverTrades(sink, symbol, first, last));
      },
    });
    this.#stream = stream;
    this.#connection = new SocketConnection({
      url: this.#streamUrl(),
      ...{ clock, random, silenceMs, renewAfterMs },
      onOpen: () => {
        sink.notice({ kind: 'CONNECTED' });
        for (const market of stream.markets.values())
          if (!market.synchronized) this.#resync(market, 0);
      },
      onMessage: (text) => void stream.take(text, clock.nowMs()),
      onLost: (reason) => {
        sink.notice({ kind: 'DISCONNECTED', reason });
        for (const market of stream.markets.values()) market.lose('CONNECTION_LOST');
      },
    });
    await this.#connection.start();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const due of this.#snapshots.values()) if (due !== 'ASKED') due();
    await this.#connection?.stop();
    await Promise.all(this.#pending);
  }

  backfill({
    symbol,
    fromMs,
    toMs,
  }: {
    symbol: string;
    fromMs: number;
    toMs: number;
  }): Promise<Backfill> {
    const instrument = this.options.instruments.find((one) => one.symbol === symbol);
    if (!instrument) return Promise.reject(new Error(`${this.name} does not tell ${symbol}`));
    const { logger } = this.options;
    return binanceHistory({ rest: this.#rest, logger }, instrument, { fromMs, toMs });
  }

  #streamUrl(): string {
    const streams = this.symbols
      .map((symbol) => symbol.toLowerCase())
      .flatMap((name) => [`${name}@bookTicker`, `${name}@trade`, `${name}@depth@100ms`]);
    return `${this.options.socketUrl}/stream?streams=${streams.join('/')}`;
  }

  /** Asks for the whole book, now or after a pause, once at a time. */
  #resync(market: BinanceMarket, attempt: number, waitMs = 0): void {
    const { symbol } = market.instrument;
    if (this.#stopped || this.#snapshots.has(symbol)) return;
    if (waitMs === 0) {
      this.#snapshots.set(symbol, 'ASKED');
      this.#run(this.#askSnapshot(market, attempt));
      return;
    }
    const cancel = this.options.clock.schedule(waitMs, () => {
      this.#snapshots.delete(symbol);
      if (!market.synchronized) this.#resync(market, attempt);
    });
    this.#snapshots.set(symbol, cancel);
  }

  async #askSnapshot(market: BinanceMarket, attempt: number): Promise<void> {
    const { symbol } = market.instrument;
    const { clock, logger } = this.options;
    let waitMs = Math.min(longestSnapshotPauseMs, firstSnapshotPauseMs * 2 ** attempt);
    try {
      const event = parseBinanceMessage(await this.#rest.depth(symbol));
      const venueTime = this.#stream?.venueTime(clock.nowMs()) ?? clock.nowMs();
      if (event?.kind === 'SNAPSHOT' && market.snapshot(event, venueTime)) waitMs = 0;
    } catch (error) {
      if (!(error instanceof BinanceRestError)) throw error;
      logger.warn({ err: error, symbol, waitMs }, 'the venue gave no order book');
      waitMs = Math.max(waitMs, error.retryAfterMs ?? 0);
    }
    this.#snapshots.delete(symbol);
    if (!market.synchronized)
      this.#resync(market, attempt + 1, Math.max(waitMs, firstSnapshotPauseMs));
  }

  /** The venue's newest thousand trades reach back over most interruptions; what they do not hold stays missing. */
  async #recoverTrades(sink: FeedSink, symbol: string, first: number, last: number): Promise<void> {
    try {
      const missing = (await this.#rest.trades(symbol)).filter(
        ({ id }) => first <= id && id <= last,
      );
      if (this.#stopped || missing.length === 0) return;
      const receivedAtMs = this.options.clock.nowMs();
      await sink.trades(
        missing.map(({ id, price, qty, time, isBuyerMaker }) => ({
          ...{ symbol, price, quantity: qty, receivedAtMs },
          eventTimeMs: time,
          tradeId: String(id),
          sequence: id,
          aggressor: isBuyerMaker ? ('SELLER' as const) : ('BUYER' as const),
        })),
      );
    } catch (error) {
      this.options.logger.warn({ err: error, symbol, first, last }, 'missing trades were not told');
    }
  }

  #run(work: Promise<void>): void {
    const done = work
      .catch((error: unknown) => {
        this.options.logger.error({ err: error, feed: this.name }, 'a step of a feed failed');
      })
      .finally(() => this.#pending.delete(done));
    this.#pending.add(done);
  }
}
