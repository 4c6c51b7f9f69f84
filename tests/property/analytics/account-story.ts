import fc from 'fast-check';
import type { AccountValued } from '../../../foundation/events/account-events.js';
import type { FillRecorded } from '../../../foundation/events/fill-events.js';
import { Decimal, decimalText } from '../../../foundation/money/decimal.js';

/** One order that filled at once. */
export type Deal = {
  symbol: string;
  strategyId: string | null;
  side: 'BUY' | 'SELL';
  quantity: number;
  price: number;
  minutesLater: number;
};

export const dealArbitrary: fc.Arbitrary<Deal> = fc.record({
  symbol: fc.constantFrom('EURUSD', 'XAUUSD'),
  strategyId: fc.constantFrom(null, 'str_a', 'str_b'),
  side: fc.constantFrom('BUY' as const, 'SELL' as const),
  quantity: fc.integer({ min: 1, max: 5 }),
  price: fc.integer({ min: 90, max: 110 }),
  minutesLater: fc.integer({ min: 0, max: 2_000 }),
});

type Position = { quantity: Decimal; averagePrice: Decimal };
export type StoryEvent = { id: string; type: string; payload: FillRecorded | AccountValued };

const initialBalance = new Decimal(10_000);
const openedMs = Date.parse('2026-03-02T09:00:00.000Z');
const fee = new Decimal('0.07');

/**
 * What a netting account that makes these deals would tell, after its opening: a fill and a valuation each. The
 * arithmetic is written anew, so that analytics is not tested against itself.
 */
export const tellStory = (
  deals: readonly Deal[],
  accountId = 'acc_story',
): { opening: StoryEvent; events: StoryEvent[]; finalBalance: Decimal } => {
  const positions = new Map<string, Position>();
  const events: StoryEvent[] = [];
  let balance = initialBalance;
  let timeMs = openedMs;
  deals.forEach((deal, index) => {
    timeMs += deal.minutesLater * 60_000;
    const before = positions.get(deal.symbol) ?? {
      quantity: new Decimal(0),
      averagePrice: new Decimal(0),
    };
    const signed = new Decimal(deal.side === 'BUY' ? deal.quantity : -deal.quantity);
    const after = before.quantity.plus(signed);
    const reduces = before.quantity.times(signed).lt(0);
    const closed = reduces ? Decimal.min(before.quantity.abs(), signed.abs()) : new Decimal(0);
    const direction = before.quantity.gt(0) ? 1 : -1;
    const realizedPnl = closed
      .times(new Decimal(deal.price).minus(before.averagePrice))
      .times(direction);
    balance = balance.plus(realizedPnl).minus(fee);
    positions.set(deal.symbol, {
      quantity: after,
      averagePrice: averageAfter(before, signed, deal.price),
    });
    const time = new Date(timeMs).toISOString();
    const number = String(index + 1).padStart(5, '0');
    events.push({
      id: `evt_fill_${number}`,
      type: 'fill.recorded',
      payload: {
        fillId: `fil_${accountId}_${number}`,
        orderId: `ord_${number}`,
        accountId,
        strategyId: deal.strategyId,
        symbol: deal.symbol,
        side: deal.side,
        quantity: String(deal.quantity),
        price: String(deal.price),
        liquidity: 'TAKER',
        fee: decimalText(fee),
        feeCurrency: 'USD',
        currency: 'USD',
        realizedPnl: decimalText(realizedPnl.toDecimalPlaces(18)),
        closedQuantity: decimalText(closed),
        balanceAfter: decimalText(balance.toDecimalPlaces(18)),
        positionAfter: {
          side: after.isZero() ? 'FLAT' : after.gt(0) ? 'LONG' : 'SHORT',
          quantity: decimalText(after.abs()),
          averagePrice: after.isZero()
            ? null
            : decimalText(averageAfter(before, signed, deal.price)),
        },
        sequence: index + 1,
        time,
      },
    });
    events.push(valued(`evt_value_${number}`, accountId, balance, time));
  });
  const opening = valued(
    'evt_value_00000',
    accountId,
    initialBalance,
    new Date(openedMs).toISOString(),
  );
  return { opening, events, finalBalance: balance };
};

const averageAfter = (before: Position, signed: Decimal, price: number): Decimal => {
  const after = before.quantity.plus(signed);
  if (after.isZero()) return new Decimal(0);
  if (before.quantity.times(signed).gte(0))
    return before.averagePrice
      .times(before.quantity.abs())
      .plus(signed.abs().times(price))
      .div(after.abs());
  return before.quantity.times(after).gt(0) ? before.averagePrice : new Decimal(price);
};

const valued = (id: string, accountId: string, balance: Decimal, time: string): StoryEvent => {
  const amount = decimalText(balance.toDecimalPlaces(18));
  return {
    id,
    type: 'account.valued',
    payload: { accountId, currency: 'USD', balance: amount, equity: amount, time },
  };
};
