import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { AssetClass, Instrument, InstrumentFacts } from './instrument.js';
import { instrumentOf } from './instrument.js';

export type InstrumentCatalogue = {
  all: readonly Instrument[];
  find(symbol: string): Instrument | undefined;
  ofClass(assetClass: AssetClass): readonly Instrument[];
  /** @throws {DomainError} NOT_FOUND naming the symbol. */
  require(symbol: string, path?: readonly string[]): Instrument;
};

export const createInstrumentCatalogue = (
  table: readonly InstrumentFacts[],
): InstrumentCatalogue => {
  const all = table.map(instrumentOf);
  const bySymbol = new Map(all.map((instrument) => [instrument.symbol, instrument]));
  if (bySymbol.size !== all.length) throw new Error('an instrument is listed twice');

  return {
    all,
    find: (symbol) => bySymbol.get(symbol),
    ofClass: (assetClass) => all.filter((instrument) => instrument.assetClass === assetClass),
    require(symbol, path = ['symbol']) {
      const instrument = bySymbol.get(symbol);
      if (!instrument)
        throw new DomainError('NOT_FOUND', `There is no instrument ${symbol}.`, path);
      return instrument;
    },
  };
};
