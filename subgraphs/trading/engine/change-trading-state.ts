import type { TradingState } from '../accounts/account.js';
import { equity } from '../accounts/valuation.js';
import type { AccountDraft } from '../accounts/account-draft.js';
import type { Order } from '../orders/order.js';
import { reducesPosition } from '../risk/pre-trade-risk.js';
import type { Desk } from './desk.js';
import { closePosition } from './close-position.js';

type Change = { state: TradingState; flatten: boolean };
export type TradingStateChange = { cancelledOrders: Order[]; flattenOrders: Order[] };

/**
 * ACTIVE is a person's decision to go on: the day's loss, the drawdown and the stops are measured from here. HALTED
 * cancels every open order, whether or not there is a position; REDUCING cancels those that could make a position larger. `flatten` cancels everything too and closes every position at the market; what cannot be closed
 * comes back denied, with the reason, and the position stays: flat is what the positions say, not what was asked for.
 */
export const changeTradingState = (
  draft: AccountDraft,
  change: Change,
  desk: Desk,
): TradingStateChange => {
  const cancelledOrders = cancelOrders(draft, change);
  // Closing orders pass in the state REDUCING, and only they do.
  if (change.flatten) draft.setTradingState('REDUCING');
  const flattenOrders = change.flatten
    ? [...draft.state.positions.values()].flatMap((held) =>
        closePosition(draft, held, desk, 'flatten'),
      )
    : [];
  draft.setTradingState(change.state);
  if (change.state === 'ACTIVE') draft.forgiveStops();
  const worth = change.state === 'ACTIVE' ? equity(draft.state, desk.market) : null;
  if (worth) draft.forgiveLosses(worth);
  return { cancelledOrders, flattenOrders };
};

const cancelOrders = (draft: AccountDraft, change: Change): Order[] => {
  const cancelled: Order[] = [];
  for (const order of [...draft.state.openOrders.values()]) {
    if (!isToBeCancelled(draft, order, change)) continue;
    const reason = change.flatten ? 'FLATTEN' : `TRADING_${change.state}`;
    cancelled.push(draft.apply(order, { type: 'CANCELED', reason }));
  }
  return cancelled;
};

const isToBeCancelled = (draft: AccountDraft, order: Order, change: Change): boolean => {
  if (change.flatten || change.state === 'HALTED') return true;
  if (change.state === 'ACTIVE') return false;
  // Of several orders that together close more than there is, the older ones stay.
  const older = [...draft.state.openOrders.values()].filter((other) => other.id < order.id);
  return !reducesPosition(order, draft.state, older);
};
