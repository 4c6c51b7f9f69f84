import type { Schedule } from '../sessions/schedule.js';
import type { SessionCalendar } from '../sessions/session-calendar.js';
import { createSessionCalendar } from '../sessions/session-calendar.js';

export const assetClasses = ['FOREX', 'METAL', 'CRYPTO'] as const;
export type AssetClass = (typeof assetClasses)[number];

/** What a contract is; decimals are exact text, quantities are in units of the base asset. */
export type InstrumentFacts = {
  symbol: string;
  name: string;
  assetClass: AssetClass;
  baseCurrency: string;
  quoteCurrency: string;
  /** Smallest step of a price. */
  tickSize: string;
  /** What traders of this market call one pip; for crypto, which has none, one tick. */
  pipSize: string;
  /** Smallest step of an order's quantity. */
  lotSize: string;
  minQuantity: string;
  maxQuantity: string;
  /** Smallest value of an order in the quote currency; null where the market sets none. */
  minNotional: string | null;
  /** Units of the base asset in what brokers call one standard lot. */
  contractSize: string;
  schedule: Schedule;
};

export type Instrument = InstrumentFacts & {
  /** Decimal places of a price. Prices in hot loops are integers in units of 10^−pricePrecision. */
  pricePrecision: number;
  /** The tick in those units. */
  tickUnits: number;
  /** Decimal places of a traded quantity: venues have traded in finer steps than they take orders in. */
  quantityPrecision: number;
  calendar: SessionCalendar;
  tolerance: QuoteTolerance;
};

/** Beyond which a quote is doubted, or its absence noticed. */
export type QuoteTolerance = {
  /** Largest believable move from one quote to the next, as a fraction of the price. */
  largestMove: number;
  /** Silence in an open market that counts as a gap. */
  silenceMs: number;
};

const toleranceOf: Record<AssetClass, QuoteTolerance> = {
  FOREX: { largestMove: 0.01, silenceMs: 10 * 60_000 },
  METAL: { largestMove: 0.02, silenceMs: 10 * 60_000 },
  CRYPTO: { largestMove: 0.05, silenceMs: 60_000 },
};

const decimalsOf = (decimal: string): number => decimal.split('.')[1]?.length ?? 0;
const finerBy = 3;
const mostDecimals = 8;

export const instrumentOf = (facts: InstrumentFacts): Instrument => {
  return {
    ...facts,
    pricePrecision: decimalsOf(facts.tickSize),
    quantityPrecision: Math.min(mostDecimals, decimalsOf(facts.lotSize) + finerBy),
    tickUnits: Number(facts.tickSize.replace('.', '')),
    calendar: createSessionCalendar(facts.schedule),
    tolerance: toleranceOf[facts.assetClass],
  };
};
