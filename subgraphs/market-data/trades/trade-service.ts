import { z } from 'zod';
import { checkInput } from '../../../foundation/errors/check-input.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { Broadcast } from '../../../foundation/messaging/broadcast.js';
import { liveStream } from '../../../foundation/messaging/live-stream.js';
import type { InstrumentCatalogue } from '../instruments/instrument-catalogue.js';
import { formatScaled } from '../prices/scaled-price.js';
import type { WriteQueue } from '../storage/write-queue.js';
import type { TradeRepository } from './trade-repository.js';
import type { Trade } from './trade.js';
import { tradesChannel } from './trade.js';
import { dayRangeOf } from '../ticks/day-range.js';

/** A trade with its numbers in decimals. */
export type TradeView = { trade: Trade; price: string; quantity: string };

/** Of a busy market that is some minutes: more is asked for in pieces. */
const mostTrades = 50_000;

const symbolsInput = z
  .array(z.string())
  .min(1, 'Name at least one symbol.')
  .max(100, 'Name at most 100 symbols.');

export type TradeService = {
  /**
   * Trades of `[from, to)` in order, those included that are on their way to the store.
   * @throws {DomainError} NOT_FOUND for an unknown symbol, INVALID_INPUT for an empty or too long range.
   */
  find(query: { symbol: string; from: Date; to: Date }): Promise<TradeView[]>;
  /** Every trade from now on; a reader that falls 10,000 behind is cut off, for none is left out. */
  stream(symbols: readonly string[]): Promise<AsyncIterableIterator<TradeView>>;
};

export const createTradeService = (deps: {
  catalogue: InstrumentCatalogue;
  trades: TradeRepository;
  tradeQueue: WriteQueue<Trade>;
  changes: Broadcast;
}): TradeService => {
  const viewOf = (trade: Trade): TradeView => {
    const { pricePrecision, quantityPrecision } = deps.catalogue.require(trade.symbol);
    return {
      trade,
      price: formatScaled(trade.price, pricePrecision),
      quantity: formatScaled(trade.quantity, quantityPrecision),
    };
  };

  return {
    async find({ symbol, from, to }) {
      const instrument = deps.catalogue.require(symbol);
      const { fromMs, toMs } = dayRangeOf({ from, to });
      const waiting = [...deps.tradeQueue.waiting()].filter(
        (trade) =>
          trade.symbol === symbol && trade.eventTimeMs >= fromMs && trade.eventTimeMs < toMs,
      );
      const stored = await deps.trades.find(instrument, fromMs, toMs);
      const known = new Set(stored.map(({ tradeId }) => tradeId));
      const trades = [...stored, ...waiting.filter(({ tradeId }) => !known.has(tradeId))];
      if (trades.length > mostTrades)
        throw new DomainError(
          'INVALID_INPUT',
          `The range holds more than ${mostTrades} trades; ask for it in pieces.`,
          ['from'],
        );
      return trades.sort((a, b) => a.eventTimeMs - b.eventTimeMs).map(viewOf);
    },

    async stream(symbols) {
      for (const symbol of checkInput(symbolsInput, symbols, ['symbols']))
        deps.catalogue.require(symbol, ['symbols']);
      return liveStream<Trade, TradeView>(deps.changes, tradesChannel, {
        eventsOf: (trade) => (symbols.includes(trade.symbol) ? [viewOf(trade)] : []),
      });
    },
  };
};
