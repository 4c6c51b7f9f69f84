import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import { Decimal, zero } from '../../../foundation/money/decimal.js';
import type { Order } from '../../../subgraphs/trading/orders/order.js';
import {
  averageFillPrice,
  initialOrder,
  isClosed,
  leavesQuantity,
} from '../../../subgraphs/trading/orders/order.js';
import type { OrderEvent } from '../../../subgraphs/trading/orders/order-machine.js';
import {
  applyOrderEvent,
  orderTransitions,
} from '../../../subgraphs/trading/orders/order-machine.js';

const amount = fc.integer({ min: 1, max: 200 }).map((value) => new Decimal(value));

const event: fc.Arbitrary<OrderEvent> = fc.oneof(
  fc.record({
    type: fc.constantFrom('DENIED' as const, 'REJECTED' as const),
    reason: fc.constant('x'),
  }),
  fc.record({
    type: fc.constantFrom(
      'SUBMITTED' as const,
      'ACCEPTED' as const,
      'TRIGGERED' as const,
      'PENDING_UPDATE' as const,
      'PENDING_CANCEL' as const,
      'EXPIRED' as const,
    ),
  }),
  fc.record({
    type: fc.constant('UPDATED' as const),
    quantity: amount,
    limitPrice: fc.constant(null),
    stopPrice: fc.constant(null),
  }),
  fc.record({
    type: fc.constantFrom('UPDATE_REJECTED' as const, 'CANCEL_REJECTED' as const),
    reason: fc.constant('x'),
  }),
  // Ids from a small set, so that duplicates happen.
  fc.record({
    type: fc.constant('FILLED' as const),
    fillId: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    quantity: amount,
    price: amount,
  }),
  fc.record({ type: fc.constant('CANCELED' as const), reason: fc.constant(null) }),
);

const start = (): Order =>
  initialOrder(
    {
      clientOrderId: 'c',
      symbol: 'EURUSD',
      side: 'BUY',
      type: 'LIMIT',
      timeInForce: 'GTC',
      quantity: new Decimal(300),
      limitPrice: new Decimal(1),
      stopPrice: null,
    },
    {
      id: 'ord_1',
      accountId: 'acc_1',
      strategyId: null,
      signalId: null,
      createdAt: new Date(0),
      expiresAt: null,
      fingerprint: '',
    },
  );

type Step = { before: Order; event: OrderEvent; after: Order | null };

/** Applies what is legal and skips what is refused, as a venue's confused messages would come in. */
const play = (events: readonly OrderEvent[]): Step[] => {
  let current = start();
  return events.map((next) => {
    const before = current;
    try {
      current = applyOrderEvent(before, next);
      return { before, event: next, after: current };
    } catch (error) {
      expect(error).toBeInstanceOf(DomainError);
      return { before, event: next, after: null };
    }
  });
};

const histories = fc
  .array(event, { maxLength: 60 })
  .map((events): OrderEvent[] => [{ type: 'SUBMITTED' }, ...events]);

describe('the order machine, whatever comes in', () => {
  it('keeps the identities of quantities after every event', () => {
    fc.assert(
      fc.property(histories, (events) => {
        for (const { after } of play(events)) {
          if (!after) continue;
          const leaves = leavesQuantity(after);
          if (isClosed(after)) expect(leaves.isZero()).toBe(true);
          else expect(after.filledQuantity.plus(leaves).eq(after.quantity)).toBe(true);
          expect(after.filledQuantity.lte(after.quantity)).toBe(true);
          expect(after.status === 'FILLED').toBe(
            after.filledQuantity.gt(0) && after.filledQuantity.eq(after.quantity),
          );
        }
      }),
    );
  });

  it('has filled exactly the sum of the distinct fills that it took, at their average price', () => {
    fc.assert(
      fc.property(histories, (events) => {
        let quantity = zero;
        let cost = zero;
        for (const { before, event: applied, after } of play(events)) {
          if (after && after !== before && applied.type === 'FILLED') {
            quantity = quantity.plus(applied.quantity);
            cost = cost.plus(applied.quantity.times(applied.price));
          }
          const reached = after ?? before;
          expect(reached.filledQuantity.eq(quantity)).toBe(true);
          expect(reached.filledQuantity.gte(before.filledQuantity)).toBe(true);
          if (quantity.gt(0)) expect(averageFillPrice(reached)?.eq(cost.div(quantity))).toBe(true);
        }
      }),
    );
  });

  it('takes exactly the steps of its table and counts each once', () => {
    fc.assert(
      fc.property(histories, (events) => {
        for (const { before, event: applied, after } of play(events)) {
          const isKnownFill = applied.type === 'FILLED' && before.fillIds.has(applied.fillId);
          const isLegal = orderTransitions[before.status][applied.type] !== undefined;
          if (after === before) expect(isKnownFill).toBe(true);
          else if (after) expect(after.sequence).toBe(before.sequence + 1);
          if (!isLegal && !isKnownFill) expect(after).toBeNull();
        }
      }),
    );
  });
});
