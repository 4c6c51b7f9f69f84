import { DomainError } from '../../../foundation/errors/domain-error.js';
import { isMultipleOf } from '../../../foundation/money/decimal.js';
import type { Instrument } from '../instruments/instrument.js';
import { conversionInstrument } from '../market/currency-conversion.js';
import type { BacktestTerms } from './backtest.js';

/**
 * The instruments whose prices a backtest needs: those that the strategy trades, and those that tell what their quote
 * currencies are worth in the currency of the account.
 * @throws {DomainError} INVALID_INPUT when one is not known, its lots do not fit, or nothing tells its worth.
 */
export const playedInstruments = (
  { strategy, currency }: BacktestTerms,
  known: readonly Instrument[],
): Instrument[] => {
  const played = new Map<string, Instrument>();
  for (const [index, symbol] of strategy.symbols.entries()) {
    const instrument = known.find((candidate) => candidate.symbol === symbol);
    if (!instrument)
      throw new DomainError('INVALID_INPUT', `There is no instrument ${symbol}.`, [
        ...['input', 'strategy', 'symbols'],
        String(index),
      ]);
    if (!isMultipleOf(strategy.sizing.quantity, instrument.lotSize))
      throw new DomainError(
        'INVALID_INPUT',
        `The quantity is not a whole number of ${symbol} lots.`,
        ['input', 'strategy', 'sizing', 'quantity'],
      );
    const conversion = conversionInstrument(instrument.quoteCurrency, currency, known);
    if (conversion === undefined)
      throw new DomainError(
        'INVALID_INPUT',
        `Nothing tells what ${instrument.quoteCurrency} is worth in ${currency}.`,
        ['input', 'currency'],
      );
    played.set(symbol, instrument);
    if (conversion) played.set(conversion.symbol, conversion);
  }
  return [...played.values()];
};
