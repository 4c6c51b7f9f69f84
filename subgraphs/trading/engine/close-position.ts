import type { Decimal } from '../../../foundation/money/decimal.js';
import type { AccountDraft } from '../accounts/account-draft.js';
import type { Order } from '../orders/order.js';
import type { Position } from '../positions/position.js';
import type { Desk } from './desk.js';
import { placeOrder } from './place-order.js';

/** What the client order ids of closing orders begin with. */
type ClosingCause = 'flatten' | 'stop-loss';

/** Closes what strategies hold in their name, so that they know it, and the rest in nobody's. */
export const closePosition = (
  draft: AccountDraft,
  position: Position,
  desk: Desk,
  why: ClosingCause,
): Order[] => {
  const { symbol, signedQuantity } = position;
  let rest = signedQuantity;
  const orders: Order[] = [];
  const close = (quantity: Decimal, strategyId: string | null): void => {
    if (quantity.isZero()) return;
    rest = rest.minus(quantity);
    orders.push(
      placeOrder(draft, closingTerms(symbol, quantity, { desk, why }), desk, {
        strategyId,
        signalId: null,
      }),
    );
  };
  for (const [strategyId, held] of draft.state.holdings.get(symbol) ?? [])
    if (!rest.isZero() && held.isNegative() === rest.isNegative())
      close(held.abs().lt(rest.abs()) ? held : rest, strategyId);
  close(rest, null);
  return orders;
};

const closingTerms = (
  symbol: string,
  signedQuantity: Decimal,
  { desk, why }: { desk: Desk; why: ClosingCause },
) => ({
  clientOrderId: `${why}-${desk.ids('request')}`,
  symbol,
  side: signedQuantity.isNegative() ? ('BUY' as const) : ('SELL' as const),
  type: 'MARKET' as const,
  timeInForce: 'IOC' as const,
  quantity: signedQuantity.abs(),
  limitPrice: null,
  stopPrice: null,
});
