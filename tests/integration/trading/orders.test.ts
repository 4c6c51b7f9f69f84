import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { tenantCreatedType } from '../../../foundation/events/tenant-events.js';
import type { Trader } from './operations.js';
import { traderOf } from './operations.js';
import type { RunningTrading } from './running-trading.js';
import { runTrading } from './running-trading.js';

let trading: RunningTrading;
let trader: Trader;

beforeAll(async () => {
  trading = await runTrading();
});
afterAll(() => trading.close());
beforeEach(async () => {
  trader = traderOf(() => trading, await trading.newTenant());
  await trading.quote(['EURUSD', '1.09999', '1.10000'], ['USDJPY', '149.999', '150.001']);
});

describe('the paper account', () => {
  it('is there from the first question on, with 100,000 US dollars', async () => {
    expect(await trader.account()).toMatchObject({
      id: trader.accountId,
      name: 'Paper account',
      venue: 'PAPER',
      currency: 'USD',
      balance: '100000',
      equity: '100000',
      marginUsed: '0',
      freeMargin: '100000',
      tradingState: 'ACTIVE',
      positions: [],
    });
  });

  it('is opened once when the tenant is created, however often that is told', async () => {
    const { tenantId, accountId } = trader;
    const event = {
      id: `evt_${tenantId}`,
      type: tenantCreatedType,
      tenantId,
      key: tenantId,
      occurredAt: '2026-03-04T12:00:00.000Z',
      payload: {},
    };
    await trading.bus.publish([event]);
    await trading.bus.publish([event]);
    await Promise.all([trader.account(), trader.account()]);
    await trading.database.tenantDb.withTenant(tenantId, async (db) => {
      expect(await db.account.count()).toBe(1);
    });
    await trading.settleEvents(tenantId);
    expect(trading.heardOf(accountId).map((told) => told.type)).toEqual([
      'account.opened',
      'account.valued',
    ]);
  });

  it('takes orders before anybody has asked for it', async () => {
    const { order, userErrors } = await trader.place({ clientOrderId: 'first' });
    expect(userErrors).toEqual([]);
    expect(order?.status).toBe('FILLED');
  });
});

describe('a market order', () => {
  it('fills at the ask, opens a position, costs a fee and leaves its history', async () => {
    const { order } = await trader.place({ clientOrderId: 'my-order-1' });
    expect(order).toMatchObject({
      clientOrderId: 'my-order-1',
      status: 'FILLED',
      quantity: '10000',
      filledQuantity: '10000',
      averageFillPrice: '1.1',
      denialReason: null,
      fills: [
        { quantity: '10000', price: '1.1', fee: '0.22', liquidity: 'TAKER', realizedPnl: '0' },
      ],
    });
    expect(order?.events.map(({ sequence, type }) => `${sequence} ${type}`)).toEqual([
      '1 INITIALIZED',
      '2 SUBMITTED',
      '3 ACCEPTED',
      '4 FILLED',
    ]);
    expect(await trader.account()).toMatchObject({
      balance: '99999.78',
      // Closing it at the bid would lose one point, 0.10 USD.
      equity: '99999.68',
      // 11,000 USD at a leverage of 30.
      marginUsed: '366.66666667',
      freeMargin: '99633.01333333',
      positions: [
        {
          instrument: { symbol: 'EURUSD' },
          side: 'LONG',
          quantity: '10000',
          averagePrice: '1.1',
          unrealizedPnl: '-0.1',
          realizedPnl: '-0.22',
          fees: '0.22',
        },
      ],
    });
  });

  it('realises profit in the currency of the account', async () => {
    await trader.place({ clientOrderId: 'a', symbol: 'USDJPY' });
    await trading.quote(['USDJPY', '151', '151.002']);
    const { order } = await trader.place({ clientOrderId: 'b', symbol: 'USDJPY', side: 'SELL' });
    expect(order?.fills[0]?.realizedPnl).toBe('66.15850226');
    expect(await trader.position('USDJPY')).toMatchObject({
      side: 'FLAT',
      averagePrice: null,
      unrealizedPnl: '0',
    });
  });

  it('is denied, kept and told about when there is no fresh price', async () => {
    trading.clock.advanceBy(30_001);
    const { order, userErrors } = await trader.place({ clientOrderId: 'late' });
    expect(userErrors).toEqual([]);
    expect(order).toMatchObject({ status: 'DENIED', denialReason: 'NO_FRESH_PRICE', fills: [] });
    expect(order?.events.at(-1)).toMatchObject({ type: 'DENIED', reason: 'NO_FRESH_PRICE' });
    expect((await trader.orders({ status: ['DENIED'] })).totalCount).toBe(1);
  });
});

