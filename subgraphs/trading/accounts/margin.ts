import { Decimal, zero } from '../../../foundation/money/decimal.js';
import type { AssetClass } from '../instruments/instrument.js';
import type { Market } from '../market/market.js';
import type { Order } from '../orders/order.js';
import { leavesQuantity } from '../orders/order.js';
import type { AccountState } from './account.js';

/** Notional value that one unit of margin carries, published in the README: ESMA's limits for retail clients. */
export const leverage: Readonly<Record<AssetClass, Decimal>> = {
  FOREX: new Decimal(30),
  METAL: new Decimal(20),
  CRYPTO: new Decimal(2),
};

/** What an account holds of one instrument, and what its resting orders may add on either side. */
type Exposure = { held: Decimal; buys: Decimal; sells: Decimal };

/**
 * The largest position, long or short, that the resting orders can lead to: orders that would close a position cost
 * no margin, the same orders twice over do.
 */
export const worstQuantity = ({ held, buys, sells }: Exposure): Decimal =>
  Decimal.max(held.plus(buys).abs(), held.minus(sells).abs(), held.abs());

export const exposureOf = (
  state: Pick<AccountState, 'positions'>,
  openOrders: Iterable<Order>,
  symbol: string,
): Exposure => {
  let buys = zero;
  let sells = zero;
  for (const order of openOrders) {
    if (order.symbol !== symbol) continue;
    if (order.side === 'BUY') buys = buys.plus(leavesQuantity(order));
    else sells = sells.plus(leavesQuantity(order));
  }
  return { held: state.positions.get(symbol)?.signedQuantity ?? zero, buys, sells };
};

/**
 * Margin, in the account's currency, for the worst position in every instrument, valued at the last ask.
 * @returns null when a price or a conversion is not known.
 */
export const marginUsed = (
  state: Pick<AccountState, 'account' | 'positions'>,
  openOrders: readonly Order[],
  market: Market,
): Decimal | null => {
  const positions = worstPositions(state, openOrders, market);
  const margin = positions?.reduce(
    (total, { value, assetClass }) => total.plus(value.div(leverage[assetClass])),
    zero,
  );
  return margin ?? null;
};

/** The largest position in an instrument that the open orders can lead to. */
export type WorstPosition = {
  symbol: string;
  assetClass: AssetClass;
  /** Never negative. */
  quantity: Decimal;
  /** In the account's currency, at the last ask. */
  value: Decimal;
};

/** @returns null when a price or a conversion is not known. */
export const worstPositions = (
  state: Pick<AccountState, 'account' | 'positions'>,
  openOrders: readonly Order[],
  market: Market,
): WorstPosition[] | null => {
  const symbols = new Set([...state.positions.keys(), ...openOrders.map((order) => order.symbol)]);
  const worst: WorstPosition[] = [];
  for (const symbol of symbols) {
    const quantity = worstQuantity(exposureOf(state, openOrders, symbol));
    if (quantity.isZero()) continue;
    const position = worstPosition(symbol, quantity, state.account.currency, market);
    if (position === null) return null;
    worst.push(position);
  }
  return worst;
};

const worstPosition = (
  symbol: string,
  quantity: Decimal,
  currency: string,
  market: Market,
): WorstPosition | null => {
  const instrument = market.instrument(symbol);
  const quote = market.lastQuote(symbol);
  const rate = instrument && market.rate(instrument.quoteCurrency, currency);
  if (!quote || !rate) return null;
  const value = quantity.times(quote.ask).times(rate);
  return { symbol, quantity, value, assetClass: instrument.assetClass };
};
