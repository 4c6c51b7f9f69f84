import type { Tick } from '../ticks/tick.js';
import type { Trade } from '../trades/trade.js';
import type { CandleBuilder } from './candle-builder.js';

/** Folds stored quotes and trades, both in order; of the same instant the quotes come first. */
export const putInEvents = (
  builder: CandleBuilder,
  ticks: readonly Tick[],
  trades: readonly Trade[],
): void => {
  let next = 0;
  const putInTradesBefore = (untilMs: number): void => {
    for (let trade = trades[next]; trade && trade.eventTimeMs < untilMs; trade = trades[++next])
      builder.addTrade({ ...trade, timeMs: trade.eventTimeMs });
  };
  for (const { eventTimeMs, bid, ask } of ticks) {
    putInTradesBefore(eventTimeMs);
    builder.add(eventTimeMs, bid, ask);
  }
  putInTradesBefore(Infinity);
};
