import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { Decimal } from '../../../foundation/money/decimal.js';
import { readResult } from '../../../subgraphs/trading/backtests/stored-result.js';
import { noonMs } from '../../unit/trading/builders.js';
import {
  minuteMs,
  simulate,
  termsOf,
  wanderingMarket,
  windowOf,
} from '../../unit/trading/past-market.js';

const seeds = fc.integer({ min: 0, max: 1_000_000 });
const minutes = 150;

describe('a backtest', () => {
  it('decides up to an instant the same whatever comes after it', async () => {
    await fc.assert(
      fc.asyncProperty(
        seeds,
        seeds,
        fc.integer({ min: 20, max: 140 }),
        async (seed, other, cut) => {
          const whole = wanderingMarket(seed, minutes);
          const forked = [...whole.slice(0, cut), ...wanderingMarket(other, minutes).slice(cut)];
          const terms = termsOf(windowOf(whole));
          const [first, second] = [
            await simulate(terms, [windowOf(whole)]),
            await simulate(terms, [windowOf(forked)]),
          ];
          const untilCut = ({ orders }: typeof first) =>
            orders.filter(({ createdAt }) => createdAt.getTime() <= noonMs + cut * minuteMs);
          return JSON.stringify(untilCut(first)) === JSON.stringify(untilCut(second));
        },
      ),
      { numRuns: 15 },
    );
  });

  it('ends with what it began with, less fees, and what its orders realised and still hold', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, async (seed) => {
        const window = windowOf(wanderingMarket(seed, minutes));
        const { orders, result } = await simulate(termsOf(window), [window]);
        const { activity } = readResult(result);
        const last = window.prices.at(-1);
        let [held, cost, cash] = [new Decimal(0), new Decimal(0), new Decimal(100_000)];
        for (const order of orders) {
          const quantity = new Decimal(order.filledQuantity);
          const signed = order.side === 'BUY' ? quantity : quantity.negated();
          held = held.plus(signed);
          cost = cost.plus(signed.times(order.averageFillPrice ?? 0));
          cash = cash.minus(order.fee);
        }
        const closing = new Decimal((held.isNegative() ? last?.ask.close : last?.bid.close) ?? 0);
        const worth = cash.minus(cost).plus(held.times(closing));
        return worth
          .minus(activity.days.at(-1)?.close ?? 0)
          .abs()
          .lt('1e-6');
      }),
      { numRuns: 15 },
    );
  });
});