describe('the idempotency key of an order', () => {
  it('gives the same order for the same request, whatever became of it since', async () => {
    const limit = { clientOrderId: 'k', type: 'LIMIT', limitPrice: '1.05' };
    const first = await trader.place(limit);
    const again = await trader.place({ ...limit, limitPrice: '1.0500', timeInForce: 'GTC' });
    expect(again.order?.id).toBe(first.order?.id);
    await trader.cancel(first.order?.id ?? '');
    expect((await trader.place(limit)).order).toMatchObject({
      id: first.order?.id,
      status: 'CANCELED',
    });
    expect((await trader.orders()).totalCount).toBe(1);
  });

  it('is refused for another request, and the first order stays as it is', async () => {
    await trader.place({ clientOrderId: 'k' });
    const { order, userErrors } = await trader.place({ clientOrderId: 'k', quantity: '20000' });
    expect(order).toBeNull();
    expect(userErrors).toMatchObject([
      { code: 'IDEMPOTENCY_MISMATCH', path: ['input', 'clientOrderId'] },
    ]);
    expect((await trader.position())?.quantity).toBe('10000');
  });

  it('makes one order of many requests at the same time', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => trader.place({ clientOrderId: 'storm' })),
    );
    expect(new Set(answers.map(({ order }) => order?.id)).size).toBe(1);
    expect((await trader.position())?.quantity).toBe('10000');
  });

  it('is free again on another account', async () => {
    const other = traderOf(() => trading, await trading.newTenant());
    await trader.place({ clientOrderId: 'k' });
    expect((await other.place({ clientOrderId: 'k', quantity: '20000' })).order?.status).toBe(
      'FILLED',
    );
  });
});

describe('an order that rests', () => {
  it('fills when a quote reaches its limit, at that quote, as a maker', async () => {
    await trader.place({ clientOrderId: 'buy', type: 'LIMIT', limitPrice: '1.09' });
    await trading.quote(['EURUSD', '1.09000', '1.09001']);
    expect((await trader.order('buy'))?.status).toBe('ACCEPTED');
    await trading.quote(['EURUSD', '1.08990', '1.08995']);
    expect(await trader.order('buy')).toMatchObject({
      status: 'FILLED',
      averageFillPrice: '1.08995',
      fills: [{ price: '1.08995', liquidity: 'MAKER' }],
    });
  });

  it('sees every quote of a burst, also the one that the next takes back', async () => {
    await trader.place({ clientOrderId: 'buy', type: 'LIMIT', limitPrice: '1.09' });
    await trading.quote(
      ['EURUSD', '1.09500', '1.09501'],
      ['EURUSD', '1.08999', '1.09000'],
      ['EURUSD', '1.09500', '1.09501'],
    );
    expect(await trader.order('buy')).toMatchObject({ status: 'FILLED', averageFillPrice: '1.09' });
  });

  it('is filled once however many quotes reach it before that is committed', async () => {
    await trader.place({ clientOrderId: 'buy', type: 'LIMIT', limitPrice: '1.09' });
    await Promise.all(
      Array.from({ length: 50 }, () => trading.quote(['EURUSD', '1.08000', '1.08001'])),
    );
    expect((await trader.order('buy'))?.fills).toHaveLength(1);
    expect((await trader.position())?.quantity).toBe('10000');
  });

  it('is left alone by quotes that cannot be traded on', async () => {
    await trader.place({ clientOrderId: 'buy', type: 'LIMIT', limitPrice: '1.09' });
    await trading.quote(['EURUSD', '1.08000', '1.07000'], ['EURUSD', '0', '0']);
    expect((await trader.order('buy'))?.status).toBe('ACCEPTED');
  });

  it('triggers a stop and fills at the gap', async () => {
    await trader.place({ clientOrderId: 'in' });
    await trader.place({
      clientOrderId: 'stop',
      side: 'SELL',
      type: 'STOP_MARKET',
      stopPrice: '1.09',
    });
    await trading.quote(['EURUSD', '1.08000', '1.08010']);
    const stop = await trader.order('stop');
    expect(stop?.events.map(({ type }) => type)).toEqual([
      'INITIALIZED',
      'SUBMITTED',
      'ACCEPTED',
      'TRIGGERED',
      'FILLED',
    ]);
    expect(stop?.averageFillPrice).toBe('1.08');
    expect((await trader.position())?.side).toBe('FLAT');
  });

  it('expires at the end of its day, on time, and cannot be filled from then on', async () => {
    await trader.place({
      clientOrderId: 'day',
      type: 'LIMIT',
      limitPrice: '1.09',
      timeInForce: 'DAY',
    });
    trading.clock.advanceTo(Date.parse('2026-03-04T21:59:59.999Z'));
    expect((await trader.order('day'))?.status).toBe('ACCEPTED');
    trading.clock.advanceBy(1);
    await trading.quote(['EURUSD', '1.08000', '1.08001']);
    expect(await trader.order('day')).toMatchObject({ status: 'EXPIRED', fills: [] });
  });
});

