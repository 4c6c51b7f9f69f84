import type { AccountDraft } from '../accounts/account-draft.js';
import type { Quote } from '../market/quote.js';
import type { Order } from '../orders/order.js';
import { isStopReached, stopLossPrice } from '../positions/stop-loss.js';
import { closePosition } from './close-position.js';
import type { Desk } from './desk.js';

/** KEPT: there was nothing to do, or no ground to do it on yet. */
export type StopOut = { outcome: 'KEPT' } | { outcome: 'CLOSED' | 'DENIED'; orders: Order[] };

/**
 * Closes a position that a quote has stopped out, at the market. The stop comes before everything else in its
 * instrument: orders that rest there are cancelled first, so that none of them stands in its way or opens anew.
 */
export const stopOutPosition = (draft: AccountDraft, quote: Quote, desk: Desk): StopOut => {
  const { symbol } = quote;
  const position = draft.state.positions.get(symbol);
  const price = position && stopLossPrice(position, desk.limits.stopLossThreshold);
  if (!price || !isStopReached(position, price, quote) || !canTrade(draft, symbol, desk))
    return { outcome: 'KEPT' };
  for (const order of [...draft.state.openOrders.values()])
    if (order.symbol === symbol) draft.apply(order, { type: 'CANCELED', reason: 'STOP_LOSS' });
  const orders = closePosition(draft, position, desk, 'stop-loss');
  const after = draft.state.positions.get(symbol);
  if (!after?.signedQuantity.isZero()) return { outcome: 'DENIED', orders };
  draft.recordStop(after);
  return { outcome: 'CLOSED', orders };
};

/** Without a recent price and rate the next quote tries again. */
const canTrade = (draft: AccountDraft, symbol: string, { market }: Desk): boolean => {
  const { tradingState, currency } = draft.state.account;
  const instrument = market.instrument(symbol);
  return (
    tradingState !== 'HALTED' &&
    market.freshQuote(symbol) !== null &&
    instrument !== null &&
    market.freshRate(instrument.quoteCurrency, currency) !== null
  );
};
