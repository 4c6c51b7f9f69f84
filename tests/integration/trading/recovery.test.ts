import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ServiceDeps } from '../../../foundation/subgraph/service.js';
import type { Trader } from './operations.js';
import { traderOf } from './operations.js';
import type { RunningTrading, TradingOverrides } from './running-trading.js';
import { runTrading } from './running-trading.js';

type TenantDb = ServiceDeps['tenantDb'];
type Moment = 'before the commit' | 'after the commit';

/** A database connection that breaks at one moment of the next transactions, as often as told. */
const breaking = () => {
  let breaks = 0;
  let moment: Moment = 'before the commit';
  const wrap = (real: TenantDb): TenantDb => ({
    ...real,
    async transaction(tenantId, work) {
      if (breaks === 0) return real.transaction(tenantId, work);
      breaks -= 1;
      if (moment === 'after the commit') {
        await real.transaction(tenantId, work);
        throw new Error('the connection broke');
      }
      return real.transaction(tenantId, async (tx) => {
        await work(tx);
        throw new Error('the connection broke');
      });
    },
  });
  return {
    wrap,
    next(at: Moment, times = 1) {
      moment = at;
      breaks = times;
    },
  };
};

const connection = breaking();
const overrides: TradingOverrides = { tenantDb: connection.wrap };
let trading: RunningTrading;
let trader: Trader;

beforeAll(async () => {
  trading = await runTrading(overrides);
});
afterAll(() => trading.close());
beforeEach(async () => {
  trader = traderOf(() => trading, await trading.newTenant());
  await trader.account();
  await trading.quote(['EURUSD', '1.09999', '1.10000']);
});
afterEach(() => connection.next('before the commit', 0));

const limit = (clientOrderId: string, limitPrice = '1.09') => ({
  clientOrderId,
  type: 'LIMIT',
  limitPrice,
});

describe('a restart', () => {
  it('finds resting orders and fills them as if nothing had happened', async () => {
    await trader.place(limit('buy'));
    await trading.restart(overrides);
    await trading.quote(['EURUSD', '1.08990', '1.08995']);
    expect(await trader.order('buy')).toMatchObject({
      status: 'FILLED',
      averageFillPrice: '1.08995',
    });
  });

  it('leaves accounts, positions and histories exactly as they were, three times over', async () => {
    await trader.place({ clientOrderId: 'a', quantity: '30000' });
    await trading.quote(['EURUSD', '1.10123', '1.10131']);
    await trader.place({ clientOrderId: 'b', side: 'SELL', quantity: '7000' });
    await trader.place(limit('c'));
    const before = [await trader.account(), await trader.orders()];
    for (let i = 0; i < 3; i++) {
      await trading.restart(overrides);
      await trading.quote(['EURUSD', '1.10123', '1.10131']);
      expect([await trader.account(), await trader.orders()]).toEqual(before);
    }
    await trader.place({ clientOrderId: 'd', side: 'SELL', quantity: '23000' });
    const position = await trader.position();
    // 7,000 and 23,000 bought at 1.10000 and sold at 1.10123: 36.90, minus 1.32026 of fees.
    expect(position).toMatchObject({ side: 'FLAT', realizedPnl: '35.579262' });
  });

  it('expires on time what was placed for the day before it', async () => {
    await trader.place({ ...limit('day'), timeInForce: 'DAY' });
    await trading.restart(overrides);
    trading.clock.advanceTo(trading.clock.nowMs() + 24 * 3_600_000);
    await trading.quote(['EURUSD', '1.08000', '1.08001']);
    expect((await trader.order('day'))?.status).toBe('EXPIRED');
  });

  it('keeps the idempotency keys', async () => {
    const { order } = await trader.place({ clientOrderId: 'k' });
    await trading.restart(overrides);
    expect((await trader.place({ clientOrderId: 'k' })).order?.id).toBe(order?.id);
    expect((await trader.position())?.quantity).toBe('10000');
  });
});

describe('a connection that breaks', () => {
  it.each<Moment>(['before the commit', 'after the commit'])(
    '%s costs an answer, and the repeat makes exactly one order',
    async (moment) => {
      connection.next(moment);
      await expect(trader.place({ clientOrderId: 'k' })).rejects.toThrow('INTERNAL_SERVER_ERROR');
      const { order } = await trader.place({ clientOrderId: 'k' });
      expect(order?.status).toBe('FILLED');
      expect((await trader.orders()).totalCount).toBe(1);
      expect((await trader.position())?.quantity).toBe('10000');
      expect((await trader.account()).balance).toBe('99999.78');
    },
  );

  it.each<Moment>(['before the commit', 'after the commit'])(
    '%s of a fill loses none and doubles none: the next quote finds the truth',
    async (moment) => {
      await trader.place(limit('buy'));
      connection.next(moment);
      await trading.quote(['EURUSD', '1.08000', '1.08001']);
      await trading.quote(['EURUSD', '1.08000', '1.08001']);
      expect((await trader.order('buy'))?.fills).toHaveLength(1);
      expect((await trader.position())?.quantity).toBe('10000');
    },
  );

  it('writes nothing in part: no order without its history, no fill without its position', async () => {
    connection.next('before the commit', 3);
    for (let i = 0; i < 3; i++)
      await expect(trader.place({ clientOrderId: `k${i}` })).rejects.toThrow('INTERNAL');
    await trading.database.tenantDb.withTenant(trader.tenantId, async (db) => {
      expect(await db.order.count()).toBe(0);
      expect(await db.orderEvent.count()).toBe(0);
      expect(await db.fill.count()).toBe(0);
      expect(await db.position.count()).toBe(0);
    });
  });
});

describe('a second writer', () => {
  it('is noticed: the decision is made again on what the other one left', async () => {
    await trader.place(limit('rest'));
    // Another process moves the account on.
    await trading.database.tenantDb.withTenant(trader.tenantId, async (db) => {
      await db.account.update({
        where: { id: trader.accountId },
        data: { tradingState: 'HALTED', version: { increment: 1 } },
      });
    });
    expect((await trader.place({ clientOrderId: 'k' })).order?.denialReason).toBe('TRADING_HALTED');
  });
});

describe('what was committed', () => {
  it('is told to the others once each, in order, even when the engine stopped before it told them', async () => {
    await trader.place({ clientOrderId: 'a' });
    await trader.place({ clientOrderId: 'b', side: 'SELL' });
    await trading.restart(overrides);
    await trading.settleEvents(trader.tenantId);
    const told = trading.heardOf(trader.accountId);
    expect(new Set(told.map((event) => event.id)).size).toBe(told.length);
    expect(told.map((event) => event.type)).toEqual([
      'account.opened',
      'account.valued',
      ...['order.submitted', 'order.accepted', 'order.filled', 'fill.recorded', 'account.valued'],
      ...['order.submitted', 'order.accepted', 'order.filled', 'fill.recorded', 'account.valued'],
    ]);
  });
});
