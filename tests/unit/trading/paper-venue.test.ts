import { describe, expect, it } from '@jest/globals';
import type { OrderTerms } from '../../../subgraphs/trading/orders/order.js';
import {
  showQuoteToPaperVenue,
  submitToPaperVenue,
} from '../../../subgraphs/trading/venue/paper-venue.js';
import { d, order, quote } from './builders.js';

/** Reports as short words, such as `EXECUTED 1.1 TAKER`. */
const words = (reports: ReturnType<typeof submitToPaperVenue>): string[] =>
  reports.map((report) => {
    if (report.type === 'EXECUTED') return `EXECUTED ${report.price.toFixed()} ${report.liquidity}`;
    return 'reason' in report ? `${report.type} ${report.reason}` : report.type;
  });

const submit = (changes: Partial<OrderTerms>, bid: string, ask: string) =>
  words(submitToPaperVenue(order(changes), quote('EURUSD', bid, ask)));
const show = (changes: Partial<OrderTerms>, bid: string, ask: string, isTriggered = false) =>
  words(showQuoteToPaperVenue({ ...order(changes), isTriggered }, quote('EURUSD', bid, ask)));

const buyLimit = { type: 'LIMIT' as const, limitPrice: d('1.1') };
const sellLimit = { ...buyLimit, side: 'SELL' as const };

describe('orders that arrive at the paper venue', () => {
  it('buy at the ask and sell at the bid', () => {
    expect(submit({}, '1.0', '1.1')).toEqual(['ACCEPTED', 'EXECUTED 1.1 TAKER']);
    expect(submit({ side: 'SELL' }, '1.0', '1.1')).toEqual(['ACCEPTED', 'EXECUTED 1 TAKER']);
  });

  it('fill at the quote when the limit allows more, never at the limit', () => {
    expect(submit(buyLimit, '1.0', '1.05')).toEqual(['ACCEPTED', 'EXECUTED 1.05 TAKER']);
    expect(submit(sellLimit, '1.15', '1.2')).toEqual(['ACCEPTED', 'EXECUTED 1.15 TAKER']);
  });

  it('fill exactly at the limit and rest one tick beyond it', () => {
    expect(submit(buyLimit, '1.0', '1.10000')).toEqual(['ACCEPTED', 'EXECUTED 1.1 TAKER']);
    expect(submit(buyLimit, '1.0', '1.10001')).toEqual(['ACCEPTED']);
    expect(submit(sellLimit, '1.10000', '1.2')).toEqual(['ACCEPTED', 'EXECUTED 1.1 TAKER']);
    expect(submit(sellLimit, '1.09999', '1.2')).toEqual(['ACCEPTED']);
  });

  it.each(['IOC', 'FOK'] as const)(
    'are cancelled instead of resting when they are %s',
    (timeInForce) => {
      expect(submit({ ...buyLimit, timeInForce }, '1.1', '1.2')).toEqual([
        'ACCEPTED',
        'CANCELED NOT_MARKETABLE',
      ]);
      expect(submit({ ...buyLimit, timeInForce }, '1.0', '1.1')).toEqual([
        'ACCEPTED',
        'EXECUTED 1.1 TAKER',
      ]);
    },
  );

  it('are rejected when their stop is reached already', () => {
    const stop = { type: 'STOP_MARKET' as const, stopPrice: d('1.1') };
    expect(submit(stop, '1.0', '1.09')).toEqual(['ACCEPTED']);
    expect(submit(stop, '1.0', '1.1')).toEqual(['REJECTED STOP_ALREADY_REACHED']);
    expect(submit({ ...stop, side: 'SELL' }, '1.1', '1.2')).toEqual([
      'REJECTED STOP_ALREADY_REACHED',
    ]);
  });
});

describe('orders that rest at the paper venue', () => {
  it('fill at the quote that reaches their limit, as makers', () => {
    expect(show(buyLimit, '1.09', '1.11')).toEqual([]);
    expect(show(buyLimit, '1.09', '1.1')).toEqual(['EXECUTED 1.1 MAKER']);
    expect(show(buyLimit, '0.9', '0.95')).toEqual(['EXECUTED 0.95 MAKER']);
    expect(show(sellLimit, '1.1', '1.2')).toEqual(['EXECUTED 1.1 MAKER']);
    expect(show(sellLimit, '1.09', '1.2')).toEqual([]);
  });

  it('trigger a stop at the ask for a buy and at the bid for a sell, and fill at the gap', () => {
    const stop = { type: 'STOP_MARKET' as const, stopPrice: d('1.1') };
    expect(show(stop, '1.1', '1.0999')).toEqual([]);
    expect(show(stop, '1.25', '1.3')).toEqual(['TRIGGERED', 'EXECUTED 1.3 TAKER']);
    expect(show({ ...stop, side: 'SELL' }, '0.9', '1.0')).toEqual([
      'TRIGGERED',
      'EXECUTED 0.9 TAKER',
    ]);
  });

  it('wait for the limit once a stop-limit is triggered', () => {
    const stopLimit = { type: 'STOP_LIMIT' as const, stopPrice: d('1.1'), limitPrice: d('1.12') };
    expect(show(stopLimit, '1.1', '1.11')).toEqual(['TRIGGERED', 'EXECUTED 1.11 TAKER']);
    expect(show(stopLimit, '1.2', '1.3')).toEqual(['TRIGGERED']);
    expect(show(stopLimit, '1.2', '1.3', true)).toEqual([]);
    expect(show(stopLimit, '1.0', '1.05', true)).toEqual(['EXECUTED 1.05 MAKER']);
  });
});
