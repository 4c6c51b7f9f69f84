import { describe, expect, it } from '@jest/globals';
import type { AccountState } from '../../../subgraphs/trading/accounts/account.js';
import { placeOrder } from '../../../subgraphs/trading/engine/place-order.js';
import { KeyedMutex } from '../../../subgraphs/trading/engine/keyed-mutex.js';
import { RestingOrders } from '../../../subgraphs/trading/engine/resting-orders.js';
import { d, deskWith, draftOf, openedAccount, quote, terms } from './builders.js';

const desk = deskWith();

const ref = (accountId: string) => ({ tenantId: 'ten_a', accountId });

/** An account with one buy limit for each price. */
const waiting = (...prices: string[]): AccountState => {
  const draft = draftOf();
  for (const price of prices)
    placeOrder(draft, terms({ type: 'LIMIT', limitPrice: d(price) }), desk);
  return draft.state;
};

describe('resting orders', () => {
  const reached = (orders: RestingOrders, symbol: string, ask: string) =>
    orders.takeReached(quote(symbol, '0.5', ask));

  it('are reached by quotes of their symbol at their price, together per account', () => {
    const orders = new RestingOrders();
    orders.observe(ref('acc_1'), waiting('1.05', '1.06', '1.07'));
    orders.observe(ref('acc_2'), waiting('1.05'));
    expect(reached(orders, 'GBPUSD', '1.0')).toEqual([]);
    expect(reached(orders, 'EURUSD', '1.08')).toEqual([]);
    const found = reached(orders, 'EURUSD', '1.06');
    expect(found.map(({ ref: of, orderIds }) => [of.accountId, orderIds.length])).toEqual([
      ['acc_1', 2],
    ]);
  });

  it('are handed out once until they are released', () => {
    const orders = new RestingOrders();
    orders.observe(ref('acc_1'), waiting('1.05'));
    const [first] = reached(orders, 'EURUSD', '1.0');
    expect(first?.orderIds).toHaveLength(1);
    expect(reached(orders, 'EURUSD', '1.0')).toEqual([]);
    orders.release(first?.orderIds ?? []);
    expect(reached(orders, 'EURUSD', '1.0')).toHaveLength(1);
  });

  it('are forgotten when their account has none any more', () => {
    const orders = new RestingOrders();
    orders.observe(ref('acc_1'), waiting('1.05'));
    orders.observe(ref('acc_1'), openedAccount());
    expect(reached(orders, 'EURUSD', '1.0')).toEqual([]);
  });
});

describe('the mutex', () => {
  it('runs the work of one key in turn, also after a failure, and other keys side by side', async () => {
    const mutex = new KeyedMutex();
    const log: string[] = [];
    const work = (name: string) => async () => {
      log.push(`${name} begins`);
      await new Promise(setImmediate);
      log.push(`${name} ends`);
      if (name === 'a1') throw new Error(name);
    };
    const first = mutex.run('a', work('a1'));
    const others = [mutex.run('a', work('a2')), mutex.run('b', work('b1'))];
    await expect(first).rejects.toThrow('a1');
    await Promise.all(others);
    await mutex.idle();
    expect(log.indexOf('a2 begins')).toBeGreaterThan(log.indexOf('a1 ends'));
    expect(log.indexOf('b1 begins')).toBeLessThan(log.indexOf('a1 ends'));
  });
});
