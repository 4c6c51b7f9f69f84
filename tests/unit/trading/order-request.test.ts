import { describe, expect, it } from '@jest/globals';
import { DomainError, InputFaults } from '../../../foundation/errors/domain-error.js';
import { fingerprintOf, readOrderTerms } from '../../../subgraphs/trading/orders/order-request.js';
import { d } from './builders.js';

const request = {
  clientOrderId: 'my-order-1',
  symbol: 'EURUSD',
  side: 'BUY',
  type: 'MARKET',
  quantity: d(10_000),
};
const limit = { ...request, type: 'LIMIT', limitPrice: d('1.1') };
const stop = { ...request, type: 'STOP_MARKET', stopPrice: d('1.1') };

const faultsOf = (input: unknown): string[] => {
  try {
    readOrderTerms(input);
    return [];
  } catch (error) {
    if (error instanceof InputFaults)
      return error.faults.map((fault) => `${fault.code} ${fault.inputPath?.join('.') ?? ''}`);
    throw error;
  }
};

describe('a request for an order', () => {
  it.each([
    ['an empty key', { ...request, clientOrderId: '' }, 'clientOrderId'],
    ['a key with a space', { ...request, clientOrderId: 'my order' }, 'clientOrderId'],
    ['a key of 65 characters', { ...request, clientOrderId: 'x'.repeat(65) }, 'clientOrderId'],
    ['a key in another script', { ...request, clientOrderId: 'заказ' }, 'clientOrderId'],
    ['no quantity', { ...request, quantity: undefined }, 'quantity'],
    ['a quantity of zero', { ...request, quantity: d(0) }, 'quantity'],
    ['a negative quantity', { ...request, quantity: d(-1) }, 'quantity'],
    ['an endless quantity', { ...request, quantity: d('1e15') }, 'quantity'],
    ['a quantity of too many digits', { ...request, quantity: d('1.0000000000001') }, 'quantity'],
    ['a market order with a limit', { ...request, limitPrice: d(1) }, 'limitPrice'],
    ['a market order with a stop', { ...request, stopPrice: d(1) }, 'stopPrice'],
    ['a limit order without a limit', { ...limit, limitPrice: null }, 'limitPrice'],
    ['a limit of zero', { ...limit, limitPrice: d(0) }, 'limitPrice'],
    ['a stop order without a stop', { ...stop, stopPrice: undefined }, 'stopPrice'],
    ['a stop order that cannot wait', { ...stop, timeInForce: 'IOC' }, 'timeInForce'],
    ['a stop-limit order without a limit', { ...stop, type: 'STOP_LIMIT' }, 'limitPrice'],
    ['an unknown type', { ...request, type: 'ICEBERG' }, 'type'],
    ['an unknown side', { ...request, side: 'HOLD' }, 'side'],
    ['no symbol', { ...request, symbol: '' }, 'symbol'],
  ])('is refused with %s, naming the field', (_what, input, field) => {
    expect(faultsOf(input)).toContain(`INVALID_INPUT input.${field}`);
  });

  it('is told of every fault at once', () => {
    const faults = faultsOf({ ...request, quantity: d(0), clientOrderId: '' });
    expect(faults).toEqual(['INVALID_INPUT input.clientOrderId', 'INVALID_INPUT input.quantity']);
  });

  it('takes the usual time in force when it names none', () => {
    expect(readOrderTerms(request).timeInForce).toBe('IOC');
    expect(readOrderTerms(limit).timeInForce).toBe('GTC');
    expect(readOrderTerms({ ...limit, timeInForce: 'DAY' }).timeInForce).toBe('DAY');
  });

  it('is the same request however its numbers and defaults are written', () => {
    const same = {
      ...limit,
      quantity: d('10000.00'),
      limitPrice: d('1.10000'),
      timeInForce: 'GTC',
    };
    const print = (input: unknown) => fingerprintOf(readOrderTerms(input));
    expect(print(same)).toBe(print(limit));
    expect(print({ ...limit, limitPrice: d('1.10001') })).not.toBe(print(limit));
    expect(print({ ...limit, side: 'SELL' })).not.toBe(print(limit));
  });

  it('throws a fault that mutations can answer', () => {
    expect(() => readOrderTerms({})).toThrow(DomainError);
  });
});
