import type { Decimal } from '../../../foundation/money/decimal.js';

export const assetClasses = ['FOREX', 'METAL', 'CRYPTO'] as const;
export type AssetClass = (typeof assetClasses)[number];

/** What trading needs to know of an instrument; market-data owns it. */
export type Instrument = {
  symbol: string;
  assetClass: AssetClass;
  baseCurrency: string;
  quoteCurrency: string;
  /** Prices are whole multiples of it. */
  tickSize: Decimal;
  /** Quantities are whole multiples of it. */
  lotSize: Decimal;
  minQuantity: Decimal;
  maxQuantity: Decimal;
  /** Smallest value of an order in the quote currency; null where there is none. */
  minNotional: Decimal | null;
};
