import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import type { Decimal } from '../../../foundation/money/decimal.js';
import type { AccountDraft } from '../../../subgraphs/trading/accounts/account-draft.js';
import type { Quote } from '../../../subgraphs/trading/market/quote.js';
import { placeOrder } from '../../../subgraphs/trading/engine/place-order.js';
import { PositionStops } from '../../../subgraphs/trading/engine/position-stops.js';
import { stopOutPosition } from '../../../subgraphs/trading/engine/stop-out-position.js';
import { unrealizedInQuote } from '../../../subgraphs/trading/positions/position.js';
import { d, deskWith, draftOf, quote, terms } from '../../unit/trading/builders.js';

/** Prices in hundredths of a cent. */
const priceOf = (points: number) => d(points).div(10_000).toFixed();

const aStep = fc.record({
  bid: fc.integer({ min: 8_000, max: 12_000 }),
  spread: fc.integer({ min: 0, max: 30 }),
  trade: fc.option(
    fc.record({
      side: fc.constantFrom('BUY' as const, 'SELL' as const),
      lots: fc.integer({ min: 1, max: 40 }),
      rests: fc.boolean(),
    }),
  ),
});

const ref = { tenantId: 'ten_a', accountId: 'acc_a' };

/** The model: the loss as the published words say it, without a stop price. */
const hasLost = (draft: AccountDraft, shown: Quote, threshold: Decimal): boolean => {
  const position = draft.state.positions.get(shown.symbol);
  if (!position || position.signedQuantity.isZero()) return false;
  const price = position.signedQuantity.isNegative() ? shown.ask : shown.bid;
  const loss = unrealizedInQuote(position, price).negated();
  return loss.gte(position.openCost.times(threshold));
};

const isFlat = ({ state }: AccountDraft): boolean =>
  state.openOrders.size === 0 && (state.positions.get('EURUSD')?.signedQuantity.isZero() ?? true);

describe('stop-losses', () => {
  it('let no quote pass a position that has lost its threshold, and close no other', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2_000 }),
        fc.array(aStep, { minLength: 1, maxLength: 30 }),
        (points, steps) => {
          const stopLossThreshold = d(points).div(10_000);
          const stops = new PositionStops(() => stopLossThreshold);
          const draft = draftOf();
          return steps.every(({ bid, spread, trade }) => {
            const shown = quote('EURUSD', priceOf(bid), priceOf(bid + spread));
            const desk = deskWith({ quotes: [shown], limits: { stopLossThreshold } });
            const isDue = hasLost(draft, shown, stopLossThreshold);
            stops.observe(ref, draft.state);
            const taken = stops.takeReached(shown);
            const { outcome } = stopOutPosition(draft, shown, desk);
            const isRight =
              taken.length === (isDue ? 1 : 0) &&
              outcome === (isDue ? 'CLOSED' : 'KEPT') &&
              (!isDue || isFlat(draft));
            if (trade) {
              const rest = { type: 'LIMIT' as const, limitPrice: d('1') };
              const { side, lots, rests } = trade;
              const quantity = d(lots * 1_000);
              placeOrder(draft, terms({ side, quantity, ...(rests && rest) }), desk);
            }
            return isRight;
          });
        },
      ),
      { numRuns: 150 },
    );
  });
});
