import { decimalText } from '../../../foundation/money/decimal.js';
import { textOrNull } from '../orders/order-view.js';
import type { PositionView, Viewpoint } from '../positions/position-view.js';
import { viewOfPosition } from '../positions/position-view.js';
import type { Account, AccountState, TradingState } from './account.js';
import { toLedger } from './account.js';
import { marginUsed } from './margin.js';
import { equity } from './valuation.js';

/** An account as the API shows it; figures that need a price are null while it is not known. */
export type AccountSummary = Pick<Account, 'id' | 'name' | 'venue' | 'currency' | 'createdAt'> & {
  balance: string;
  equity: string | null;
  marginUsed: string | null;
  freeMargin: string | null;
  tradingState: TradingState;
  /** Whether nothing is held and nothing is in the market. */
  isFlat: boolean;
  positions: PositionView[];
};

export type VisibleState = Pick<AccountState, 'account' | 'positions' | 'openOrders'>;

export const summarize = (
  state: VisibleState,
  { market, limits }: Omit<Viewpoint, 'account'>,
): AccountSummary => {
  const { id, name, venue, currency, createdAt, balance, tradingState } = state.account;
  const worth = equity(state, market);
  const used = marginUsed(state, [...state.openOrders.values()], market);
  return {
    ...{ id, name, venue, currency, createdAt, tradingState },
    isFlat: isFlat(state),
    balance: decimalText(balance),
    equity: textOrNull(worth),
    marginUsed: textOrNull(used && toLedger(used)),
    freeMargin: textOrNull(worth && used && toLedger(worth.minus(used))),
    positions: [...state.positions.values()]
      .sort((a, b) => (a.symbol < b.symbol ? -1 : 1))
      .map((position) => viewOfPosition(position, { account: state.account, market, limits })),
  };
};

const isFlat = ({ openOrders, positions }: VisibleState): boolean =>
  openOrders.size === 0 &&
  [...positions.values()].every((position) => position.signedQuantity.isZero());
