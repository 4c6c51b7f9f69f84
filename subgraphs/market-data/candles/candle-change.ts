import type { Candle } from './candle.js';

/** What happened to a symbol's candles: one closed, or a quote changed the forming ones. */
export type CandleChange = { kind: 'CLOSED'; candle: Candle } | { kind: 'FORMING' };

/** Channel of a symbol's changes; in-process only, at the pace of the quotes. */
export const candleChanges = (symbol: string): string => `candle-changes.${symbol}`;
