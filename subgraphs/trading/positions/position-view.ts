import { decimalText } from '../../../foundation/money/decimal.js';
import { unrealizedPnl } from '../accounts/valuation.js';
import type { Account } from '../accounts/account.js';
import type { Market } from '../market/market.js';
import { averageText, textOrNull } from '../orders/order-view.js';
import { coolDownEnd } from '../risk/profile-check.js';
import type { RiskLimits } from '../risk/pre-trade-risk.js';
import type { Position, PositionSide } from './position.js';
import { averagePrice, positionSide, realizedPnl } from './position.js';
import { stopLossPrice } from './stop-loss.js';

/** A position as the API and the live channel show it. */
export type PositionView = {
  positionId: string;
  accountId: string;
  symbol: string;
  side: PositionSide;
  /** Never negative. */
  quantity: string;
  averagePrice: string | null;
  /** Null while no price is known. */
  unrealizedPnl: string | null;
  realizedPnl: string;
  fees: string;
  /** Where the engine closes it; null where it does not. */
  stopLossPrice: string | null;
  /** When it may be opened again after it was stopped out; null when it never was. */
  coolDownEndsAt: string | null;
};

/** What a position is seen by. */
export type Viewpoint = {
  account: Pick<Account, 'currency' | 'tradingState'>;
  market: Market;
  limits: Pick<RiskLimits, 'stopLossThreshold' | 'profile'>;
};

export const viewOfPosition = (
  position: Position,
  { account, market, limits }: Viewpoint,
): PositionView => ({
  positionId: position.id,
  accountId: position.accountId,
  symbol: position.symbol,
  side: positionSide(position),
  quantity: decimalText(position.signedQuantity.abs()),
  averagePrice: averageText(averagePrice(position)),
  unrealizedPnl: textOrNull(unrealizedPnl(position, account.currency, market)),
  realizedPnl: decimalText(realizedPnl(position)),
  fees: decimalText(position.fees),
  // Where nothing trades, no stop does.
  stopLossPrice:
    account.tradingState === 'HALTED'
      ? null
      : textOrNull(stopLossPrice(position, limits.stopLossThreshold)),
  coolDownEndsAt:
    position.stoppedAt &&
    coolDownEnd(position.stoppedAt, limits.profile.coolDownMinutes).toISOString(),
});