describe('changing an order', () => {
  it('cancels it once, and gives the same answer when asked again', async () => {
    const { order } = await trader.place({ clientOrderId: 'x', type: 'LIMIT', limitPrice: '1.05' });
    const cancelled = await trader.cancel(order?.id ?? '');
    expect(cancelled.order?.status).toBe('CANCELED');
    expect(await trader.cancel(order?.id ?? '')).toEqual(cancelled);
    await trading.quote(['EURUSD', '1.00000', '1.00001']);
    expect((await trader.order('x'))?.status).toBe('CANCELED');
  });

  it('replaces quantity and limit, and fills at once when that makes it marketable', async () => {
    const { order } = await trader.place({ clientOrderId: 'x', type: 'LIMIT', limitPrice: '1.05' });
    const orderId = order?.id ?? '';
    const changed = await trader.replace({ orderId, quantity: '20000', limitPrice: '1.0850' });
    expect(changed.order).toMatchObject({
      status: 'ACCEPTED',
      quantity: '20000',
      limitPrice: '1.085',
    });
    await trading.quote(['EURUSD', '1.08990', '1.09000']);
    expect((await trader.order('x'))?.status).toBe('ACCEPTED');
    const filled = await trader.replace({ orderId, limitPrice: '1.0900' });
    expect(filled.order).toMatchObject({ status: 'FILLED', averageFillPrice: '1.09' });
  });

  it('halts an account: everything open is cancelled, nothing new passes, repeats change nothing', async () => {
    await trader.place({ clientOrderId: 'in' });
    await trader.place({ clientOrderId: 'x', type: 'LIMIT', limitPrice: '1.05' });
    const halted = await trader.setState('HALTED', true);
    expect(halted).toMatchObject({
      account: { tradingState: 'HALTED' },
      cancelledOrders: [{ status: 'CANCELED' }],
      flattenOrders: [{ status: 'FILLED' }],
    });
    expect((await trader.place({ clientOrderId: 'y' })).order?.denialReason).toBe('TRADING_HALTED');
    expect((await trader.setState('HALTED', true)).flattenOrders).toEqual([]);
    expect((await trader.position())?.side).toBe('FLAT');
    expect((await trader.setState('ACTIVE')).account?.tradingState).toBe('ACTIVE');
  });
});

describe('the list of orders', () => {
  it('pages from the newest to the oldest without losing one to new arrivals', async () => {
    for (let i = 1; i <= 5; i++) await trader.place({ clientOrderId: `o${i}`, quantity: '1000' });
    const first = await trader.orders({ first: 2 });
    await trader.place({ clientOrderId: 'new', quantity: '1000' });
    const second = await trader.orders({ first: 2, after: first.pageInfo.endCursor });
    const third = await trader.orders({ first: 2, after: second.pageInfo.endCursor });
    const seen = [first, second, third].flatMap(({ edges }) =>
      edges.map(({ node }) => node.clientOrderId),
    );
    expect(seen).toEqual(['o5', 'o4', 'o3', 'o2', 'o1']);
    expect(third.pageInfo.hasNextPage).toBe(false);
  });

  it('takes a page of 1 to 100 and only its own cursors', async () => {
    const codeOf = async (variables: Record<string, unknown>) => {
      const query =
        'query ($id: ID!, $first: Int, $after: String) { orders(accountId: $id, first: $first, after: $after) { nodes { id } } }';
      const answer = await trading.ask(trader.tenantId, query, {
        id: trader.accountId,
        ...variables,
      });
      return answer.errors?.[0]?.extensions.code;
    };
    expect(await codeOf({ first: 0 })).toBe('INVALID_INPUT');
    expect(await codeOf({ first: 101 })).toBe('INVALID_INPUT');
    expect(await codeOf({ first: 1, after: '%%%' })).toBe('INVALID_INPUT');
    expect(await codeOf({ first: 100 })).toBeUndefined();
  });

  it('reads fills and histories of a page at once', async () => {
    for (let i = 1; i <= 10; i++) await trader.place({ clientOrderId: `o${i}`, quantity: '1000' });
    // The page, its count, all fills, all histories.
    expect(await trading.countReads(() => trader.orders())).toBe(4);
  });
});
