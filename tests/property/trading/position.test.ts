import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Decimal, zero } from '../../../foundation/money/decimal.js';
import type { Execution } from '../../../subgraphs/trading/positions/position.js';
import {
  averagePrice,
  changePosition,
  flatPosition,
  unrealizedInQuote,
} from '../../../subgraphs/trading/positions/position.js';

const execution: fc.Arbitrary<Execution> = fc.record({
  side: fc.constantFrom('BUY' as const, 'SELL' as const),
  quantity: fc.integer({ min: 1, max: 1_000_000 }).map((lots) => new Decimal(lots).div(1_000)),
  price: fc.integer({ min: 1, max: 10_000_000 }).map((ticks) => new Decimal(ticks).div(100_000)),
});
const executions = fc.array(execution, { minLength: 1, maxLength: 40 });

/** What a bookkeeper does who matches every closing unit with the average entry price, in fractions. */
const naively = (trades: readonly Execution[]) => {
  let held = zero;
  let average = zero;
  let realized = zero;
  for (const { side, quantity, price } of trades) {
    const delta = side === 'BUY' ? quantity : quantity.negated();
    const direction = new Decimal(Decimal.sign(held));
    if (held.isZero() || held.isNegative() === delta.isNegative()) {
      const cost = average.times(held.abs()).plus(price.times(quantity));
      average = cost.div(held.abs().plus(quantity));
    } else {
      const closed = Decimal.min(quantity, held.abs());
      realized = realized.plus(price.minus(average).times(closed).times(direction));
      if (quantity.gt(held.abs())) average = price;
    }
    held = held.plus(delta);
  }
  return { held, average, realized };
};

const book = (trades: readonly Execution[]) => {
  let position = flatPosition('pos_1', 'acc_1', 'EURUSD');
  let realized = zero;
  for (const trade of trades) {
    const change = changePosition(position, trade);
    position = { ...position, ...change };
    realized = realized.plus(change.realizedInQuote);
  }
  return { position, realized };
};

const cashFlow = (trades: readonly Execution[]) =>
  trades.reduce(
    (cash, { side, quantity, price }) =>
      cash.plus(quantity.times(price).times(side === 'BUY' ? -1 : 1)),
    zero,
  );

describe('position arithmetic', () => {
  it('agrees with a bookkeeper who recomputes everything from the fills', () => {
    fc.assert(
      fc.property(executions, (trades) => {
        const { position, realized } = book(trades);
        const expected = naively(trades);
        expect(position.signedQuantity.eq(expected.held)).toBe(true);
        expect(realized.minus(expected.realized).abs().lt('1e-9')).toBe(true);
        const average = averagePrice(position);
        if (average) expect(average.minus(expected.average).abs().lt('1e-9')).toBe(true);
      }),
    );
  });

  it('loses nothing to rounding: realised and unrealised always add up to the cash that flowed', () => {
    fc.assert(
      fc.property(executions, execution, (trades, { price }) => {
        const { position, realized } = book(trades);
        const worth = position.signedQuantity.times(price);
        expect(realized.plus(unrealizedInQuote(position, price)).toFixed()).toBe(
          cashFlow(trades).plus(worth).toFixed(),
        );
      }),
    );
  });

  it('has a cost exactly when it holds something, and never a negative one', () => {
    fc.assert(
      fc.property(executions, (trades) => {
        const { position } = book(trades);
        expect(position.openCost.isZero()).toBe(position.signedQuantity.isZero());
        expect(position.openCost.isNegative()).toBe(false);
      }),
    );
  });

  it('keeps the average entry price when it is only reduced', () => {
    fc.assert(
      fc.property(execution, fc.integer({ min: 1, max: 99 }), (entry, percent) => {
        const { position } = book([entry]);
        const side = entry.side === 'BUY' ? ('SELL' as const) : ('BUY' as const);
        const quantity = entry.quantity.times(percent).div(100);
        const reduced = changePosition(position, { side, quantity, price: entry.price.times(2) });
        expect(averagePrice(reduced)?.minus(entry.price).abs().lt('1e-9')).toBe(true);
      }),
    );
  });
});
