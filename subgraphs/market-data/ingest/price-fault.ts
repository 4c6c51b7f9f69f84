import type { Instrument } from '../instruments/instrument.js';
import type { ScaledPrice } from '../prices/scaled-price.js';
import type { RejectionReason } from './rejection.js';

/** What the store can hold, far beyond any real price. */
const highestPrice = 1e11;
/** Clocks of venue and platform may differ by this much. */
const toleratedFutureMs = 60_000;

/** @param price what `parseScaled` made of `text`. */
export const faultOfPrice = (
  text: string,
  price: ScaledPrice,
  { pricePrecision, tickUnits }: Instrument,
): RejectionReason | undefined => {
  if (Number.isNaN(price)) return /^\d+\.\d+$/.test(text) ? 'OFF_TICK' : 'NOT_A_PRICE';
  if (price <= 0 || price > highestPrice * 10 ** pricePrecision) return 'NOT_A_PRICE';
  return price % tickUnits === 0 ? undefined : 'OFF_TICK';
};

/** @param nowMs the platform's time, or null when events carry the time of a recording. */
export const faultOfTime = (timeMs: number, nowMs: number | null): RejectionReason | undefined => {
  if (!Number.isFinite(timeMs) || timeMs < 0) return 'MALFORMED';
  return nowMs !== null && timeMs > nowMs + toleratedFutureMs ? 'FUTURE' : undefined;
};
