import { Decimal } from '../../../foundation/money/decimal.js';
import type { Instrument } from '../instruments/instrument.js';
import type { Quote } from './quote.js';
import { midPrice } from './quote.js';

/** Currencies that are counted as another one where no instrument trades the pair. Published in the README. */
const parities: Readonly<Record<string, string>> = { USDT: 'USD', USDC: 'USD' };

const one = new Decimal(1);

/**
 * How much of `to` one unit of `from` is: the mid price of the instrument that trades the pair, either way round.
 * @returns null when no instrument trades it or it has no quote: then nothing may be decided on it.
 */
export const conversionRate = (
  from: string,
  to: string,
  instruments: readonly Instrument[],
  quoteOf: (symbol: string) => Quote | null,
): Decimal | null => {
  if (from === to) return one;
  const pair = instruments.find((instrument) => trades(instrument, from, to));
  if (pair) {
    const quote = quoteOf(pair.symbol);
    if (!quote) return null;
    const price = midPrice(quote);
    return pair.baseCurrency === from ? price : one.div(price);
  }
  const equal = parities[from];
  return equal === undefined ? null : conversionRate(equal, to, instruments, quoteOf);
};

/**
 * The instrument whose quotes `conversionRate` needs; null where it needs none.
 * @returns undefined when nothing trades the pair.
 */
export const conversionInstrument = (
  from: string,
  to: string,
  instruments: readonly Instrument[],
): Instrument | null | undefined => {
  if (from === to) return null;
  const pair = instruments.find((instrument) => trades(instrument, from, to));
  const equal = parities[from];
  if (pair || equal === undefined) return pair;
  return conversionInstrument(equal, to, instruments);
};

const trades = (instrument: Instrument, a: string, b: string): boolean =>
  (instrument.baseCurrency === a && instrument.quoteCurrency === b) ||
  (instrument.baseCurrency === b && instrument.quoteCurrency === a);
