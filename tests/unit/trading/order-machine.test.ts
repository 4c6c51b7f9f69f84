import { describe, expect, it } from '@jest/globals';
import type { Order, OrderStatus } from '../../../subgraphs/trading/orders/order.js';
import {
  averageFillPrice,
  isClosed,
  leavesQuantity,
} from '../../../subgraphs/trading/orders/order.js';
import type { OrderEvent } from '../../../subgraphs/trading/orders/order-machine.js';
import { applyOrderEvent } from '../../../subgraphs/trading/orders/order-machine.js';
import { d, order } from './builders.js';

const fill = (quantity: number, fillId: string, price = 1): OrderEvent => ({
  type: 'FILLED',
  fillId,
  quantity: d(quantity),
  price: d(price),
});
const canceled: OrderEvent = { type: 'CANCELED', reason: null };
const tooLate: OrderEvent = { type: 'CANCEL_REJECTED', reason: 'TOO_LATE_TO_CANCEL' };
const accepted: OrderEvent[] = [{ type: 'SUBMITTED' }, { type: 'ACCEPTED' }];

const after = (...events: readonly OrderEvent[]): Order =>
  events.reduce(applyOrderEvent, order({ quantity: d(100) }));

describe('races with the venue', () => {
  it('lets a fill win over a pending cancel, whose refusal then comes too late', () => {
    const filled = after(...accepted, { type: 'PENDING_CANCEL' }, fill(100, 'a'));
    expect(filled.status).toBe('FILLED');
    expect(applyOrderEvent(filled, tooLate).status).toBe('FILLED');
  });

  it('keeps a cancel pending over a partial fill, and keeps the fill when the cancel comes', () => {
    const pending = after(...accepted, { type: 'PENDING_CANCEL' }, fill(40, 'a'));
    expect(pending.status).toBe('PENDING_CANCEL');
    const ended = applyOrderEvent(pending, canceled);
    expect(ended.status).toBe('CANCELED');
    expect(ended.filledQuantity.toFixed()).toBe('40');
    expect(leavesQuantity(ended).toFixed()).toBe('0');
  });

  it('goes back to what it was when a cancel is refused', () => {
    expect(after(...accepted, { type: 'PENDING_CANCEL' }, tooLate).status).toBe('ACCEPTED');
    expect(after(...accepted, fill(1, 'a'), { type: 'PENDING_CANCEL' }, tooLate).status).toBe(
      'PARTIALLY_FILLED',
    );
    expect(
      after(...accepted, { type: 'TRIGGERED' }, { type: 'PENDING_CANCEL' }, tooLate).status,
    ).toBe('TRIGGERED');
  });

  it('takes a fill before the acknowledgement, and the acknowledgement after it', () => {
    const early = after({ type: 'SUBMITTED' }, fill(40, 'a'), { type: 'ACCEPTED' });
    expect(early.status).toBe('PARTIALLY_FILLED');
    expect(early.filledQuantity.toFixed()).toBe('40');
    expect(after({ type: 'SUBMITTED' }, fill(100, 'a'), { type: 'ACCEPTED' }).status).toBe(
      'FILLED',
    );
  });

  it('counts a fill that is told twice once', () => {
    const once = after(...accepted, fill(40, 'a'));
    expect(applyOrderEvent(once, fill(40, 'a'))).toBe(once);
    const whole = after(...accepted, fill(100, 'a'));
    expect(applyOrderEvent(whole, fill(100, 'a'))).toBe(whole);
  });

  it('is filled when it is replaced down to what is filled already, and cannot go below that', () => {
    const partly = after(...accepted, fill(40, 'a'));
    const to = (quantity: number): OrderEvent => ({
      type: 'UPDATED',
      quantity: d(quantity),
      limitPrice: null,
      stopPrice: null,
    });
    expect(applyOrderEvent(partly, to(40)).status).toBe('FILLED');
    expect(applyOrderEvent(partly, to(50)).status).toBe('PARTIALLY_FILLED');
    expect(() => applyOrderEvent(partly, to(39))).toThrow('less than what is already filled');
  });
});

describe('an order', () => {
  it('cannot be filled beyond its quantity', () => {
    expect(() => after(...accepted, fill(60, 'a'), fill(41, 'b'))).toThrow('does not fit');
  });

  it('averages its fills by quantity', () => {
    const filled = after(...accepted, fill(25, 'a', 4), fill(75, 'b', 8));
    expect(averageFillPrice(filled)?.toFixed()).toBe('7');
  });

  it('is denied only before it was submitted and rejected only after', () => {
    const denied: OrderEvent = { type: 'DENIED', reason: 'TRADING_HALTED' };
    const rejected: OrderEvent = { type: 'REJECTED', reason: 'STOP_ALREADY_REACHED' };
    expect(after(denied)).toMatchObject({ status: 'DENIED', denialReason: 'TRADING_HALTED' });
    expect(() => after({ type: 'SUBMITTED' }, denied)).toThrow('the order is SUBMITTED');
    expect(() => after(rejected)).toThrow('the order is INITIALIZED');
  });

  const endings: [OrderStatus, OrderEvent[]][] = [
    ['DENIED', [{ type: 'DENIED', reason: 'x' }]],
    ['REJECTED', [{ type: 'SUBMITTED' }, { type: 'REJECTED', reason: 'x' }]],
    ['FILLED', [...accepted, fill(100, 'a')]],
    ['CANCELED', [...accepted, canceled]],
    ['EXPIRED', [...accepted, { type: 'EXPIRED' }]],
  ];
  it.each(endings)('stays %s for good', (status, events) => {
    const ended = after(...events);
    expect(ended.status).toBe(status);
    expect(isClosed(ended)).toBe(true);
    for (const event of [fill(1, 'z'), canceled, { type: 'EXPIRED' }] as OrderEvent[])
      expect(() => applyOrderEvent(ended, event)).toThrow(`the order is ${status}`);
  });
});
