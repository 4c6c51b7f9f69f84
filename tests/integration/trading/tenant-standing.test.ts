import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  tenantDeletionRequestedType,
  tenantReactivatedType,
  tenantSuspendedType,
} from '../../../foundation/events/tenant-events.js';
import type { Trader } from './operations.js';
import { traderOf } from './operations.js';
import type { RunningTrading } from './running-trading.js';
import { runTrading } from './running-trading.js';

let trading: RunningTrading;
let trader: Trader;
let told = 0;

const history = [1.1, 1.099, 1.098, 1.097, 1.096, 1.095, 1.094, 1.093].map((close, openTimeMs) => ({
  ...{ openTimeMs, close },
}));
const candles = { lastClosed: () => Promise.resolve(history) };

beforeEach(async () => {
  trading = await runTrading({ candles });
  trader = traderOf(() => trading, await trading.newTenant());
  await trading.quote(['EURUSD', '1.09999', '1.10000']);
  const { strategy } = await trader.createStrategy();
  await trader.startStrategy(strategy?.id ?? '');
});
afterEach(() => trading.close());

/** What tenants does: it writes the status down and tells of it. */
const becomes = async (status: string, type: string): Promise<void> => {
  const { tenantId: id } = trader;
  const now = new Date(trading.clock.nowMs());
  const standing = {
    status,
    suspendedAt: status === 'SUSPENDED' ? now : null,
    suspensionReason: status === 'SUSPENDED' ? 'unpaid' : null,
  };
  await trading.database.platformDb.client.tenant.upsert({
    where: { id },
    create: {
      ...{ id, slug: 'acme', name: 'Acme', baseCurrency: 'USD', createdAt: now },
      ...standing,
    },
    update: standing,
  });
  await trading.bus.publish([
    {
      id: `evt_standing_${(told += 1)}`,
      ...{ type, tenantId: id, key: id, payload: {} },
      occurredAt: now.toISOString(),
    },
  ]);
};

const closes = async (...prices: number[]): Promise<void> => {
  for (const price of prices) {
    trading.clock.advanceBy(60_000);
    await trading.quote(['EURUSD', (price - 0.00001).toFixed(5), price.toFixed(5)]);
    await trading.candle('EURUSD', trading.clock.nowMs() - 60_000, price.toFixed(5));
  }
};
const crossUp = () => closes(1.096, 1.1, 1.104, 1.108);
const crossDown = () => closes(1.1, 1.09, 1.08, 1.07);
const ordersOf = async () =>
  (await trader.orders()).edges.map(({ node }) => `${node.side} ${node.status}`).reverse();

describe('the strategies of a tenant', () => {
  it('emit nothing while it is suspended, also after a restart, and go on when it is active', async () => {
    await becomes('SUSPENDED', tenantSuspendedType);
    await crossUp();
    expect(await ordersOf()).toEqual([]);
    await trading.restart({ candles });
    await crossUp();
    expect(await ordersOf()).toEqual([]);

    await becomes('ACTIVE', tenantReactivatedType);
    await crossDown();
    expect(await ordersOf()).toEqual(['SELL FILLED']);
  });

  it('are not held by an event that comes late', async () => {
    await becomes('ACTIVE', tenantSuspendedType);
    await crossUp();
    expect(await ordersOf()).toEqual(['BUY FILLED']);
  });

  it('stop when it is to be deleted, and what rests in the market is taken back', async () => {
    await trader.place({ clientOrderId: 'resting', type: 'LIMIT', limitPrice: '1.05' });
    expect(await ordersOf()).toEqual(['BUY ACCEPTED']);
    await becomes('DELETING', tenantDeletionRequestedType);
    expect(await ordersOf()).toEqual(['BUY CANCELED']);
    await crossUp();
    expect(await ordersOf()).toEqual(['BUY CANCELED']);
  });
});
