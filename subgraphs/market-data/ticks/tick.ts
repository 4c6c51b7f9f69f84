import type { ScaledPrice } from '../prices/scaled-price.js';

/** One quote as it is stored: also crossed ones, which candles contain but prices do not. */
export type Tick = {
  symbol: string;
  eventTimeMs: number;
  /** Position among the ticks of this symbol in the same millisecond: with it a replayed recording finds its own rows. */
  ordinal: number;
  bid: ScaledPrice;
  ask: ScaledPrice;
  receivedAtMs: number;
  feed: string;
};
