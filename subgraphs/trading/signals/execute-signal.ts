import type { Decimal } from '../../../foundation/money/decimal.js';
import { zero } from '../../../foundation/money/decimal.js';
import { heldBy } from '../accounts/account.js';
import type { AccountDraft } from '../accounts/account-draft.js';
import type { Desk } from '../engine/desk.js';
import { placeOrder } from '../engine/place-order.js';
import type { Order } from '../orders/order.js';
import type { Sizing } from '../strategies/strategy.js';
import type { Signal, SignalDirection, SignalIntent } from './signal.js';

/**
 * Trades a signal: one market order from what the strategy holds to what it wants to hold, so that a reversal closes
 * and opens in one step. The order goes the way of every order, through the same risk check.
 */
export const executeSignal = (
  draft: AccountDraft,
  intent: SignalIntent,
  sizing: Sizing,
  desk: Desk,
): Signal => {
  const id = desk.ids('signal');
  const { strategyId, symbol } = intent;
  const held = heldBy(draft.state.holdings, strategyId, symbol);
  const missing = wanted(intent.direction, sizing.quantity).minus(held);
  const order = missing.isZero() ? null : trade(draft, { ...intent, id }, missing, desk);
  const signal: Signal = {
    ...intent,
    id,
    accountId: draft.state.account.id,
    status: order === null ? 'IGNORED' : order.status === 'FILLED' ? 'TRADED' : 'REFUSED',
    orderId: order?.id ?? null,
    createdAt: draft.now,
  };
  draft.addSignal(signal);
  return signal;
};

const wanted = (direction: SignalDirection, quantity: Decimal): Decimal => {
  if (direction === 'FLAT') return zero;
  return direction === 'LONG' ? quantity : quantity.negated();
};

const trade = (
  draft: AccountDraft,
  signal: SignalIntent & { id: string },
  signedQuantity: Decimal,
  desk: Desk,
): Order =>
  placeOrder(
    draft,
    {
      clientOrderId: `signal-${signal.id}`,
      symbol: signal.symbol,
      side: signedQuantity.isNegative() ? 'SELL' : 'BUY',
      type: 'MARKET',
      timeInForce: 'IOC',
      quantity: signedQuantity.abs(),
      limitPrice: null,
      stopPrice: null,
    },
    desk,
    { strategyId: signal.strategyId, signalId: signal.id },
  );
