import { describe, expect, it } from '@jest/globals';
import { Decimal } from '../../../foundation/money/decimal.js';
import { closedTrades } from '../../../foundation/performance/closed-trade.js';
import type { Fill } from '../../../foundation/performance/closed-trade.js';

const start = Date.parse('2026-03-02T09:00:00.000Z');

/** The fields that matter to a trade; the rest is filled in. */
const fill = (
  sequence: number,
  given: {
    quantity: number;
    closed: number;
    pnl: number;
    fee?: number;
    ends?: boolean;
    by?: string;
  },
): Fill => ({
  fillId: `fil_${sequence}`,
  accountId: 'acc_1',
  sequence,
  symbol: 'XAUUSD',
  strategyId: given.by ?? null,
  time: new Date(start + sequence * 60_000),
  quantity: new Decimal(given.quantity),
  closedQuantity: new Decimal(given.closed),
  realizedPnl: new Decimal(given.pnl),
  fee: new Decimal(given.fee ?? 0),
  endsPosition: given.ends ?? false,
});

const summary = (fills: readonly Fill[]) =>
  closedTrades(fills).map((trade) => [
    trade.closingFillId,
    trade.strategyId,
    trade.netPnl.toString(),
    trade.fees.toString(),
  ]);

describe('closed trades', () => {
  it('are none while the position is open', () => {
    expect(summary([fill(1, { quantity: 2, closed: 0, pnl: 0 })])).toEqual([]);
  });

  it('gather scaling in and partial exits in one trade, net of all fees', () => {
    expect(
      summary([
        fill(1, { quantity: 1, closed: 0, pnl: 0, fee: 1, by: 'str_a' }),
        fill(2, { quantity: 1, closed: 0, pnl: 0, fee: 1 }),
        fill(3, { quantity: 1, closed: 1, pnl: 10, fee: 1 }),
        fill(4, { quantity: 1, closed: 1, pnl: -4, fee: 1, ends: true }),
      ]),
    ).toEqual([['fil_4', 'str_a', '2', '4']]);
  });

  it('belong to the strategy that opened the position, whoever closes it', () => {
    expect(
      summary([
        fill(1, { quantity: 1, closed: 0, pnl: 0, by: 'str_a' }),
        fill(2, { quantity: 1, closed: 1, pnl: 5, ends: true, by: 'str_b' }),
      ]),
    ).toEqual([['fil_2', 'str_a', '5', '0']]);
  });

  it('split the fee of a fill that turns the position between the old trade and the new', () => {
    // 100 bought, 150 sold, 50 bought back: the flip of the trading anchors.
    expect(
      summary([
        fill(1, { quantity: 100, closed: 0, pnl: 0, fee: 3, by: 'str_a' }),
        fill(2, { quantity: 150, closed: 100, pnl: 500, fee: 3, ends: true, by: 'str_b' }),
        fill(3, { quantity: 50, closed: 50, pnl: 150, fee: 3, ends: true }),
      ]),
    ).toEqual([
      ['fil_2', 'str_a', '495', '5'],
      ['fil_3', 'str_b', '146', '4'],
    ]);
  });

  it('know when the position was opened and closed', () => {
    const [trade] = closedTrades([
      fill(1, { quantity: 1, closed: 0, pnl: 0 }),
      fill(2, { quantity: 1, closed: 1, pnl: 5, ends: true }),
    ]);
    expect(trade?.openedAt).toEqual(new Date('2026-03-02T09:01:00.000Z'));
    expect(trade?.closedAt).toEqual(new Date('2026-03-02T09:02:00.000Z'));
  });
});
