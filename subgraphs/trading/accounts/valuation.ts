import type { Decimal } from '../../../foundation/money/decimal.js';
import { zero } from '../../../foundation/money/decimal.js';
import type { Market } from '../market/market.js';
import { closingPrice } from '../market/quote.js';
import type { Position } from '../positions/position.js';
import { unrealizedInQuote } from '../positions/position.js';
import type { AccountState } from './account.js';
import { toLedger } from './account.js';

/**
 * Profit or loss, in the account's currency, if the position were closed at the last quote.
 * @returns null when a price or a conversion is not known; zero when flat.
 */
export const unrealizedPnl = (
  position: Pick<Position, 'symbol' | 'signedQuantity' | 'openCost'>,
  currency: string,
  market: Market,
): Decimal | null => {
  if (position.signedQuantity.isZero()) return zero;
  const instrument = market.instrument(position.symbol);
  const quote = market.lastQuote(position.symbol);
  const rate = instrument && market.rate(instrument.quoteCurrency, currency);
  if (!quote || !rate) return null;
  const price = closingPrice(position.signedQuantity, quote);
  return toLedger(unrealizedInQuote(position, price).times(rate));
};

/** Balance + unrealised profit and loss of all positions; null when one of them cannot be priced. */
export const equity = (
  state: Pick<AccountState, 'account' | 'positions'>,
  market: Market,
): Decimal | null => {
  let total = state.account.balance;
  for (const position of state.positions.values()) {
    const pnl = unrealizedPnl(position, state.account.currency, market);
    if (pnl === null) return null;
    total = total.plus(pnl);
  }
  return total;
};
