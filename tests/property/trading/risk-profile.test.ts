import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { zero } from '../../../foundation/money/decimal.js';
import { worstPositions } from '../../../subgraphs/trading/accounts/margin.js';
import {
  dayEquityAt,
  freshMarks,
  ordersInMinuteAt,
  withOrder,
  withValuation,
} from '../../../subgraphs/trading/accounts/risk-marks.js';
import { equity } from '../../../subgraphs/trading/accounts/valuation.js';
import { placeOrder } from '../../../subgraphs/trading/engine/place-order.js';
import { isClosed } from '../../../subgraphs/trading/orders/order.js';
import { reducesPosition } from '../../../subgraphs/trading/risk/pre-trade-risk.js';
import { profileLimits, riskProfiles } from '../../../subgraphs/trading/risk/risk-profile.js';
import { d, deskWith, draftOf, noonMs, quote, terms } from '../../unit/trading/builders.js';

const anOrder = fc.record({
  symbol: fc.constantFrom('EURUSD', 'GBPUSD', 'USDJPY'),
  side: fc.constantFrom('BUY' as const, 'SELL' as const),
  lots: fc.integer({ min: 1, max: 1_500 }),
  rests: fc.boolean(),
});
const quotes = ['EURUSD', 'GBPUSD', 'USDJPY'].map((symbol) => quote(symbol, '1', '1'));
const maxPositionSize = d(700_000);

describe('a risk profile', () => {
  it('holds after every order that it lets through, whatever came before', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...riskProfiles),
        fc.array(anOrder, { maxLength: 25 }),
        (name, orders) => {
          const profile = profileLimits[name];
          const limits = { maxOrderNotional: d(1e9), profile, maxPositionSize };
          const desk = deskWith({ quotes, limits });
          const draft = draftOf();
          return orders.every(({ symbol, side, lots, rests }) => {
            const worth = equity(draft.state, desk.market) ?? zero;
            const resting = [...draft.state.openOrders.values()];
            const patient = d(side === 'BUY' ? '0.5' : '1.5');
            const asked = terms({
              ...{ symbol, side, quantity: d(lots * 1_000) },
              ...(rests && { type: 'LIMIT', timeInForce: 'GTC', limitPrice: patient }),
            });
            const state = { positions: new Map(draft.state.positions) };
            const placed = placeOrder(draft, asked, desk);
            const reduces = reducesPosition(
              { ...placed, filledQuantity: zero, status: 'ACCEPTED' },
              state,
              resting,
            );
            if (placed.denialReason !== null || reduces) return true;
            const open = [...draft.state.openOrders.values()].filter((order) => !isClosed(order));
            const worst = worstPositions(draft.state, open, desk.market) ?? [];
            const own = worst.find((position) => position.symbol === symbol);
            const total = worst.reduce((sum, { value }) => sum.plus(value), zero);
            return (
              (own?.quantity ?? zero).lte(maxPositionSize) &&
              (own?.value ?? zero).lte(worth.times(profile.maxPositionOfEquity)) &&
              total.lte(worth.times(profile.maxLeverage))
            );
          });
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('the marks that a profile is measured from', () => {
  const steps = fc.array(
    fc.record({
      afterMs: fc.integer({ min: 0, max: 9 * 3_600_000 }),
      worth: fc.integer({ min: 1, max: 200_000 }),
    }),
    { minLength: 1, maxLength: 30 },
  );

  it('are the highest equity, the last one, and that of 17:00 in New York', () => {
    fc.assert(
      fc.property(steps, (valuations) => {
        let nowMs = noonMs;
        let marks = freshMarks(d(100_000), new Date(nowMs));
        const seen = [{ timeMs: nowMs, equity: d(100_000) }];
        return valuations.every(({ afterMs, worth }) => {
          nowMs += afterMs;
          const now = new Date(nowMs);
          marks = withValuation(marks, d(worth), now);
          seen.push({ timeMs: nowMs, equity: d(worth) });
          // 17:00 in New York is 22:00 UTC in early March.
          const dayStartMs =
            Math.floor((nowMs - 22 * 3_600_000) / 86_400_000) * 86_400_000 + 22 * 3_600_000;
          const isSameZone = nowMs < Date.parse('2026-03-08T07:00:00.000Z');
          const before = seen.filter(({ timeMs }) => timeMs < dayStartMs).at(-1) ?? seen[0];
          const highest = Math.max(...seen.map((value) => value.equity.toNumber()));
          return (
            marks.lastEquity.eq(worth) &&
            marks.peakEquity.eq(highest) &&
            (!isSameZone || dayEquityAt(marks, now).eq(before?.equity ?? 0))
          );
        });
      }),
    );
  });

  it('count the orders of the minute, and of no other', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40_000 }), { maxLength: 50 }), (pauses) => {
        let nowMs = noonMs;
        let marks = freshMarks(d(100_000), new Date(nowMs));
        const placed: number[] = [];
        return pauses.every((pauseMs) => {
          nowMs += pauseMs;
          placed.push(Math.floor(nowMs / 60_000));
          marks = withOrder(marks, new Date(nowMs));
          const inMinute = placed.filter((minute) => minute === placed.at(-1)).length;
          return ordersInMinuteAt(marks, new Date(nowMs)) === inMinute;
        });
      }),
    );
  });
});
