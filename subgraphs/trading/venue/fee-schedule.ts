import { Decimal } from '../../../foundation/money/decimal.js';
import type { AssetClass } from '../instruments/instrument.js';

export type Liquidity = 'MAKER' | 'TAKER';

/** Fractions of the notional value, published in the README: 0.00002 is 0.2 basis points. */
export const feeSchedule: Readonly<Record<AssetClass, Record<Liquidity, Decimal>>> = {
  FOREX: { MAKER: new Decimal('0.00002'), TAKER: new Decimal('0.00002') },
  METAL: { MAKER: new Decimal('0.00003'), TAKER: new Decimal('0.00003') },
  CRYPTO: { MAKER: new Decimal('0.0008'), TAKER: new Decimal('0.001') },
};
