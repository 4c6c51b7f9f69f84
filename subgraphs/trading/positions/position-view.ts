import { decimalText } from '../../../foundation/money/decimal.js';
import { unrealizedPnl } from '../accounts/valuation.js';
import type { Market } from '../market/market.js';
import { averageText, textOrNull } from '../orders/order-view.js';
import type { Position, PositionSide } from './position.js';
import { averagePrice, positionSide, realizedPnl } from './position.js';

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
};

export const viewOfPosition = (
  position: Position,
  currency: string,
  market: Market,
): PositionView => ({
  positionId: position.id,
  accountId: position.accountId,
  symbol: position.symbol,
  side: positionSide(position),
  quantity: decimalText(position.signedQuantity.abs()),
  averagePrice: averageText(averagePrice(position)),
  unrealizedPnl: textOrNull(unrealizedPnl(position, currency, market)),
  realizedPnl: decimalText(realizedPnl(position)),
  fees: decimalText(position.fees),
});
