import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { Decimal } from '../../../foundation/money/decimal.js';
import type { Instrument } from '../instruments/instrument.js';
import type { InstrumentCatalogue } from '../instruments/instrument-catalogue.js';
import { parseScaled } from '../prices/scaled-price.js';
import type { TickRepository } from '../ticks/tick-repository.js';
import type { TradeRepository } from '../trades/trade-repository.js';
import type { ActivityBasis, ActivityCandle, ActivityEvent } from './activity-candles.js';
import { foldByActivity } from './activity-candles.js';
import { dayRangeOf } from '../ticks/day-range.js';

const mostCandles = 10_000;

export type ActivityView = { instrument: Instrument; candle: ActivityCandle };

export type ActivityQuery = {
  symbol: string;
  basis: ActivityBasis;
  /** A number of quotes or trades, or a quantity in units of the base currency. */
  size: Decimal;
  from: Date;
  to: Date;
};

export type ActivityService = {
  /**
   * Candles by activity of what is stored of `[from, to)`, counted from its start.
   * @throws {DomainError} NOT_FOUND for an unknown symbol, INVALID_INPUT for a range or size out of bounds.
   */
  find(query: ActivityQuery): Promise<ActivityView[]>;
};

export const createActivityService = (deps: {
  catalogue: InstrumentCatalogue;
  ticks: TickRepository;
  trades: TradeRepository;
}): ActivityService => ({
  async find({ symbol, basis, size, from, to }) {
    const instrument = deps.catalogue.require(symbol);
    const { fromMs, toMs } = dayRangeOf({ from, to });
    const units = parseScaled(
      size.toFixed(),
      basis === 'VOLUME' ? instrument.quantityPrecision : 0,
    );
    if (!(units > 0))
      throw new DomainError('INVALID_INPUT', 'size is a positive number, whole unless a volume.', [
        'size',
      ]);

    const events: ActivityEvent[] =
      basis === 'QUOTES'
        ? (await deps.ticks.find(instrument, fromMs, toMs)).map(({ eventTimeMs, bid, ask }) => ({
            timeMs: eventTimeMs,
            price: bid + ask,
            quantity: 0,
          }))
        : (await deps.trades.find(instrument, fromMs, toMs)).map((trade) => ({
            timeMs: trade.eventTimeMs,
            price: 2 * trade.price,
            quantity: trade.quantity,
          }));
    const candles = foldByActivity(events, basis, units);
    if (candles.length > mostCandles)
      throw new DomainError(
        'INVALID_INPUT',
        `The range holds more than ${mostCandles} candles of this size.`,
        ['size'],
      );
    return candles.map((candle) => ({ instrument, candle }));
  },
});
