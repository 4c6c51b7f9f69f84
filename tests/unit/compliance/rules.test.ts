import { describe, expect, it } from '@jest/globals';
import { Decimal } from '../../../foundation/money/decimal.js';
import {
  findPositionLimit,
  findWashTrade,
} from '../../../subgraphs/compliance/surveillance/fill-rules.js';
import type { SeenFill, SeenOrder } from '../../../subgraphs/compliance/surveillance/finding.js';
import {
  findOrderRate,
  findRestrictedOrder,
} from '../../../subgraphs/compliance/surveillance/order-rules.js';
import type {
  RuleParameters,
  Rules,
} from '../../../subgraphs/compliance/surveillance/rule-parameters.js';

const rule = <TKind extends keyof Rules>(kind: TKind, parameters: RuleParameters[TKind]) =>
  ({ kind, enabled: true, parameters }) as unknown as Rules[TKind];

const aFill = (overrides: Partial<SeenFill> = {}): SeenFill => ({
  fillId: 'fil_1',
  orderId: 'ord_1',
  accountId: 'acc_1',
  symbol: 'EURUSD',
  side: 'BUY',
  quantity: new Decimal('10000'),
  price: new Decimal('1.10000'),
  time: new Date('2026-03-10T12:00:00.000Z'),
  ...overrides,
});

describe('the wash-trade rule', () => {
  const washTrade = rule('WASH_TRADE', { windowSeconds: 5, toleranceBasisPoints: 1 });
  const mirror = (overrides: Partial<SeenFill> = {}) =>
    aFill({ fillId: 'fil_2', orderId: 'ord_2', side: 'SELL', ...overrides });

  it('finds the mirror image of a fill, and gives the pair one subject from either end', () => {
    const finding = findWashTrade(aFill(), [mirror()], washTrade);
    expect(finding).toMatchObject({ rule: 'WASH_TRADE', orderIds: ['ord_2', 'ord_1'] });
    expect(findWashTrade(mirror(), [aFill()], washTrade)?.subject).toBe(finding?.subject);
  });

  it('takes two accounts of one owner more seriously than one', () => {
    expect(findWashTrade(aFill(), [mirror()], washTrade)?.severity).toBe('MEDIUM');
    const across = findWashTrade(aFill(), [mirror({ accountId: 'acc_2' })], washTrade);
    expect(across?.severity).toBe('HIGH');
  });

  it.each([
    ['the same side', { side: 'BUY' as const }],
    ['another quantity', { quantity: new Decimal('10001') }],
    ['a price two basis points away', { price: new Decimal('1.10022') }],
    ['a time past the window', { time: new Date('2026-03-10T12:00:05.001Z') }],
    ['another part of the same order', { orderId: 'ord_1' }],
  ])('leaves %s alone', (_what, difference) => {
    expect(findWashTrade(aFill(), [mirror(difference)], washTrade)).toBeNull();
  });

  it('includes the ends of its window and of its tolerance', () => {
    const atTheEdge = mirror({
      time: new Date('2026-03-10T12:00:05.000Z'),
      price: new Decimal('1.10000'),
    });
    expect(findWashTrade(aFill(), [atTheEdge], washTrade)).not.toBeNull();
  });
});

describe('the position-limit rule', () => {
  const limit = rule('POSITION_LIMIT', { maxQuantity: '10000' });

  it.each([
    ['reaches the limit', 'BUY', '10000', false],
    ['passes the limit', 'BUY', '10000.01', true],
    ['passes the limit downwards', 'SELL', '-10000.01', true],
    ['was over it before', 'BUY', '25000', false],
    ['shrinks to below it', 'SELL', '5000', false],
  ] as const)('when a fill %s', (_what, side, after, found) => {
    const finding = findPositionLimit(aFill({ side }), new Decimal(after), limit);
    expect(finding !== null).toBe(found);
  });
});

const anOrder: SeenOrder = {
  orderId: 'ord_1',
  accountId: 'acc_1',
  symbol: 'EURUSD',
  side: 'BUY',
  time: new Date('2026-03-10T12:00:00.000Z'),
};

describe('the order rules', () => {
  it('find an order in a restricted symbol only', () => {
    const restricted = (symbols: string[]) =>
      findRestrictedOrder(anOrder, rule('RESTRICTED_LIST', { symbols }));
    expect(restricted(['XAUUSD', 'EURUSD'])).toMatchObject({ subject: 'ord_1', severity: 'HIGH' });
    expect(restricted(['XAUUSD'])).toBeNull();
    expect(restricted([])).toBeNull();
  });

  it('find one order too many, once per window', () => {
    const rate = rule('ORDER_RATE', { maxOrders: 2, windowSeconds: 60 });
    expect(findOrderRate(anOrder, ['a', 'b'], rate)).toBeNull();
    const first = findOrderRate(anOrder, ['a', 'b', 'c'], rate);
    const second = findOrderRate(anOrder, ['a', 'b', 'c', 'd'], rate);
    expect(first?.orderIds).toEqual(['a', 'b', 'c']);
    expect(second?.subject).toBe(first?.subject);
  });
});
