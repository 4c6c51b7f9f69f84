import { candleIntervals } from '../../../foundation/events/candle-events.js';
import { lateTradeMs } from '../ingest/trade-intake.js';
import type { Instrument } from '../instruments/instrument.js';
import type { TradeRepository } from '../trades/trade-repository.js';
import type { Trade } from '../trades/trade.js';
import type { CandleBuilder } from './candle-builder.js';
import type { CandleRepository } from './candle-repository.js';
import type { Candle } from './candle.js';
import { spanOf, startOfMinute } from './interval.js';
import type { TimedTrade } from './trade-candles.js';

const minuteMs = 60_000;

/**
 * Folds the stored minutes of the trading day up to `newest`. The last of them, which late trades may still change,
 * are held against the stored trades: a trade is stored before its candle is, so a process that died between the two
 * has left minutes that do not count all of their trades. Answers the trades of those minutes.
 */
export const putInMinutes = async (
  deps: { candles: CandleRepository; trades: TradeRepository },
  builder: CandleBuilder,
  instrument: Instrument,
  newest: Candle,
): Promise<Trade[]> => {
  const { calendar } = instrument;
  const toMs = newest.closeTimeMs;
  const revisableFromMs = startOfMinute(toMs - lateTradeMs);
  const dayStartMs = calendar.tradingDayOf(revisableFromMs).startMs;
  const [minutes, longer, trades] = await Promise.all([
    deps.candles.find(instrument, 'M1', { fromMs: dayStartMs, toMs }),
    storedLonger(deps.candles, instrument, { fromMs: revisableFromMs, toMs }),
    deps.trades.find(instrument, revisableFromMs, toMs),
  ]);

  const byOpening = new Map(minutes.map((minute) => [minute.openTimeMs, minute]));
  for (const minute of minutes)
    if (minute.complete && minute.openTimeMs < revisableFromMs) builder.addMinute(minute);
  builder.restoreFrom(revisableFromMs, longer);
  const tradesByMinute = groupByMinute(trades);
  for (let openMs = revisableFromMs; openMs < toMs; openMs += minuteMs) {
    const minute = byOpening.get(openMs);
    const traded = tradesByMinute.get(openMs) ?? [];
    if (minute ? minute.complete : traded.length > 0) builder.restoreMinute(openMs, minute, traded);
  }
  return trades;
};

/** Candles longer than a minute that hold a part of the range. */
const storedLonger = async (
  candles: CandleRepository,
  instrument: Instrument,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): Promise<Candle[]> => {
  const { calendar } = instrument;
  const longer = candleIntervals.filter((interval) => interval !== 'S1' && interval !== 'M1');
  const found = await Promise.all(
    longer.map((interval) => {
      const { startMs } = spanOf(interval, fromMs, (timeMs) => calendar.tradingDayOf(timeMs));
      return candles.find(instrument, interval, { fromMs: startMs, toMs });
    }),
  );
  return found.flat();
};

const groupByMinute = (trades: readonly Trade[]): Map<number, TimedTrade[]> => {
  const groups = new Map<number, TimedTrade[]>();
  for (const { eventTimeMs: timeMs, price, quantity } of trades) {
    const openMs = startOfMinute(timeMs);
    const group = groups.get(openMs);
    if (group) group.push({ timeMs, price, quantity });
    else groups.set(openMs, [{ timeMs, price, quantity }]);
  }
  return groups;
};
