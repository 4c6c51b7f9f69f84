import { describe, expect, it } from '@jest/globals';
import type { Decimal } from '../../../foundation/money/decimal.js';
import { zero } from '../../../foundation/money/decimal.js';
import {
  averagePrice,
  changePosition,
  flatPosition,
  positionSide,
  unrealizedInQuote,
} from '../../../subgraphs/trading/positions/position.js';
import { d } from './builders.js';

type Trade = [side: 'BUY' | 'SELL', quantity: number, price: number];

/** Books the trades one after the other at a fee of `feeRate` of their value. */
const book = (trades: readonly Trade[], feeRate = zero) => {
  let position = flatPosition('pos_1', 'acc_1', 'EURUSD');
  let realized = zero;
  let fees: Decimal = zero;
  for (const [side, quantity, price] of trades) {
    const change = changePosition(position, { side, quantity: d(quantity), price: d(price) });
    position = { ...position, ...change };
    realized = realized.plus(change.realizedInQuote);
    fees = fees.plus(d(quantity).times(price).times(feeRate));
  }
  return { position, realized, net: realized.minus(fees) };
};

describe('a netting position', () => {
  it("gives Trading Technologies' published figures for partial closes with fees", () => {
    const { position, net } = book(
      [
        ['BUY', 12, 100],
        ['BUY', 17, 99],
        ['SELL', 9, 101],
        ['SELL', 4, 105],
        ['BUY', 3, 103],
      ],
      d('0.0001'),
    );
    expect(position.signedQuantity.toFixed()).toBe('19');
    expect(averagePrice(position)?.toFixed(14)).toBe('99.98003629764065');
    expect(net.toFixed(8)).toBe('36.16858966');
  });

  it('realises 650 when a long of 100 at 50 is flipped at 55 and bought back at 52', () => {
    const { position, realized } = book([
      ['BUY', 100, 50],
      ['SELL', 150, 55],
      ['BUY', 50, 52],
    ]);
    expect(realized.toFixed()).toBe('650');
    expect(positionSide(position)).toBe('FLAT');
    expect(averagePrice(position)).toBeNull();
    expect(position.openCost.toFixed()).toBe('0');
  });

  it('starts anew at the price that flipped it', () => {
    const { position } = book([
      ['BUY', 100, 50],
      ['SELL', 150, 55],
    ]);
    expect(positionSide(position)).toBe('SHORT');
    expect(position.signedQuantity.toFixed()).toBe('-50');
    expect(averagePrice(position)?.toFixed()).toBe('55');
  });

  it('gains on a short when the price falls', () => {
    const { position, realized } = book([
      ['SELL', 10, 100],
      ['BUY', 4, 90],
    ]);
    expect(realized.toFixed()).toBe('40');
    expect(averagePrice(position)?.toFixed()).toBe('100');
    expect(unrealizedInQuote(position, d(95)).toFixed()).toBe('30');
  });

  it('tells how much of an execution closed something', () => {
    const held = { signedQuantity: d(10), openCost: d(1_000) };
    const closed = (side: 'BUY' | 'SELL', quantity: number) =>
      changePosition(held, { side, quantity: d(quantity), price: d(100) }).closedQuantity.toFixed();
    expect(closed('BUY', 5)).toBe('0');
    expect(closed('SELL', 4)).toBe('4');
    expect(closed('SELL', 25)).toBe('10');
  });
});
