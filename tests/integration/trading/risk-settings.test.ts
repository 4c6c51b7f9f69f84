import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { traderOf } from './operations.js';
import type { RunningTrading } from './running-trading.js';
import { runTrading } from './running-trading.js';

let trading: RunningTrading;
beforeAll(async () => {
  trading = await runTrading();
  await trading.quote(['EURUSD', '0.99999', '1.00000']);
});
afterAll(() => trading.close());

const newTrader = async () => traderOf(() => trading, await trading.newTenant());
type Trader = Awaited<ReturnType<typeof newTrader>>;

const limitsOf = async (trader: Trader) =>
  (
    await trader.ask<{ riskLimits: unknown }>(
      '{ riskLimits { profile { profile maxLeverage } maxPositionSize configurationVersion } }',
    )
  ).riskLimits;

const buy = async (trader: Trader, clientOrderId: string, quantity: string) => {
  const { order } = await trader.place({ clientOrderId, quantity });
  return order?.denialReason ?? order?.status;
};

describe('the risk settings of a tenant', () => {
  it('hold for every order from the moment they are heard of', async () => {
    const trader = await newTrader();
    expect(await buy(trader, 'a', '200000')).toBe('FILLED');
    await trading.configure(trader.tenantId, 2, {
      ...{ riskProfile: 'CONSERVATIVE', maxPositionSize: '150000' },
    });
    expect(await limitsOf(trader)).toEqual({
      profile: { profile: 'CONSERVATIVE', maxLeverage: '2' },
      ...{ maxPositionSize: '150000', configurationVersion: 2 },
    });
    expect(await buy(trader, 'b', '1000')).toBe('POSITION_EXCEEDS_MAXIMUM');
    // What is held stays, and may be closed.
    const { order } = await trader.place({ clientOrderId: 'c', side: 'SELL', quantity: '200000' });
    expect(order?.status).toBe('FILLED');
    expect(await buy(trader, 'd', '101000')).toBe('POSITION_EXCEEDS_EQUITY_SHARE');
  });

  it('are the newest version, whatever order and however often it is told', async () => {
    const trader = await newTrader();
    await trading.configure(trader.tenantId, 3, {
      riskProfile: 'MODERATE',
      maxPositionSize: '5000',
    });
    await trading.configure(trader.tenantId, 2, { riskProfile: 'CONSERVATIVE' });
    await trading.configure(trader.tenantId, 3, {
      riskProfile: 'MODERATE',
      maxPositionSize: '5000',
    });
    const expected = {
      profile: { profile: 'MODERATE', maxLeverage: '5' },
      ...{ maxPositionSize: '5000', configurationVersion: 3 },
    };
    expect(await limitsOf(trader)).toEqual(expected);
    await trading.restart();
    await trading.quote(['EURUSD', '0.99999', '1.00000']);
    expect(await limitsOf(trader)).toEqual(expected);
    expect(await buy(trader, 'a', '6000')).toBe('POSITION_EXCEEDS_MAXIMUM');
  });

  it('are the strictest for a tenant of whom nothing was heard', async () => {
    const tenantId = await trading.database.provisionTenant();
    const trader = traderOf(() => trading, { tenantId, accountId: '' });
    expect(await limitsOf(trader)).toEqual({
      profile: { profile: 'CONSERVATIVE', maxLeverage: '2' },
      ...{ maxPositionSize: null, configurationVersion: 0 },
    });
  });

  it('count the day and the peak across a restart, and a person may forgive', async () => {
    const trader = await newTrader();
    await trading.configure(trader.tenantId, 2, { riskProfile: 'CONSERVATIVE' });
    expect(await buy(trader, 'a', '100000')).toBe('FILLED');
    await trading.quote(['EURUSD', '0.97999', '0.98000']);
    const { order: sold } = await trader.place({
      clientOrderId: 'c',
      side: 'SELL',
      quantity: '100000',
    });
    expect(sold?.status).toBe('FILLED');
    await trading.restart();
    await trading.quote(['EURUSD', '0.97999', '0.98000']);
    expect(await buy(trader, 'd', '1000')).toBe('DAILY_LOSS_LIMIT_REACHED');
    await trader.setState('ACTIVE');
    expect(await buy(trader, 'e', '1000')).toBe('FILLED');
  });

  it('are published, profile by profile', async () => {
    const trader = await newTrader();
    const { riskProfiles } = await trader.ask<{ riskProfiles: unknown }>(
      '{ riskProfiles { profile maxPositionOfEquity maxLeverage maxDailyLoss maxDrawdown maxOrdersPerMinute priceCollar } }',
    );
    expect(riskProfiles).toMatchObject([
      { profile: 'CONSERVATIVE', maxPositionOfEquity: '1', maxLeverage: '2', maxDailyLoss: '0.02' },
      { profile: 'MODERATE', maxPositionOfEquity: '3', maxLeverage: '5', maxDrawdown: '0.2' },
      { profile: 'AGGRESSIVE', maxPositionOfEquity: '10', maxLeverage: '20', priceCollar: '0.05' },
    ]);
  });
});
